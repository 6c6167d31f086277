import { describe, expect, it } from 'vitest';
import type { AgentContext, RecommenderAgent } from '../../agents/vertical/agent.js';
import { RecommendationIndex as At, fleetOf, recommendationLength } from '../../agents/vertical/recommender.js';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import { RandomStream } from '../../env/core/random.js';
import { verticalConfig } from '../../env/vertical/config-schema.js';
import type { UsageSeries } from '../../workloads/usage-series.js';

const start = 1_700_000_000;

function context(seed: number): AgentContext {
  const series: UsageSeries = {
    id: 'future',
    startTime: start,
    stepSeconds: 60,
    cpuMillicores: new Float64Array(10).fill(100),
    memoryBytes: new Float64Array(10).fill(1e8),
    source: { dataset: 'test', entity: 'future', assumptions: {} },
  };
  return {
    seed,
    stepSeconds: 60,
    config: verticalConfig({}),
    initialRequest: { cpuMillicores: 500, memoryMebibytes: 1024 },
    future: series,
  };
}

/** Two days of samples with a daily wave, holes and one OOM kill, and a recommendation every 30 minutes. */
function recommendations(agent: RecommenderAgent, seed: number): Float64Array[] {
  const recommender = agent.create(agent.configSchema.parse({}), context(seed));
  const stream = new RandomStream(9, 'samples');
  const results: Float64Array[] = [];
  for (let minute = 1; minute <= 2880; minute++) {
    const time = start + minute * 60;
    const wave = 1 + Math.sin((minute / 1440) * 2 * Math.PI);
    const hole = minute % 97 === 0;
    recommender.observe(
      time,
      hole ? Number.NaN : 100 + 200 * wave + stream.uniform(0, 50),
      hole ? Number.NaN : (200 + 100 * wave) * bytesPerMebibyte,
    );
    if (minute === 1500) recommender.observeOom(time, 450 * bytesPerMebibyte);
    if (minute % 30 === 0) {
      const out = new Float64Array(recommendationLength);
      recommender.recommend(time, out);
      results.push(out);
    }
  }
  return results;
}

const learners = verticalRoster.agents.filter((agent) => agent.kind === 'recommender');

describe.each(learners.map((agent) => [agent.id, agent] as const))('%s', (_id, agent) => {
  it('gives finite amounts in the order lower ≤ target ≤ upper', () => {
    for (const out of recommendations(agent, 1)) {
      for (const [lower, target, upper] of [
        [At.cpuLowerBound, At.cpuTarget, At.cpuUpperBound],
        [At.memoryLowerBound, At.memoryTarget, At.memoryUpperBound],
      ] as const) {
        expect(Number.isFinite(out[target])).toBe(true);
        expect(out[target]).toBeGreaterThan(0);
        expect(out[lower]).toBeLessThanOrEqual(out[target]!);
        expect(out[upper]).toBeGreaterThanOrEqual(out[target]!);
      }
    }
  });

  it('gives the same bytes for the same samples and seed, and depends on the seed only if it says so', () => {
    const first = recommendations(agent, 1);
    expect(recommendations(agent, 1)).toEqual(first);
    if (agent.stochastic) expect(recommendations(agent, 2)).not.toEqual(first);
    else expect(recommendations(agent, 2)).toEqual(first);
  });

  it('can speak before it has heard anything, and writes where it is told', () => {
    const recommender = agent.create(agent.configSchema.parse({}), context(1));
    const out = new Float64Array(3 * recommendationLength).fill(-1);
    recommender.recommend(start, out, recommendationLength);
    expect(out.subarray(0, recommendationLength)).toEqual(new Float64Array(recommendationLength).fill(-1));
    expect(out.subarray(2 * recommendationLength)).toEqual(new Float64Array(recommendationLength).fill(-1));
    expect(out[recommendationLength + At.cpuTarget]).toBeGreaterThan(0);
  });
});

describe('rules that are known in closed form', () => {
  const byId = (id: string) => learners.find((agent) => agent.id === id)!;
  const speak = (agent: RecommenderAgent, config: object, samples: readonly (readonly [number, number])[]) => {
    const recommender = agent.create(agent.configSchema.parse(config), context(1));
    samples.forEach(([cpu, mebibytes], i) => {
      recommender.observe(start + 60 * (i + 1), cpu, mebibytes * bytesPerMebibyte);
    });
    const out = new Float64Array(recommendationLength);
    recommender.recommend(start + 60 * samples.length, out);
    return { cpu: out[At.cpuTarget]!, mebibytes: out[At.memoryTarget]! / bytesPerMebibyte };
  };

  it('static keeps the initial request', () => {
    expect(speak(byId('static'), {}, [[9000, 9000]])).toEqual({ cpu: 500, mebibytes: 1024 });
  });

  it('moving-window takes the statistic it is told and adds the margin', () => {
    const samples = [100, 300, 200].map((cpu) => [cpu, cpu / 10] as const);
    const agent = byId('moving-window');
    expect(speak(agent, { statistic: 'max', margin: 0.5 }, samples)).toEqual({ cpu: 450, mebibytes: 45 });
    expect(speak(agent, { statistic: 'mean', memoryStatistic: 'mean', margin: 0 }, samples)).toEqual({
      cpu: 200,
      mebibytes: 20,
    });
    expect(speak(agent, { percentile: 0.5, memoryStatistic: 'percentile', margin: 0 }, samples)).toEqual({
      cpu: 200,
      mebibytes: 20,
    });
    const lastMinute = speak(agent, { statistic: 'max', hours: 1 / 60, margin: 0 }, samples);
    expect(lastMinute.cpu).toBe(200);
  });

  it('threshold aims at the target utilisation above the high mark and below the low mark, and rests between', () => {
    const agent = byId('threshold');
    expect(speak(agent, {}, [[480, 1000]]).cpu).toBeCloseTo(480 / 0.7, 9);
    expect(speak(agent, {}, [[300, 500]])).toEqual({ cpu: 500, mebibytes: 1024 });
    expect(speak(agent, {}, [[100, 500]]).cpu).toBeCloseTo(100 / 0.7, 9);
  });

  it('after an OOM kill memory is bumped by 20 %, at least 100 MiB, as Kubernetes does', () => {
    for (const [request, needed] of [
      [2000, 2400],
      [64, 164],
    ] as const) {
      const agent = byId('moving-window');
      const recommender = agent.create(agent.configSchema.parse({}), context(1));
      recommender.observe(start + 60, 10, 10 * bytesPerMebibyte);
      recommender.observeOom(start + 60, request * bytesPerMebibyte);
      const out = new Float64Array(recommendationLength);
      recommender.recommend(start + 60, out);
      expect(out[At.memoryTarget]! / bytesPerMebibyte).toBeCloseTo(needed, 6);
    }
  });

  it('fleetOf drives every container as if it were alone', () => {
    const agent = byId('moving-window');
    const make = () => agent.create(agent.configSchema.parse({}), context(1));
    const fleet = fleetOf([make(), make()]);
    fleet.observe(start + 60, Float64Array.of(100, 700), Float64Array.of(1e8, 3e8));
    fleet.observeOom(1, start + 60, 4e8);
    const together = new Float64Array(2 * recommendationLength);
    fleet.recommend(start + 60, together);
    const alone = make();
    alone.observe(start + 60, 700, 3e8);
    alone.observeOom(start + 60, 4e8);
    const out = new Float64Array(recommendationLength);
    alone.recommend(start + 60, out);
    expect(together.subarray(recommendationLength)).toEqual(out);
  });
});
