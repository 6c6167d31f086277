import { describe, expect, it } from 'vitest';
import { costTerms } from '../../../env/vertical/cost.js';
import type { StepOutputs } from '../../../env/vertical/simulation/step-outputs.js';
import { MetricsRecorder } from '../../../experiments/vertical/metrics.js';

interface Step {
  readonly cpu?: Partial<Record<'demand' | 'usage' | 'request' | 'limit' | 'throttled' | 'unserved', number>>;
  readonly memory?: Partial<Record<'demand' | 'usage' | 'request' | 'limit', number>>;
  readonly events?: Partial<Record<'oomKills' | 'restarts' | 'resizes' | 'downSeconds', number>>;
  readonly cost?: readonly number[];
}

/** Feeds hand-written steps of one workload to a recorder. */
function record(steps: readonly Step[], { stepSeconds = 3600, replicas = 1 } = {}) {
  const one = () => new Float64Array(1);
  const count = () => new Int32Array(1);
  const outputs = {
    cpuUsage: one(),
    memoryUsage: one(),
    memoryUsageBytes: one(),
    cpuDemand: one(),
    memoryDemand: one(),
    cpuRequest: one(),
    memoryRequest: one(),
    cpuLimit: one(),
    memoryLimit: one(),
    throttled: one(),
    unserved: one(),
    backlog: one(),
    backlogDropped: one(),
    oomKills: count(),
    restarts: count(),
    resizes: count(),
    downSeconds: one(),
    cost: new Float64Array(costTerms.length),
    reward: one(),
  } satisfies StepOutputs;
  const demandOf = (resource: 'cpu' | 'memory') =>
    Float64Array.from(steps, (step) => (step[resource] === undefined ? Number.NaN : (step[resource]?.demand ?? 0)));
  const facts = { stepSeconds, replicas, cpu: demandOf('cpu'), memory: demandOf('memory') };
  const recorder = new MetricsRecorder(facts, outputs);
  for (const { cpu, memory, events, cost } of steps) {
    outputs.cpuUsage[0] = cpu?.usage ?? cpu?.demand ?? Number.NaN;
    outputs.memoryUsage[0] = memory?.usage ?? memory?.demand ?? Number.NaN;
    outputs.cpuDemand[0] = cpu?.demand ?? 0;
    outputs.cpuRequest[0] = cpu?.request ?? 0;
    outputs.cpuLimit[0] = cpu?.limit ?? Number.POSITIVE_INFINITY;
    outputs.memoryRequest[0] = memory?.request ?? 0;
    outputs.memoryLimit[0] = memory?.limit ?? Number.POSITIVE_INFINITY;
    outputs.throttled[0] = cpu?.throttled ?? 0;
    outputs.unserved[0] = cpu?.unserved ?? cpu?.throttled ?? 0;
    outputs.oomKills[0] = events?.oomKills ?? 0;
    outputs.restarts[0] = events?.restarts ?? 0;
    outputs.resizes[0] = events?.resizes ?? 0;
    outputs.downSeconds[0] = events?.downSeconds ?? 0;
    outputs.cost.set(cost ?? [0, 0, 0, 0, 0, 0]);
    recorder.record();
  }
  return recorder;
}

