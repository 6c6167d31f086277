import { describe, expect, it } from 'vitest';
import { learningCurves } from '../../experiments/horizontal/curves.js';
import {
  type HorizontalMeasured,
  type HorizontalMeasuredKey,
  horizontalMeasuredKeys,
} from '../../experiments/horizontal/metric-definitions.js';
import { type HorizontalPlan, planHorizontalComparison } from '../../experiments/horizontal/plan.js';
import { summariseHorizontal } from '../../experiments/horizontal/summary.js';
import { footnotes } from '../../experiments/horizontal/table.js';
import type { HorizontalTrialResult } from '../../experiments/horizontal/trial.js';
import { drawTinyScenarios } from './tiny-scenarios.js';

const seeds = [1, 2, 3];

function planOf(...ids: readonly string[]): HorizontalPlan {
  const agents = ids.map((id) => ({ id, config: {} }));
  return planHorizontalComparison({ agents, scenarios: drawTinyScenarios(seeds), seeds });
}

/** Results of two hours, with costs of the test's choosing; costs rise evenly. */
function results(
  { trials, agents }: HorizontalPlan,
  cost: (agent: string, workload: number, seed: number) => number,
  more: (agent: string) => Partial<Record<HorizontalMeasuredKey, number>> = () => ({}),
): HorizontalTrialResult[] {
  const blank = Object.fromEntries(horizontalMeasuredKeys.map((key) => [key, null])) as HorizontalMeasured;
  return trials.map(({ workload, seed, agent }) => {
    const { label, role } = agents[agent]!;
    const dollars = cost(label, workload, seed);
    return {
      metrics: { ...blank, costPerHour: dollars / 2, ...more(label) },
      cost: dollars,
      hours: 2,
      costCurve: [0.25, 0.5, 0.75, 1].map((part) => part * dollars),
      violationCurve: [0, 0.5, 0.5, 1],
      plan: role === 'bound' ? { cost: dollars, exact: false } : null,
      chosen: label === 'calibrated-hpa' ? { id: 'kubernetes-hpa', config: { tolerance: seed } } : null,
    };
  });
}

