import { describe, expect, it } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import { replayCommand } from '../../../experiments/cli/replay-command.js';

const run = (...args: string[]) => replayCommand().exitOverride().parseAsync(args, { from: 'user' });

describe('scalegym replay', () => {
  it.each([
    [['--every', '0', 'x'], '"--every" got "0": expected a whole number from 1'],
    [['--every', '1.5', 'x'], '"--every" got "1.5"'],
    [['--json', '--table', 'x'], 'only one of --json and --table'],
    [['--request', 'cpu=2x', 'x'], '"--request" got "2x": expected a Kubernetes quantity'],
    [['--request', 'cpu=-1', 'x'], '"--request" got "-1": expected an amount ≥ 0'],
    [['--request', 'gpu=1', 'x'], '"--request" got "gpu": expected cpu=… or memory=…'],
    [['--recommender', 'optimum', 'x'], 'a recommender; optimum needs to know the future'],
    [['--recommender', 'nobody', 'x'], 'nobody'],
    [['--recommender', 'kubernetes:targetCpuPercentile=2', 'x'], 'targetCpuPercentile'],
  ])('%j is refused', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(InputError);
    await expect(run(...args)).rejects.toThrow(message);
  });

  it('shows examples in its help', () => {
    let help = '';
    replayCommand()
      .configureOutput({
        writeOut(text) {
          help += text;
        },
      })
      .outputHelp();
    expect(help).toContain('Usage: replay [options] <input>');
    expect(help).toContain('scalegym replay --every 1440 prometheus.json');
  });
});
