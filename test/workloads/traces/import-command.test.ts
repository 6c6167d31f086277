import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import { importCommand } from '../../../experiments/cli/workload/import.js';
import { ImportProgress } from '../../../experiments/cli/workload/import-progress.js';
import { openDataset } from '../../../workloads/dataset.js';
import { traceFormats } from '../../../workloads/traces/formats.js';
import { inputFolder } from './collect.js';

const input = inputFolder();
const header = 'time,unique_id,avg_cpu_usage,avg_memory_usage';
const rows = [0, 1, 2, 5].map((step) => `${(step + 1) * 300e6},9-0,0.0${step + 1},0.001`);

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const run = (...args: readonly string[]) => importCommand().parseAsync(args as string[], { from: 'user' });

describe('workload import', () => {
  it('writes a dataset, prints every count, the gaps and what was assumed', async () => {
    const file = input('task.csv', [header, ...rows, `${300e6},9-0,0.04,0.001`, ''].join('\r\n'));
    const out = join(dirname(file), 'out');
    await run(file, '--format', 'borg-2019', '--out', out, '--set', 'coresPerNcu=10');
    const dataset = openDataset(out);
    expect(dataset.entries.map(({ id }) => id)).toEqual(['9-0']);
    expect([...dataset.usage(0).cpuMillicores]).toEqual([
      400,
      200,
      300,
      expect.closeTo(400, 9),
      expect.closeTo(500, 9),
      600,
    ]);
    expect(dataset.counts).toMatchObject({ rowsRead: 5, duplicates: 1, outOfOrder: 1, stepsInterpolated: 2 });
    const lines = printed.split('\n').map((line) => line.replace(/ +/g, ' '));
    expect(lines).toEqual([
      'Google ClusterData 2019, flattened per-task CSV (borg-2019-csv)',
      'files read 1',
      'rows read 5',
      'readings used 5',
      'duplicates (the last kept) 1',
      'rows out of order 1',
      'entities seen 1',
      'series 1',
      'steps observed 4',
      'steps interpolated 2',
      'gaps (steps×times): 2×1',
      'assumed: coresPerNcu 10, gibPerMemoryUnit 512',
      `wrote ${join(out, 'borg-2019-csv.series')}`,
      expect.stringContaining('CC-BY 4.0'),
      '',
    ]);
  });

  it('does not replace a dataset unless it is told to', async () => {
    const file = input('twice.csv', [header, ...rows].join('\n'));
    const out = join(dirname(file), 'twice');
    await run(file, '--out', out);
    await expect(run(file, '--out', out)).rejects.toThrow(/--force/);
    await run(file, '--out', out, '--force', '--max-gap', '0');
    expect(openDataset(out).usage(0).cpuMillicores.filter(Number.isNaN)).toHaveLength(2);
  });

  it('leaves nothing behind when a file is bad', async () => {
    const good = [header, ...rows].join('\n');
    const cases = [
      [input('word.csv', `${good}\n900000000,9-0,much,0\n`), /word\.csv:6: field "avg_cpu_usage" got "much"/],
      [input('cut.csv.gz', gzipSync(good).subarray(0, 60)), /undamaged, complete gzip/],
      [input('other.bin', Uint8Array.of(1, 2, 3)), /other\.bin.*a file of one of the formats/],
    ] as const;
    for (const [file, message] of cases) {
      const out = join(dirname(file), 'bad');
      await expect(run(file, '--out', out)).rejects.toThrow(message);
      expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
    }
  });

  it('counts bad rows in a lenient import, with the first of each kind', async () => {
    const file = input('lenient.csv', [header, ...rows, '900000000,9-0,much,0', '1,2', '1,2,3', ''].join('\n'));
    await run(file, '--out', join(dirname(file), 'lenient'), '--lenient');
    expect(printed).toMatch(/rows refused as malformed +3\n/);
    expect(printed).toContain(`refused 1: field "avg_cpu_usage": expected a number; first at ${file}:6\n`);
    expect(printed).toContain(`refused 2: expected 4 fields; first at ${file}:7\n`);
  });

  it.each([
    [['--format', 'borg-2018'], /field "format" got "borg-2018": expected auto or one of borg-2019-csv, /],
    [['--step', 'five'], /field "--step" got "five": expected a number/],
    [['--set', 'cores'], /expected option=value/],
    [['--set', 'cores=4'], /field "cores": expected an option of the format borg-2019-csv: entities, /],
    [['--set', 'coresPerNcu=-4'], /coresPerNcu/],
    [['--max-entities', '1.5'], /maxEntities/],
    [
      ['--entities', 'nobody'],
      /^[^\n]*: expected at least one series to remain \(files read 1, rows read 4, [^\n]*\)$/,
    ],
  ])('refuses %j', async (flags, message) => {
    const file = input('flags.csv', [header, ...rows].join('\n'));
    const error = await run(file, '--out', join(dirname(file), 'flags'), ...flags).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(message);
  });

  it.each(['auto', 'borg-2019-csv', 'nasa-http'])('calls an empty file empty (--format %s)', async (format) => {
    const file = input('empty.csv', '');
    const error = await run(file, '--format', format, '--out', join(dirname(file), 'empty')).catch((it) => it);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toBe(`${file}: got "an empty file": expected a file with readings in it`);
  });

  it('lists every format with its options and their defaults', async () => {
    await run('--list');
    for (const { id } of traceFormats) expect(printed).toContain(`\n${id}: `.slice(id === traceFormats[0]!.id ? 1 : 0));
    expect(printed).toContain('--set coresPerNcu=…  cores of the largest machine (1 normalised compute unit) (64)');
  });
});

describe('ImportProgress', () => {
  it('shows share, rate and time left after two seconds, on a terminal only', () => {
    let now = 0;
    let drawn = '';
    const stream = (isTTY: boolean) => ({ isTTY, write: (text: string) => (drawn += text) });
    const progress = new ImportProgress(100e6, stream(true), () => now);
    progress.add(10e6);
    expect(drawn).toBe('');
    now = 2500;
    progress.add(15e6);
    expect(drawn).toBe('\r\u001b[2K25 % of 100 MB read, 10 MB/s, 8 s left');
    now = 2600;
    progress.add(1e6);
    expect(drawn).not.toContain('26 %');
    progress.clear();
    expect(drawn.endsWith('\r\u001b[2K')).toBe(true);
    drawn = '';
    const quiet = new ImportProgress(100e6, stream(false), () => now);
    now = 9000;
    quiet.add(50e6);
    quiet.clear();
    expect(drawn).toBe('');
  });
});