describe('MetricsRecorder', () => {
  it('computes slack of request and limit by hand', () => {
    // Two hours: requests 1000 and 500, usage 400 and 500; Σrequest 1500, Σusage 900, Σlimit 3000.
    const metrics = record([
      { cpu: { demand: 400, request: 1000, limit: 2000 }, memory: { demand: 256, request: 1024, limit: 1024 } },
      { cpu: { demand: 500, request: 500, limit: 1000 }, memory: { demand: 512, request: 1024, limit: 1024 } },
    ]).metrics();
    expect(metrics.cpuSlackPercent).toBeCloseTo(100 * (600 / 1500), 12);
    expect(metrics.cpuLimitSlackPercent).toBeCloseTo(100 * (2100 / 3000), 12);
    // Mean slack 300 millicores all day is 7.2 core-hours.
    expect(metrics.cpuSlackCoreHoursPerDay).toBeCloseTo(7.2, 12);
    expect(metrics.memorySlackPercent).toBeCloseTo(100 * (1280 / 2048), 12);
    expect(metrics.memorySlackGibibyteHoursPerDay).toBeCloseTo((24 * 640) / 1024, 12);
  });

  it('computes throttling as demand, as time and as core-hours', () => {
    const metrics = record([
      { cpu: { demand: 1500, usage: 1000, request: 1000, limit: 1000, throttled: 500 } },
      { cpu: { demand: 500, request: 1000, limit: 1000 } },
      { cpu: { demand: 500, usage: 0, request: 1000, limit: 1000, unserved: 500 } },
      { cpu: { demand: 0, request: 1000, limit: 1000 } },
    ]).metrics();
    expect(metrics.throttledDemandPercent).toBe(20);
    expect(metrics.throttledTimePercent).toBe(25);
    expect(metrics.throttledCoreHoursPerDay).toBeCloseTo(24 * 0.125, 12);
    expect(metrics.unservedCoreHoursPerDay).toBeCloseTo(24 * 0.25, 12);
  });

  it('counts events and downtime per container-day', () => {
    const steps: Step[] = [
      { memory: { demand: 100, request: 50, limit: 50 }, events: { oomKills: 3, downSeconds: 1800 } },
      { memory: { demand: 100, request: 150, limit: 150 }, events: { restarts: 2, resizes: 1 } },
    ];
    // Two containers for two hours are a sixth of a container-day.
    const recorder = record(steps, { replicas: 2 });
    expect(recorder.containerDays).toBeCloseTo(1 / 6, 12);
    const metrics = recorder.metrics();
    expect(metrics.oomKillsPerDay).toBeCloseTo(18, 12);
    expect(metrics.restartsPerDay).toBeCloseTo(12, 12);
    expect(metrics.resizesPerDay).toBeCloseTo(6, 12);
    expect(metrics.downPercent).toBeCloseTo(12.5, 12);
  });

  it('adds the cost up by term', () => {
    const recorder = record(
      [
        { cpu: { demand: 1, request: 1 }, memory: { demand: 1, request: 1 }, cost: [1, 2, 3, 4, 5, 6] },
        { cpu: { demand: 1, request: 1 }, memory: { demand: 1, request: 1 }, cost: [0.5, 0, 0, 0, 0, 0] },
      ],
      { stepSeconds: 43_200 },
    );
    expect(recorder.totalCost).toBe(21.5);
    expect(recorder.metrics()).toMatchObject({
      costPerDay: 21.5,
      cpuCostPerDay: 1.5,
      memoryCostPerDay: 2,
      throttledCostPerDay: 3,
      oomCostPerDay: 4,
      restartCostPerDay: 5,
      downCostPerDay: 6,
    });
  });

  it('leaves steps of unknown demand out of ratios and in of costs', () => {
    const metrics = record([
      { cpu: { demand: 500, request: 1000, limit: 1000 }, cost: [1, 0, 0, 0, 0, 0] },
      { cost: [1, 0, 0, 0, 0, 0] },
    ]).metrics();
    expect(metrics.cpuSlackPercent).toBe(50);
    expect(metrics.costPerDay).toBeCloseTo(24, 12);
  });

  it('takes the whole request of a container that is down as slack', () => {
    const metrics = record([
      { cpu: { demand: 500, usage: Number.NaN, request: 1000, limit: 1000 }, events: { downSeconds: 3600 } },
    ]).metrics();
    expect(metrics.cpuSlackPercent).toBe(100);
    expect(metrics.downPercent).toBe(100);
  });

  it('gives null, not 0, for a resource without data and for a limit there is none of', () => {
    const metrics = record([{ cpu: { demand: 500, request: 1000 } }]).metrics();
    expect(metrics.memorySlackPercent).toBeNull();
    expect(metrics.memorySlackGibibyteHoursPerDay).toBeNull();
    expect(metrics.oomKillsPerDay).toBeNull();
    expect(metrics.memoryCostPerDay).toBeNull();
    expect(metrics.cpuLimitSlackPercent).toBeNull();
    expect(metrics.cpuSlackPercent).toBe(50);
    expect(metrics.restartsPerDay).toBe(0);
  });
});
