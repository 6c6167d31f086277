import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../agents/agent-spec.js';
import { verticalConfig } from '../../env/vertical/index.js';
import { type Comparison, type ComparisonRun, runComparison } from '../../experiments/comparison.js';
import type { HalfId, Halves } from '../../experiments/half.js';
import { halfOf } from '../../experiments/halves.js';
import { planHorizontalComparison } from '../../experiments/horizontal/plan.js';
import { comparisonTable } from '../../experiments/outputs/table.js';
import { writeOutputs } from '../../experiments/outputs/write-outputs.js';
import type { ReportBase } from '../../experiments/report-data.js';
import { RunFolder } from '../../experiments/run-folder.js';
import { planComparison } from '../../experiments/vertical/plan.js';
import { series } from './series.js';
import { drawTinyScenarios } from './tiny-scenarios.js';

const agents = (...ids: readonly string[]): AgentSpec[] => ids.map((id) => ({ id, config: {} }));
const memory = { folder: null, workers: 1, timelines: { kind: 'telling', count: 2 } } as const;

function recommenders(seeds: readonly number[] = [1, 2]): ComparisonRun<'VerticalScaling-v0'> {
  const waves = (step: number) => 400 + 300 * Math.sin(step / 20);
  const workloads = ['drawn', 'fixed'].map((id) => ({
    origin: 'test',
    series: (id === 'drawn' ? seeds : [1]).map((seed) =>
      series(id, 200, { cpu: (step) => waves(step + 9 * seed), memory: () => 300 }),
    ),
  }));
  const plan = planComparison({
    agents: agents('static', 'kubernetes', 'random', 'optimum'),
    workloads,
    config: verticalConfig(),
    seeds,
    historySeconds: 3600,
    recommendationSeconds: 60,
  });
  return { ...memory, plan, workloads, reference: 'kubernetes' };
}

function autoscalers(seeds: readonly number[] = [1, 2]): ComparisonRun<'HorizontalScaling-v0'> {
  const workloads = drawTinyScenarios(seeds);
  const chosen = agents('static', 'kubernetes-hpa', 'random', 'calibrated-hpa', 'clairvoyant');
  const plan = planHorizontalComparison({ agents: chosen, scenarios: workloads, seeds });
  return { ...memory, plan, workloads, reference: 'calibrated-hpa' };
}

describe('a comparison of recommenders', () => holds(recommenders));
describe('a comparison of autoscalers', () => holds(autoscalers));

function holds<E extends HalfId>(comparison: (seeds?: readonly number[]) => ComparisonRun<E>): void {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'scalegym-halves-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  async function runInto(name: string, { stopAfter = -1, seeds = [1, 2] } = {}): Promise<string> {
    const run = comparison(seeds);
    const path = join(root, name);
    const folder = RunFolder.open<Halves[E]['result']>(path, run.plan);
    const stop = new AbortController();
    const result: Comparison<E> = await runComparison({
      ...run,
      folder,
      signal: stop.signal,
      onProgress: ({ doneTrials, resumedTrials }) => {
        if (doneTrials - resumedTrials === stopAfter) stop.abort(new Error('stopped'));
      },
    });
    await writeOutputs(folder, result);
    return path;
  }

  it('resumes after a stop and ends with the bytes of an uninterrupted run', async () => {
    await expect(runInto('resumed', { stopAfter: 3 })).rejects.toThrow('stopped');
    expect(readdirSync(join(root, 'resumed', 'trials'))).toHaveLength(3);
    expect(filesOf(await runInto('resumed'))).toEqual(filesOf(await runInto('straight')));
  });

  it('computes a finished run no second time, and writes the same bytes again', async () => {
    const before = filesOf(await runInto('twice'));
    // A stop at the first computed trial would end the run; there is none.
    expect(filesOf(await runInto('twice', { stopAfter: 1 }))).toEqual(before);
  });

  it('refuses a folder that holds other seeds', async () => {
    const path = await runInto('other');
    expect(() => RunFolder.open(path, comparison([1]).plan)).toThrow('--force');
  });

  it('gives a seed the same trials whichever others there are', () => {
    const ids = ({ plan }: ComparisonRun<E>, seed: number) =>
      plan.trials.filter((trial) => plan.seeds[trial.seed] === seed).map(({ id }) => id);
    const [one, two] = [comparison([1, 2]), comparison([2, 3])];
    expect(ids(one, 1)).not.toEqual([]);
    // Trials that do not depend on the seed run with the first one, so a later one has fewer of its own.
    expect(ids(two, 2)).toEqual(expect.arrayContaining(ids(one, 2)));
  });

  it('shows chosen workloads under every agent, and every number with its definition', async () => {
    const run = comparison();
    const { summary, report, timings } = await runComparison(run);
    const scores: ReportBase<string> = summary;
    const shown = report.env === 'VerticalScaling-v0' ? report.pods : report.episodes;
    expect(shown.map(({ timelines }) => timelines.length)).toEqual([scores.agents.length, scores.agents.length]);
    const keys = scores.metrics.map(({ key }) => key);
    for (const { metrics } of scores.trials) expect(Object.keys(metrics)).toEqual(keys);
    for (const { metrics } of scores.agents) expect(Object.keys(metrics)).toEqual(keys);
    const bound = scores.agents.find(({ role }) => role === 'bound')!;
    expect(bound.metrics['regretPercent']!.mean).toBeCloseTo(0, 9);
    expect(bound.versusReference).toBeNull();

    const lines = comparisonTable(halfOf<E>(run.plan.env), summary, timings).split('\n');
    const rows = lines.slice(2, 3 + scores.agents.length);
    // The last column is flush on the right: with 'µs' above it every row ends where it does.
    expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(160);
    const without = (key: string) => ({
      ...summary,
      agents: summary.agents.map((agent) => ({ ...agent, metrics: { ...agent.metrics, [key]: null } })),
    });
    const titles = comparisonTable(halfOf<E>(run.plan.env), without('regretPercent'), timings).split('\n', 2).join(' ');
    expect([lines.slice(0, 2).join(' ').includes('regret'), titles.includes('regret')]).toEqual([true, false]);
  });
}

/** Every file below a folder by name, but those that hold wall-clock times. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.startsWith('timing'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'base64')]));
}
