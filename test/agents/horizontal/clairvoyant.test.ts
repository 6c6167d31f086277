import { describe, expect, it } from 'vitest';
import { clairvoyantPlan } from '../../../agents/horizontal/clairvoyant/index.js';
import { horizontalRoster } from '../../../agents/horizontal/registry.js';
import { RandomStream } from '../../../env/core/random.js';
import type { HorizontalConfigOptions } from '../../../env/horizontal/config-options.js';
import { horizontalConfig } from '../../../env/horizontal/config-schema.js';
import type { RecordedTable } from '../../../env/horizontal/table/recorded-table.js';
import { EpisodeRun } from '../../../experiments/horizontal/episode-run.js';
import type { LoadSeries } from '../../../workloads/load-series.js';
import { loadOf, plannerContext, play } from './rehearsals.js';

const rehearsals = 150;

/** Random loads up to a peak on at most three pods; `peak` is more than three of them carry. */
const small = [
  { platform: 'orange', unit: 'users', peak: 45 },
  { platform: 'web', unit: 'requestsPerSecond', peak: 140 },
  { platform: 'cpu-heavy', unit: 'requestsPerSecond', peak: 18 },
] as const;

/** What the cheapest of all schedules costs. */
function leastCost(play: (replicas: Int32Array) => number, steps: number, most: number): number {
  let least = Number.POSITIVE_INFINITY;
  const schedule = new Int32Array(steps);
  for (let code = 0; code < most ** steps; code++) {
    for (let t = 0, rest = code; t < steps; t++, rest = Math.floor(rest / most)) schedule[t] = 1 + (rest % most);
    least = Math.min(least, play(schedule));
  }
  return least;
}

/** Two waves and a burst. */
function waves(steps: number, peak: number): number[] {
  return Array.from({ length: steps }, (_, t) => {
    const burst = t > 0.6 * steps && t < 0.65 * steps ? 0.3 : 0;
    return Math.max(1, peak * (0.45 - 0.35 * Math.cos((4 * Math.PI * t) / steps) + burst));
  });
}

