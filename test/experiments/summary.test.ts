import { describe, expect, it } from 'vitest';
import { verticalConfig } from '../../env/vertical/config-schema.js';
import { chooseWorkloads, type WorkloadChoice } from '../../experiments/showcase.js';
import { verticalHalf } from '../../experiments/vertical/half.js';
import { type MeasuredMetrics, measuredMetricKeys } from '../../experiments/vertical/metric-definitions.js';
import { planComparison, type VerticalPlan } from '../../experiments/vertical/plan.js';
import { summarise } from '../../experiments/vertical/summary.js';
import type { VerticalTrialResult } from '../../experiments/vertical/trial.js';
import { series } from './series.js';

/** A plan over workloads that are drawn for each of two seeds, so that every cell of the grid is a trial. */
function plan(workloads: readonly string[]): VerticalPlan {
  const drawn = (id: string, seed: number) => series(id, 600, { cpu: () => seed + id.length, memory: () => 1 });
  return planComparison({
    agents: ['kubernetes', 'static', 'threshold', 'optimum'].map((id) => ({ id, config: {} })),
    workloads: workloads.map((id) => ({ origin: 'test', series: [drawn(id, 1), drawn(id, 2)] })),
    config: verticalConfig(),
    seeds: [1, 2],
    historySeconds: 0,
    recommendationSeconds: 60,
  });
}

/** Results with costs of the test's choosing: dollars of one container-day. */
function results(
  of: VerticalPlan,
  cost: (workload: number, agent: string, seed: number) => number,
  more: (workload: number, agent: string) => Partial<MeasuredMetrics> = () => ({}),
): VerticalTrialResult[] {
  return of.trials.map(({ workload, agent, seed }) => {
    const { label, role } = of.agents[agent]!;
    const dollars = cost(workload, label, seed);
    const blank = Object.fromEntries(measuredMetricKeys.map((key) => [key, null])) as MeasuredMetrics;
    return {
      metrics: { ...blank, costPerDay: dollars, ...more(workload, label) },
      cost: dollars,
      containerDays: 1,
      initialRequest: { cpuMillicores: 1, memoryMebibytes: 1 },
      plan: role === 'bound' ? { cost: dollars, exact: true } : null,
    };
  });
}

const costs: Readonly<Record<string, number>> = { kubernetes: 3, static: 4, threshold: 2, optimum: 1 };

describe('summarise', () => {
  const three = plan(['a', 'bb', 'ccc']);

  it('averages seeds within a workload before it goes over workloads', () => {
    // Seeds differ by 2 around each workload's mean; were they units, the interval would be wider and units 6.
    const summary = summarise(
      three,
      results(three, (workload, agent, seed) => costs[agent]! * (workload + 2) + (agent === 'optimum' ? 0 : 2 * seed)),
      { reference: 'kubernetes' },
    );
    const kubernetes = summary.agents.find(({ label }) => label === 'kubernetes')!;
    expect(kubernetes.metrics.costPerDay!.units).toBe(3);
    expect(kubernetes.metrics.costPerDay!.mean).toBeCloseTo(10, 12);
    // Workload means 7, 10, 13: s = 3, t(0.975, 2) = 4.3026527.
    expect(kubernetes.metrics.costPerDay!.high! - 10).toBeCloseTo((4.30265272991 * 3) / Math.sqrt(3), 8);
  });

  it('goes over seeds when there is one workload', () => {
    const one = plan(['only']);
    const summary = summarise(
      one,
      results(one, (_, agent, seed) => costs[agent]! + seed / 10),
      { reference: null },
    );
    expect(summary.agents.map(({ metrics }) => metrics.costPerDay!.units)).toEqual([2, 2, 2, 2]);
    expect(summary.agents[0]!.metrics.costPerDay!.mean).toBeCloseTo(1.05, 12);
  });

  it('puts the cheapest first, with regret against the optimum of the same series', () => {
    const summary = summarise(
      three,
      results(three, (workload, agent) => costs[agent]! * 10 ** workload),
      {
        reference: 'kubernetes',
      },
    );
    expect(summary.agents.map(({ label }) => label)).toEqual(['optimum', 'threshold', 'kubernetes', 'static']);
    expect(summary.agents.map(({ metrics }) => metrics.regretPercent!.mean)).toEqual([0, 100, 200, 300]);
    expect(summary.workloads[1]!.metrics.map(({ regretPerDay }) => regretPerDay)).toEqual([0, 10, 20, 30]);
    expect(summary.agents.map(({ exact }) => exact)).toEqual([true, null, null, null]);
  });

  it('compares with the reference by pairs and corrects for the number of agents', () => {
    const five = plan(['a', 'bb', 'ccc', 'dddd', 'eeeee']);
    const summary = summarise(
      five,
      results(five, (workload, agent) => costs[agent]! * (workload + 1)),
      {
        reference: 'kubernetes',
      },
    );
    const by = (label: string) => summary.agents.find((agent) => agent.label === label)!.versusReference;
    expect(by('kubernetes')).toBeNull();
    expect(by('optimum')).toBeNull();
    expect(by('static')!.relativePercent.mean).toBeCloseTo(100 / 3, 10);
    expect(by('threshold')!.difference.mean).toBeCloseTo(-3, 12);
    // Five differences of one sign: p = 2/32 for both agents, doubled by Holm.
    expect(by('static')!.pHolm).toBeCloseTo(4 / 32, 12);
  });

  it('refuses a result that beats the optimum, and an optimum that does not cost what it promised', () => {
    const beaten = results(three, (_, agent) => (agent === 'threshold' ? 0.99 : costs[agent]!));
    expect(() => summarise(three, beaten, { reference: null })).toThrow(/below the optimum/);
    const broken = results(three, (_, agent) => costs[agent]!).map((result) =>
      result.plan === null ? result : { ...result, cost: 1.5 },
    );
    expect(() => summarise(three, broken, { reference: null })).toThrow(/promised/);
  });

  it('keeps what does not exist null', () => {
    const summary = summarise(
      three,
      results(three, (_, agent) => costs[agent]!),
      { reference: null },
    );
    expect(summary.agents[0]!.metrics.oomKillsPerDay).toBeNull();
    expect(summary.trials[0]!.metrics.memorySlackPercent).toBeNull();
  });
});

describe('chooseWorkloads', () => {
  it('shows the ordinary case, then the worst of each kind, none twice', () => {
    const five = plan(['a', 'bb', 'ccc', 'dddd', 'eeeee']);
    const summary = summarise(
      five,
      results(
        five,
        // Regret rises with the workload; on the last one agents agree.
        (workload, agent) => (agent === 'optimum' ? 1 : 2 + workload + (workload === 1 && agent === 'static' ? 50 : 0)),
        (workload) => ({ oomKillsPerDay: workload === 4 ? 7 : 0, throttledDemandPercent: workload === 0 ? 9 : 1 }),
      ),
      { reference: null },
    );
    const choose = (choice: WorkloadChoice) => chooseWorkloads(summary, verticalHalf.criteria, choice);
    expect(choose({ kind: 'telling', count: 4 })).toEqual([
      { workload: 3, reason: 'median regret' },
      { workload: 4, reason: 'most OOM kills' },
      { workload: 0, reason: 'most throttled demand' },
      { workload: 1, reason: 'agents differ most in cost' },
    ]);
    expect(choose({ kind: 'telling', count: 0 })).toEqual([]);
    expect(choose({ kind: 'named', workloads: ['ccc'] })).toEqual([{ workload: 2, reason: 'asked for' }]);
    expect(() => choose({ kind: 'named', workloads: ['zzz'] })).toThrow(/zzz/);
  });
});
