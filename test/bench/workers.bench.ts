import { availableParallelism, loadavg } from 'node:os';
import type { BenchLine } from './bench-line.js';

/** Runs of each kind; they alternate, and the median counts, because shared machines change their speed. */
const rounds = 3;

/**
 * The work of `scalegym compare` (presets × rule agents × three seeds) through the built worker pool, on one thread
 * and on two. Both go through worker threads, so the ratio shows what the second core brings.
 */
export async function bench(): Promise<BenchLine[]> {
  // Worker threads start from compiled files, so everything is taken from the build.
  const dist = '../../dist/experiments';
  const { halfOf, planComparison, verticalTrial, loadWorkloads } = await import(`${dist}/index.js`);
  const { WorkerPool } = await import(`${dist}/pool/worker-pool.js`);
  const { shareSeries } = await import(`${dist}/pool/shared-series.js`);
  const { seriesPool } = await import(`${dist}/pool/series-pool.js`);
  const { verticalConfig } = await import('../../dist/env/vertical/index.js');

  const seeds = [1, 2, 3];
  const workloads = await loadWorkloads({}, seeds);
  const { verticalRoster } = await import('../../dist/agents/vertical/index.js');
  const half = halfOf('VerticalScaling-v0');
  const agents = verticalRoster.agents.filter(({ stochastic }) => !stochastic).map(({ id }) => ({ id, config: {} }));
  const config = verticalConfig();
  const plan = planComparison({ agents, workloads, config, seeds, historySeconds: 86_400, recommendationSeconds: 60 });
  const pool = new Map(
    [...seriesPool(half, plan.workloads, workloads)].map(([key, series]) => [key, shareSeries(series)]),
  );
  const tasks = plan.trials.map((at: object) => ({ kind: 'trials', trials: [verticalTrial(plan, at)] }));

  const entry = new URL(`${dist}/pool/worker.js`, import.meta.url);
  const pools = [1, 2].map((workers) => new WorkerPool({ entry, workers, data: { env: half.env, pool } }));
  const seconds: number[][] = [[], []];
  const cpuSeconds = [0, 0];
  for (const pool of pools) await pool.run(tasks, () => {});
  for (let round = 0; round < rounds; round++)
    for (const [which, pool] of pools.entries()) {
      const begin = performance.now();
      const usage = process.cpuUsage();
      await pool.run(tasks, () => {});
      seconds[which]!.push((performance.now() - begin) / 1000);
      cpuSeconds[which]! += process.cpuUsage(usage).user / 1e6;
    }
  await Promise.all(pools.map((pool) => pool.close()));

  const [one, two] = seconds.map((of) => of.sort((a, b) => a - b)[Math.floor(rounds / 2)]!) as [number, number];
  return [
    { name: 'compare, one worker', value: `${one.toFixed(2)} s`, note: `${tasks.length} trials` },
    { name: 'compare, two workers', value: `${two.toFixed(2)} s` },
    {
      name: 'speed-up of the second worker',
      value: `${(one / two).toFixed(2)} ×`,
      note: `medians of ${rounds}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}`,
    },
    {
      name: 'CPU time of two workers',
      value: `${(cpuSeconds[1]! / cpuSeconds[0]!).toFixed(2)} ×`,
      note: 'that of one; above 1 is work that threads add',
    },
  ];
}
