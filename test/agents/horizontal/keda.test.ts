import { describe, expect, it } from 'vitest';
import { KedaAutoscaler, kedaConfigSchema } from '../../../agents/horizontal/keda/index.js';
import { ContextIndex, contextLength, type HorizontalView } from '../../../env/horizontal/view.js';
import { cluster, pod, view } from './views.js';

const queue = { type: 'external', metricName: 'queue', threshold: 10 };

function keda(spec: object = {}): KedaAutoscaler {
  return new KedaAutoscaler(
    kedaConfigSchema.parse({
      triggers: [queue],
      minReplicaCount: 0,
      maxReplicaCount: 100,
      controller: { tolerance: 0 },
      ...spec,
    }),
  );
}

/** A view in which the queue has `length` entries; null: it cannot be read. */
function waiting(length: number | null, timeSeconds: number, replicas: number): HorizontalView {
  const externalMetrics = length === null ? [] : [{ metric: 'queue', milliValue: Math.round(length * 1000) }];
  const pods = Array.from({ length: replicas }, (_, i) => pod(`p${i}`, 50));
  return view({ timeSeconds, specReplicas: replicas, cluster: cluster(pods, { externalMetrics }) });
}

/** Replicas before the first decision and after each, one decision every 15 s. */
function replay(autoscaler: KedaAutoscaler, start: number, lengths: readonly (number | null)[]): number[] {
  const replicas = [start];
  lengths.forEach((length, i) => {
    replicas.push(autoscaler.decide(waiting(length, i * 15, replicas.at(-1)!)));
  });
  return replicas;
}

const times = <T>(value: T, count: number) => new Array<T>(count).fill(value);

describe('activation', () => {
  it('wakes to one at a poll, then the HPA takes over with the limits of an HPA without behavior', () => {
    expect(replay(keda(), 0, [0, 200, 200, 200, 200, 200])).toEqual([0, 0, 0, 1, 4, 8, 16]);
  });

  it('wakes to the minimum where that is more', () => {
    expect(replay(keda({ minReplicaCount: 3, idleReplicaCount: 0 }), 0, [5])).toEqual([0, 3]);
  });

  it('is active strictly above the activation threshold', () => {
    const spec = { triggers: [{ ...queue, activationThreshold: 5 }] };
    expect(replay(keda(spec), 0, [5, 5, 5])).toEqual([0, 0, 0, 0]);
    expect(replay(keda(spec), 0, [5.001])).toEqual([0, 1]);
  });

  it('sleeps at the first poll strictly later than the cooldown after the last active one', () => {
    const lengths = [5, ...times(0, 30)];
    const counts = replay(keda({ cooldownPeriod: 60 }), 1, lengths);
    const asleep = (counts.indexOf(0) - 1) * 15;
    expect(asleep).toBe(90);
    expect(counts.slice(counts.indexOf(0)).every((count) => count === 0)).toBe(true);
  });

  it('never active, counts the initial cooldown from its creation', () => {
    const asleep = (spec: object) => (replay(keda(spec), 2, times(0, 20)).indexOf(0) - 1) * 15;
    expect(asleep({})).toBe(30);
    expect(asleep({ initialCooldownPeriod: 100 })).toBe(120);
  });

  it('with a minimum and no idle count never sleeps, and repairs a count below the minimum', () => {
    expect(replay(keda({ minReplicaCount: 2 }), 1, times(0, 30)).slice(1)).toEqual(times(2, 30));
  });

  it('CPU alone never sleeps; beside another trigger it does not keep awake', () => {
    const cpu = { type: 'cpu', metricType: 'Utilization', value: 50 };
    expect(replay(keda({ triggers: [cpu] }), 1, times(0, 30)).includes(0)).toBe(false);
    expect(replay(keda({ triggers: [cpu, queue] }), 1, times(0, 30)).includes(0)).toBe(true);
  });
});