describe('the clairvoyant plan', () => {
  it.each(small)('of short episodes on $platform is the best of all schedules, or within 3 %', (scene) => {
    const steps = 6;
    const config = horizontalConfig({
      platform: scene.platform,
      engine: 'fluid',
      limits: { minReplicas: 1, maxReplicas: 3 },
    });
    let equal = 0;
    for (let seed = 0; seed < 3; seed++) {
      const random = new RandomStream(seed, 'short episodes');
      const values = Array.from({ length: steps }, () => Math.round(random.uniform(0.1, 1) * scene.peak));
      const { context, episode } = plannerContext(config, loadOf(scene.unit, 15, values), seed);
      const plan = clairvoyantPlan({ rehearsals }, context);
      const least = leastCost((replicas) => play(episode, seed, replicas).cost, steps, 3);
      expect(plan.cost).toBeLessThanOrEqual(1.03 * least);
      expect(plan.cost).toBeGreaterThanOrEqual(least);
      if (plan.cost === least) equal++;
    }
    expect(equal).toBeGreaterThanOrEqual(2);
  });

  it('of a recorded table, whose intervals do not depend on each other, is the best of all schedules', () => {
    const row = (pods: number, p95: number) => [pods, p95, 10, 0.5, 0.2, 0.4, 0.2];
    const latencies = { 10: [500, 200, 150, 120], 20: [900, 580, 300, 200], 30: [2000, 1200, 620, 500] };
    const table: RecordedTable = {
      id: 'small',
      pod: {
        cpuRequestMillicores: 600,
        cpuLimitMillicores: null,
        memoryRequestMebibytes: 640,
        memoryLimitMebibytes: null,
      },
      windowSeconds: 10,
      loadUnit: 'users',
      cells: Object.entries(latencies).flatMap(([load, cells]) =>
        cells.map((p95, i) => ({ load: Number(load), pods: i + 1, rows: [row(i + 1, p95)] })),
      ),
    };
    const config = horizontalConfig({
      table,
      limits: { minReplicas: 1, maxReplicas: 4 },
      objective: { latencyMs: 600 },
    });
    const load = loadOf('users', 15, [10, 30, 20, 20, 10, 30, 10]);
    const { context } = plannerContext(config, load, 1);
    expect(Array.from(context.leastPods)).toEqual([1, 4, 2, 2, 1, 4, 1]);
    expect([...clairvoyantPlan({ rehearsals }, context).replicas]).toEqual([1, 4, 2, 2, 1, 4, 1]);
  });

  it.each([
    ['users who come at once', { platform: 'orange' }, 'users', 80],
    ['pods that start slowly', { platform: 'web', limits: { maxReplicas: 12 } }, 'requestsPerSecond', 400],
    ['decisions that wait for pods', { platform: 'web', settle: 'wait-ready' }, 'requestsPerSecond', 300],
  ] as const)('%s: costs what following it costs, and no more than any schedule it saw or any constant', (...scene) => {
    const [, options, unit, peak] = scene;
    const config = horizontalConfig({ engine: 'fluid', ...options } as HorizontalConfigOptions);
    const { context, played, episode } = plannerContext(config, loadOf(unit, 15, waves(80, peak)), 5);
    const plan = clairvoyantPlan({ rehearsals: 60 }, context);
    expect(played.length).toBeLessThanOrEqual(60);
    expect(plan.cost).toBe(Math.min(...played.map(({ cost }) => cost)));
    expect(play(episode, 5, plan.replicas).cost).toBe(plan.cost);
    for (let pods = config.limits.minReplicas; pods <= config.limits.maxReplicas; pods++)
      expect(plan.cost).toBeLessThanOrEqual(play(episode, 5, new Int32Array(80).fill(pods)).cost);
    expect(plan.replicas.every((pods) => pods >= 1 && pods <= config.limits.maxReplicas)).toBe(true);
    expect(clairvoyantPlan({ rehearsals: 60 }, context)).toEqual(plan);
    expect(plan.exact).toBe(false);
  });

  it('saves on its first schedule, pods as early as demand and start-up ask for', () => {
    const config = horizontalConfig({ platform: 'web', engine: 'fluid' });
    const { context, played } = plannerContext(config, loadOf('requestsPerSecond', 15, waves(160, 500)), 2);
    const plan = clairvoyantPlan({ rehearsals }, context);
    expect(plan.cost).toBeLessThan(0.98 * played[0]!.cost);
  });

  it.each([1, 2, 3, 7])('makes do with %i rehearsals', (few) => {
    const config = horizontalConfig({ platform: 'web', engine: 'fluid' });
    const { context, played } = plannerContext(config, loadOf('requestsPerSecond', 15, waves(40, 300)), 2);
    clairvoyantPlan({ rehearsals: few }, context);
    expect(played.length).toBe(few);
  });
});

describe('agents that do not know the future', () => {
  const scenes: readonly (readonly [HorizontalConfigOptions, LoadSeries])[] = [
    [{ platform: 'orange', engine: 'fluid' }, loadOf('users', 15, waves(120, 70))],
    [{ platform: 'web', engine: 'fluid' }, loadOf('requestsPerSecond', 15, waves(120, 500))],
    [{ platform: 'cpu-heavy', engine: 'fluid' }, loadOf('requestsPerSecond', 15, waves(120, 60))],
  ];

  it.each(scenes)('do not beat the plan on $platform by 1 %', (options, load) => {
    const config = horizontalConfig(options);
    const cost = (id: string) => {
      const run = new EpisodeRun({ config, load, agent: { id, config: {} }, seed: 3 });
      let total = 0;
      for (let step = run.next(); step !== null; step = run.next()) total += step.cost.pods + step.cost.violations;
      return total;
    };
    const planned = cost('clairvoyant');
    for (const { id, kind } of horizontalRoster.agents)
      if (kind === 'autoscaler') expect(cost(id), id).toBeGreaterThan(0.99 * planned);
  });
});
