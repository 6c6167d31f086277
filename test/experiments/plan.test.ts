import { describe, expect, it } from 'vitest';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { InputError } from '../../env/core/input-error.js';
import { verticalConfig } from '../../env/vertical/config-schema.js';
import { trialId } from '../../experiments/trial.js';
import { type ComparisonOptions, planComparison, verticalTrial } from '../../experiments/vertical/plan.js';
import { series } from './series.js';

const flat = (id: string, hours: number, cpu = 100) => series(id, hours * 12, { cpu: () => cpu, memory: () => 100 });

function options(changes: Partial<ComparisonOptions> = {}): ComparisonOptions {
  return {
    agents: [
      { id: 'static', config: {} },
      { id: 'random', config: {} },
      { id: 'optimum', config: {} },
    ],
    workloads: [
      { origin: 'file', series: [flat('fixed', 48)] },
      { origin: 'preset', series: [flat('drawn', 48, 1), flat('drawn', 48, 2)] },
    ],
    config: verticalConfig(),
    seeds: [1, 2],
    historySeconds: 86_400,
    recommendationSeconds: 60,
    ...changes,
  };
}

describe('planComparison', () => {
  it('runs again with another seed only what a seed can change', () => {
    const plan = planComparison(options());
    const grid = plan.trials.map(({ workload, seed, agent }) => `${workload}${seed}${plan.agents[agent]!.label}`);
    expect(grid).toEqual([
      '00static',
      '00random',
      '00optimum',
      '01random',
      '10static',
      '10random',
      '10optimum',
      '11static',
      '11random',
      '11optimum',
    ]);
    expect(plan.agents.map(({ role }) => role)).toEqual(['recommender', 'recommender', 'bound']);
  });

  it('runs everything with every seed when the environment rolls dice', () => {
    const config = verticalConfig({ physics: { resizeDeferredProbability: 0.1 } });
    const plan = planComparison(options({ config }));
    expect(plan.trials.filter(({ workload, seed }) => workload === 0 && seed === 1).map(({ agent }) => agent)).toEqual([
      0, 1,
    ]);
  });

  it('names a trial by its content', () => {
    const plan = planComparison(options());
    const again = planComparison(options());
    expect(again).toEqual(plan);
    expect(new Set(plan.trials.map(({ id }) => id)).size).toBe(plan.trials.length);
    const trial = verticalTrial(plan, plan.trials[0]!);
    expect(trialId(trial)).toBe(plan.trials[0]!.id);
    expect(trialId({ ...trial, seed: 9 })).not.toBe(trialId(trial));
    expect(trialId(JSON.parse(JSON.stringify(trial)))).toBe(trialId(trial));
  });

  it('writes the defaults of every agent out, and they mean the same', () => {
    const all = verticalRoster.agents.map(({ id }) => ({ id, config: {} }));
    const plan = planComparison(options({ agents: all }));
    for (const { spec } of plan.agents)
      expect(verticalRoster.configure(JSON.parse(JSON.stringify(spec))).config).toEqual(
        verticalRoster.configure({ ...spec, config: {} }).config,
      );
    expect(planComparison(options({ agents: plan.agents.map(({ spec }) => spec) })).trials).toEqual(plan.trials);
  });

  it('changes its id with the values of a series', () => {
    const [first, second] = [100, 101].map((cpu) =>
      planComparison(options({ workloads: [{ origin: 'file', series: [flat('fixed', 48, cpu)] }] })),
    );
    expect(first!.id).not.toBe(second!.id);
  });

  it('leaves out what is too short or empty, and says so', () => {
    const workloads = [
      { origin: 'a', series: [flat('fits', 25)] },
      { origin: 'b', series: [flat('short', 24)] },
      { origin: 'c', series: [series('empty', 600, {})] },
    ];
    const plan = planComparison(options({ workloads }));
    expect(plan.workloads.map(({ id, steps }) => [id, steps])).toEqual([['fits', 12]]);
    expect(plan.skipped.map(({ workload }) => workload)).toEqual(['short', 'empty']);
    expect(plan.skipped[0]!.reason).toContain('24.0 h');
  });

  it('refuses a plan with nothing to score, equal ids and equal agents', () => {
    const short = { origin: 'b', series: [flat('short', 3)] };
    expect(() => planComparison(options({ workloads: [short] }))).toThrow(InputError);
    const twice = { origin: 'a', series: [flat('same', 48)] };
    expect(() => planComparison(options({ workloads: [twice, twice] }))).toThrow(/same/);
    const agent = { id: 'static', config: {} };
    expect(() => planComparison(options({ agents: [agent, agent] }))).toThrow(/static/);
  });
});