describe('sources that fail', () => {
  it('hold the count, awake or asleep, without a fallback', () => {
    expect(replay(keda(), 4, times(null, 40))).toEqual(times(4, 41));
    expect(replay(keda(), 0, times(null, 10))).toEqual(times(0, 11));
  });

  it('after more failures than the threshold the HPA is told what makes it want the fallback', () => {
    const fallback = { failureThreshold: 3, replicas: 6 };
    expect(replay(keda({ fallback }), 4, times(null, 6))).toEqual([4, 4, 4, 4, 6, 6, 6]);
    expect(replay(keda({ fallback }), 4, [null, null, null, 40, null, null, null]).every((n) => n === 4)).toBe(true);
  });

  it.each([
    ['static', 4, 6],
    ['currentReplicas', 4, 4],
    ['currentReplicasIfHigher', 4, 6],
    ['currentReplicasIfHigher', 8, 8],
    ['currentReplicasIfLower', 4, 4],
    ['currentReplicasIfLower', 8, 6],
  ])('fallback %s from %i replicas: %i', (behavior, start, expected) => {
    const advanced = {
      horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } },
    };
    const spec = { fallback: { failureThreshold: 0, replicas: 6, behavior }, advanced };
    expect(replay(keda(spec), start, [null, null]).at(-1)).toBe(expected);
    const asValue = { ...spec, triggers: [{ ...queue, metricType: 'Value' }] };
    expect(replay(keda(asValue), start, [null, null]).at(-1)).toBe(expected);
  });

  it('an active trigger beside a broken one does not renew the cooldown', () => {
    const broken = { ...queue, metricName: 'broken' };
    const hpa = {
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: { selectPolicy: 'Disabled' } } } },
    };
    const spec = { ...hpa, cooldownPeriod: 60, fallback: { failureThreshold: 99, replicas: 0 } };
    const awake = [5, ...times(0, 20)];
    const asleep = (counts: number[]) => counts.indexOf(0);
    expect(asleep(replay(keda({ ...spec, triggers: [queue, broken] }), 1, awake))).toBeLessThan(
      asleep(replay(keda({ ...spec, triggers: [queue] }), 1, awake)),
    );
  });
});

describe('annotations', () => {
  const annotated = (annotations: object, start: number, lengths: readonly number[]) =>
    replay(keda({ annotations }), start, lengths).at(-1);

  it('pause everything at the present or a given count', () => {
    expect(annotated({ paused: true }, 3, times(500, 10))).toBe(3);
    expect(annotated({ 'paused-replicas': 7 }, 3, times(500, 10))).toBe(7);
  });

  it('pause one direction, of the loop and of the HPA', () => {
    expect(annotated({ 'paused-scale-in': true }, 5, times(0, 60))).toBe(5);
    expect(annotated({ 'paused-scale-in': true }, 5, times(90, 10))).toBe(9);
    expect(annotated({ 'paused-scale-out': true }, 0, times(90, 10))).toBe(0);
    expect(annotated({ 'paused-scale-out': true }, 2, times(90, 10))).toBe(2);
  });

  it('force activation', () => {
    expect(annotated({ 'force-activation': true }, 0, times(0, 40))).toBe(1);
  });
});

describe('context triggers', () => {
  const spec = { triggers: [{ type: 'context', signal: 'requestsPerSecond', threshold: 10 }] };

  it('scale on what every environment reports, without the cluster snapshot being built', () => {
    const autoscaler = keda({ ...spec, minReplicaCount: 1 });
    const context = new Float64Array(contextLength).fill(Number.NaN);
    context[ContextIndex.requestsPerSecond] = 72;
    const parts = {
      timeSeconds: 0,
      specReplicas: 4,
      statusReplicas: 4,
      limits: { minReplicas: 1, maxReplicas: 50 },
      context,
    };
    const unbuilt: HorizontalView = {
      ...parts,
      get cluster(): never {
        throw new Error('nobody needs it');
      },
    };
    expect(autoscaler.decide(unbuilt)).toBe(8);
  });

  it('by default let a pod have the requests it carries and no more, within the tolerance of the HPA', () => {
    const wanted = (requestsPerSecond: number, podRequestsPerSecond?: number) => {
      const context = new Float64Array(contextLength).fill(Number.NaN);
      context[ContextIndex.requestsPerSecond] = requestsPerSecond;
      const autoscaler = new KedaAutoscaler(kedaConfigSchema.parse({}), podRequestsPerSecond);
      return autoscaler.decide(view({ specReplicas: 10, limits: { minReplicas: 1, maxReplicas: 50 }, context }));
    };
    expect(wanted(219, 22)).toBe(10);
    expect(wanted(221, 22)).toBe(12);
    expect(wanted(109)).toBe(10);
    expect(wanted(111)).toBe(12);
  });

  it('count as failed while nothing was measured', () => {
    expect(replay(keda(spec), 3, times(0, 20)).at(-1)).toBe(3);
  });
});
