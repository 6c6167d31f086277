import { describe, expect, it } from 'vitest';
import { HorizontalRecorder } from '../../../experiments/horizontal/recorder.js';
import { type Script, scriptedStep } from './scripted-step.js';

/** A recorder that has heard a script; objective 200 ms, demand as given or 2 pods throughout. */
function recorded(scripts: readonly Script[], demand: readonly number[] = scripts.map(() => 2)): HorizontalRecorder {
  const recorder = new HorizontalRecorder({
    steps: scripts.length,
    objective: { latencyMs: 200, percentile: 0.95 },
  });
  scripts.forEach((script, i) => {
    recorder.record(scriptedStep(script), demand[i]!);
  });
  return recorder;
}

const repeated = (count: number, script: Script = {}) => Array.from({ length: count }, () => script);

describe('HorizontalRecorder', () => {
  it('counts an hour of two pods as two pod hours and nothing else', () => {
    const recorder = recorded(repeated(240, { cost: { pods: 0.01, violations: 0 }, reward: 1 }));
    expect(recorder.hours).toBe(1);
    expect(recorder.cost).toBeCloseTo(2.4, 12);
    expect(recorder.metrics()).toEqual({
      costPerHour: expect.closeTo(2.4, 12),
      podCostPerHour: expect.closeTo(2.4, 12),
      violationCostPerHour: 0,
      violatedTimePercent: 0,
      violatedRequestsPercent: 0,
      failedRequestsPercent: 0,
      violationArea: 0,
      latencyMs: 100,
      meanPods: 2,
      meanReadyPods: 2,
      podHours: 2,
      overusePercent: 0,
      actionsPerHour: 0,
      podsChangedPerHour: 0,
      flipsPerHour: 0,
      underProvisioningAccuracy: 0,
      overProvisioningAccuracy: 0,
      underProvisioningTime: 0,
      overProvisioningTime: 0,
      instability: 0,
      scalingDeviation: 0,
      rewardPerHour: 240,
    });
  });

  it('gives the golden elasticity of the specification for its demand and supply', () => {
    const supply = [2, 3, 3, 3, 5, 5, 4, 2];
    const metrics = recorded(
      supply.map((pods) => ({ readings: { readyPodSeconds: pods * 15 } })),
      [2, 2, 3, 5, 5, 4, 2, 2],
    ).metrics();
    expect(metrics.underProvisioningAccuracy).toBeCloseTo(5, 12);
    expect(metrics.overProvisioningAccuracy).toBeCloseTo(21.875, 12);
    expect(metrics.instability).toBeCloseTo(85.714285714, 9);
    expect(metrics.scalingDeviation).toBeCloseTo(86.006757069, 9);
    expect(metrics.overusePercent).toBeCloseTo((100 * (1 + 1 + 2)) / 25, 12);
  });

  it('takes for supply the pods that served for most of an interval', () => {
    const metrics = recorded(
      [
        { readings: { readyPodSeconds: 30 } },
        { readings: { readyPodSeconds: 30 + 7 } },
        { readings: { readyPodSeconds: 30 + 8 } },
        { readings: { readyPodSeconds: 45 } },
      ],
      [2, 2, 3, 3],
    ).metrics();
    expect(metrics).toMatchObject({ underProvisioningTime: 0, overProvisioningTime: 0, instability: 0 });
    expect(metrics.meanReadyPods).toBeCloseTo(150 / 60, 12);
  });

  it('integrates how far latency is above the objective, in seconds per hour', () => {
    const above = { violated: true, readings: { latencyMs: 500 }, cost: { pods: 0, violations: 0.5 } };
    const metrics = recorded([...repeated(239), above]).metrics();
    expect(metrics.violationArea).toBeCloseTo(1.5 * 15, 12);
    expect(metrics.violatedTimePercent).toBeCloseTo(100 / 240, 12);
    expect(metrics.violationCostPerHour).toBe(0.5);
    expect(metrics.latencyMs).toBeCloseTo((239 * 100 + 500) / 240, 12);
  });

  it('counts an interval in which every request failed as twice the objective, and as none of the latency', () => {
    const dark = { violated: true, readings: { latencyMs: Number.NaN, failedRequests: 30, violatedRequests: 30 } };
    const metrics = recorded([...repeated(239), dark]).metrics();
    expect(metrics).toMatchObject({ violationArea: 15, latencyMs: 100 });
    expect(metrics.failedRequestsPercent).toBeCloseTo(100 / 240, 12);
  });

  it('knows no latency and no share of requests where there were none', () => {
    const idle = { readings: { latencyMs: Number.NaN, requests: 0 } };
    expect(recorded([idle, idle]).metrics()).toMatchObject({
      latencyMs: null,
      violatedRequestsPercent: null,
      failedRequestsPercent: null,
      violatedTimePercent: 0,
      violationArea: 0,
    });
  });

  it('calls a change against the one before a flip, however long ago that was', () => {
    const changes = [2, 0, 1, 0, -1, 0, 0, 3, 1, -4];
    let before = 2;
    const scripts = changes.map((change) => {
      const script = { before, applied: before + change };
      before += change;
      return script;
    });
    const metrics = recorded(scripts).metrics();
    const hours = (changes.length * 15) / 3600;
    expect(metrics.actionsPerHour).toBeCloseTo(6 / hours, 9);
    expect(metrics.podsChangedPerHour).toBeCloseTo(12 / hours, 9);
    expect(metrics.flipsPerHour).toBeCloseTo(3 / hours, 9);
  });

  it('pays for waiting and counts its time, but judges intervals alone', () => {
    const waited = { settleSeconds: 45, settlePodSeconds: 135, violated: true };
    const recorder = recorded([waited]);
    expect(recorder.hours).toBe(60 / 3600);
    expect(recorder.metrics()).toMatchObject({ meanPods: 165 / 60, meanReadyPods: 2, violatedTimePercent: 100 });
  });

  it('samples its curves at the ends of equal parts', () => {
    const spent = repeated(10, { cost: { pods: 1, violations: 0 }, violated: true });
    const recorder = recorded(spent);
    expect(recorder.costCurve(4)).toEqual([3, 5, 8, 10]);
    expect(recorder.costCurve(100)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(recorder.violationCurve(1)[0]).toBeCloseTo(150 / 3600, 12);
  });
});