describe('summariseHorizontal', () => {
  const plan = planOf('static', 'calibrated-hpa', 'threshold', 'clairvoyant');
  const costs: Readonly<Record<string, number>> = { static: 8, 'calibrated-hpa': 4, threshold: 6, clairvoyant: 2 };

  it('averages workloads within a seed, and goes over seeds', () => {
    // Workloads differ by far, seeds by 0, 2 and 4 dollars: were workloads units too, there would be 6 and the interval wider.
    const summary = summariseHorizontal(
      plan,
      results(plan, (agent, workload, seed) => costs[agent]! + 100 * workload + 2 * seed),
      { reference: 'calibrated-hpa' },
    );
    const { metrics, versusReference } = summary.agents.find(({ label }) => label === 'static')!;
    expect(metrics.costPerHour!.units).toBe(3);
    // Means over the seeds (8 + 50 + 0, 2, 4) / 2 = 29, 30, 31: s = 1, t(0.975, 2) = 4.3026527.
    expect(metrics.costPerHour!.mean).toBeCloseTo(30, 12);
    expect(metrics.costPerHour!.high! - 30).toBeCloseTo(4.30265272991 / Math.sqrt(3), 8);
    // Seeds move both agents alike, so that pairs differ by exactly 2 $/h.
    expect(versusReference!.difference).toEqual({ mean: 2, low: 2, high: 2, units: 3 });
    // Three pairs of one sign: p = 2/8 for both agents, doubled by Holm.
    expect(versusReference!.pHolm).toBeCloseTo(4 / 8, 12);
  });

  it('says when there are too few seeds to tell anything', () => {
    const summary = summariseHorizontal(
      plan,
      results(plan, (agent) => costs[agent]!),
      { reference: 'calibrated-hpa' },
    );
    // Two agents are tested: 2 · 2/2⁷ = 0.031 is the first below 0.05.
    expect(footnotes(summary).join('\n')).toContain('3 seeds cannot tell 2 agents from the reference');
    expect(footnotes(summary).join('\n')).toContain('take 7 or more');
    expect(footnotes({ ...summary, run: { ...summary.run, seeds: [1, 2, 3, 4, 5, 6, 7] } }).join()).not.toContain(
      'take',
    );
  });

  it('says who has beaten the plan, and nothing of it where nobody has', () => {
    const summary = summariseHorizontal(
      plan,
      results(plan, (agent) => costs[agent]!),
      { reference: null },
    );
    const said = (regret: number) => {
      const agents = summary.agents.map((agent) =>
        agent.role === 'bound'
          ? { ...agent, exact: false }
          : {
              ...agent,
              metrics: { ...agent.metrics, regretPercent: { mean: regret, low: null, high: null, units: 1 } },
            },
      );
      return footnotes({ ...summary, agents }).join('\n');
    };
    expect(said(1)).toContain('not a proven bound.');
    expect(said(-1)).toMatch(/not a proven bound: .*threshold.* have beaten it\./);
  });

  it('gives every workload its own means and intervals over seeds', () => {
    const summary = summariseHorizontal(
      plan,
      results(plan, (agent, workload, seed) => costs[agent]! + 100 * workload + 2 * seed),
      { reference: null },
    );
    const position = summary.agents.findIndex(({ label }) => label === 'threshold');
    const [first, second] = summary.workloads.map(({ estimates }) => estimates[position]!.costPerHour!);
    expect(first).toMatchObject({ mean: 4, units: 3 });
    expect(second).toMatchObject({ mean: 54, units: 3 });
    expect(summary.workloads[1]!.metrics[position]!.costPerHour).toBe(54);
  });

  it('takes regret from the plan of the same load and seed, and lets an agent beat it', () => {
    const cost = (agent: string, workload: number, seed: number) =>
      agent === 'threshold' && workload === 1 ? 1 : costs[agent]! * (seed + 1);
    const summary = summariseHorizontal(plan, results(plan, cost), { reference: null });
    const regrets = (label: string) =>
      summary.trials.filter(({ agent }) => summary.agents[agent]!.label === label).map(({ metrics }) => metrics);
    expect(regrets('static').map(({ regretPercent }) => regretPercent)).toEqual(new Array(6).fill(300));
    expect(regrets('static').map(({ regretPerHour }) => regretPerHour)).toEqual([3, 6, 9, 3, 6, 9]);
    expect(regrets('threshold')[3]).toMatchObject({ regretPerHour: -0.5, regretPercent: -50 });
    expect(summary.agents.find(({ role }) => role === 'bound')!.exact).toBe(false);
  });

  it('measures the speed-up against the service that is not scaled', () => {
    const elasticity = (agent: string) => {
      const share = agent === 'static' ? 40 : 10;
      return {
        underProvisioningAccuracy: share,
        overProvisioningAccuracy: share,
        underProvisioningTime: share,
        overProvisioningTime: share,
      };
    };
    const summary = summariseHorizontal(
      plan,
      results(plan, (agent) => costs[agent]!, elasticity),
      { reference: null },
    );
    expect(summary.agents.map(({ label, metrics }) => [label, metrics.elasticSpeedup!.mean])).toEqual([
      ['clairvoyant', 4],
      ['calibrated-hpa', 4],
      ['threshold', 4],
      ['static', 1],
    ]);
  });

  it('has neither regret nor speed-up without those they are measured against', () => {
    const alone = planOf('threshold');
    const summary = summariseHorizontal(
      alone,
      results(alone, () => 1),
      { reference: null },
    );
    expect(summary.agents[0]!.metrics).toMatchObject({
      regretPercent: null,
      regretPerHour: null,
      elasticSpeedup: null,
    });
  });

  it('says what tuned agents chose, trial by trial', () => {
    const summary = summariseHorizontal(
      plan,
      results(plan, (agent) => costs[agent]!),
      { reference: null },
    );
    const tuned = summary.agents.findIndex(({ label }) => label === 'calibrated-hpa');
    const chosen = summary.trials.flatMap((trial) => (trial.agent === tuned ? [trial.chosen] : []));
    expect(chosen.slice(0, 3)).toEqual([0, 1, 2].map((seed) => `kubernetes-hpa:tolerance=${seed}`));
    expect(summary.trials.filter(({ agent }) => agent !== tuned).every((trial) => trial.chosen === null)).toBe(true);
  });
});

describe('learningCurves', () => {
  const plan = planOf('threshold', 'clairvoyant');

  it('follows regret and violations over the episode, with intervals over seeds', () => {
    const given = results(plan, (agent, _, seed) => (agent === 'clairvoyant' ? 4 : 8 + 4 * seed));
    const summary = summariseHorizontal(plan, given, { reference: null });
    const curves = learningCurves(plan, given, summary);
    expect(curves.map(({ workload, agent }) => [workload, agent])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    const { hours, regret, violationHours } = curves[1]!;
    expect(hours).toEqual([0.5, 1, 1.5, 2]);
    // At the end 4, 8 and 12 dollars above the plan.
    expect(regret!.map(({ mean }) => mean)).toEqual([2, 4, 6, 8]);
    expect(regret![3]!.high! - 8).toBeCloseTo((4.30265272991 * 4) / Math.sqrt(3), 8);
    expect(violationHours.map(({ mean }) => mean)).toEqual([0, 0.5, 0.5, 1]);
    expect(curves[0]!.regret!.map(({ mean }) => mean)).toEqual([0, 0, 0, 0]);
  });

  it('compares the same part of episodes of different length', () => {
    const given = results(plan, () => 8).map((result, i) =>
      i % 2 === 0 ? { ...result, costCurve: [4, 8], violationCurve: [0, 1] } : result,
    );
    const [curve] = learningCurves(plan, given, summariseHorizontal(plan, given, { reference: null }));
    expect(curve!.hours).toEqual([1, 2]);
    expect(curve!.regret!.map(({ mean }) => mean)).toEqual([0, 0]);
  });
});
