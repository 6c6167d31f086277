import { describe, expect, it } from 'vitest';
import { KubernetesHpa, kubernetesHpaConfigSchema } from '../../../agents/horizontal/kubernetes-hpa/index.js';
import type { HorizontalView, PodSnapshot } from '../../../env/horizontal/view.js';
import { asking, cluster, desiredMetric, pod, view } from './views.js';

function proposal(metric: object, seen: HorizontalView, controller: object = {}) {
  const hpa = new KubernetesHpa(kubernetesHpaConfigSchema.parse({ metrics: [metric], controller }));
  hpa.reconcile(seen);
  return hpa.status!.metrics[0];
}

const cpuUtilization = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
};

describe('which pods count', () => {
  const started = (ago: number, change: Partial<PodSnapshot> = {}) =>
    pod('x', 100, 100, {
      startTimeSeconds: -ago,
      ready: { status: 'True', lastTransitionSeconds: -ago + 5 },
      ...change,
    });
  const sample = (timestampSeconds: number) => ({
    timestampSeconds,
    windowSeconds: 15,
    containers: [{ name: 'app', usage: { cpu: 100 } }],
  });
  /** Two steady pods at 100 % of a target of 50 %: 4 replicas; with `x` counted at 100 %: 6, held down if unready: 4 of 3. */
  const replicasWith = (x: PodSnapshot, metric: object = cpuUtilization) => {
    const found = proposal(metric, view({ cluster: cluster([pod('a', 100), pod('b', 100), x]) }));
    return found?.kind === 'replicas' ? found.replicas : found?.kind;
  };

  it.each([
    ['a pod that is going', started(400, { deleting: true }), 4],
    ['a failed pod', started(400, { phase: 'Failed' }), 4],
    ['a steady pod', started(400), 6],
    ['a pod without the condition', started(400, { ready: null }), 4],
    ['a pod without a start time', started(400, { startTimeSeconds: null }), 4],
    [
      'a starting pod whose sample is one window after it turned ready',
      started(299, { sample: sample(-299 + 5 + 15) }),
      6,
    ],
    ['a starting pod whose sample begins before it turned ready', started(299, { sample: sample(-299 + 5 + 14) }), 4],
    ['a pod whose initialisation period ends now', started(300, { sample: sample(-9999) }), 6],
    [
      'a pod that turned unready later than 30 s after its start',
      started(400, { ready: { status: 'False', lastTransitionSeconds: -370 } }),
      6,
    ],
    ['a pod that never was ready', started(400, { ready: { status: 'False', lastTransitionSeconds: -371 } }), 4],
    ['an unready starting pod', started(100, { ready: { status: 'False', lastTransitionSeconds: -50 } }), 4],
  ])('%s: %s', (_name, x, replicas) => {
    expect(replicasWith(x)).toBe(replicas);
  });

  it('for memory readiness plays no part', () => {
    const withMemory = (name: string, change: Partial<PodSnapshot> = {}) =>
      pod(name, 0, 100, {
        containers: [{ name: 'app', requests: { memory: 1000 } }],
        sample: { timestampSeconds: 0, windowSeconds: 15, containers: [{ name: 'app', usage: { memory: 1000 } }] },
        ...change,
      });
    const metric = {
      type: 'Resource',
      resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 50 } },
    };
    const unready = withMemory('x', { startTimeSeconds: -10, ready: { status: 'False', lastTransitionSeconds: -10 } });
    const seen = view({ cluster: cluster([withMemory('a'), withMemory('b'), unready]) });
    expect(proposal(metric, seen)).toMatchObject({ replicas: 6 });
  });
});

describe('requests', () => {
  const sidecar = { name: 'proxy', requests: { cpu: 300 } };
  const two = (change: Partial<PodSnapshot> = {}) =>
    pod('a', null, 100, {
      containers: [{ name: 'app', requests: { cpu: 100 } }, sidecar],
      sample: {
        timestampSeconds: 0,
        windowSeconds: 15,
        containers: [
          { name: 'app', usage: { cpu: 90 } },
          { name: 'proxy', usage: { cpu: 30 } },
        ],
      },
      ...change,
    });
  const measured = (metric: object, one: PodSnapshot) => proposal(metric, view({ cluster: cluster([one]) }));

  it('add up over containers, or are the pod’s own', () => {
    expect(measured(cpuUtilization, two())).toMatchObject({ measured: 30 });
    expect(measured(cpuUtilization, two({ podRequests: { cpu: 240 } }))).toMatchObject({ measured: 50 });
    expect(measured(cpuUtilization, two({ podRequests: { memory: 5 } }))).toMatchObject({ measured: 30 });
  });

  it('are one container’s for a ContainerResource metric', () => {
    const metric = (container: string) => ({
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container, target: { type: 'Utilization', averageUtilization: 50 } },
    });
    expect(measured(metric('app'), two())).toMatchObject({ measured: 90, replicas: 2 });
    expect(measured(metric('db'), two())).toMatchObject({ kind: 'failed', reason: 'FailedGetContainerResourceMetric' });
  });

  it('that are missing fail the metric, even of a pod that is going', () => {
    const bare = pod('b', null, 100, { deleting: true, containers: [{ name: 'app', requests: {} }] });
    const seen = view({ cluster: cluster([pod('a', 90), bare]) });
    expect(proposal(cpuUtilization, seen)).toMatchObject({ kind: 'failed', message: 'missing request for cpu' });
    const average = {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '45m' } },
    };
    expect(proposal(average, seen)).toMatchObject({ kind: 'replicas', replicas: 2, measured: 90 });
  });
});

describe('average values', () => {
  const pods = (target: string) => ({
    type: 'Pods',
    pods: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: target } },
  });
  const queues = (...values: readonly (number | null)[]) =>
    view({
      cluster: cluster(
        values.map((value, i) => pod(`p${i}`, null, 100, value === null ? {} : { customMetrics: { queue: value } })),
      ),
    });

  it('are truncated to thousandths and divided by the target', () => {
    expect(proposal(pods('10'), queues(30_001, 30_000))).toMatchObject({ measured: 30_000, replicas: 6 });
  });

  it('take missing pods to be at the target on the way down and idle on the way up', () => {
    expect(proposal(pods('10'), queues(2000, 2000, null, null))).toMatchObject({ replicas: 3 });
    expect(proposal(pods('10'), queues(30_000, 30_000, null, null))).toMatchObject({ replicas: 6 });
    expect(proposal(pods('10'), queues(15_000, 15_000, null, null))).toMatchObject({ replicas: 4 });
  });
});

describe('object and external metrics', () => {
  const object = (target: object) => ({
    type: 'Object',
    object: { describedObject: { kind: 'Ingress', name: 'main' }, metric: { name: 'rps' }, target },
  });
  const reading = (milliValue: number) => [
    { metric: 'rps', describedObject: { kind: 'Ingress', name: 'main' }, milliValue },
  ];
  const seen = (milliValue: number, spec: number, status = spec) =>
    view({
      specReplicas: spec,
      statusReplicas: status,
      cluster: cluster(
        Array.from({ length: status }, (_, i) => pod(`p${i}`, null)),
        { objectMetrics: reading(milliValue) },
      ),
    });
  const value = object({ type: 'Value', value: '100' });
  const average = object({ type: 'AverageValue', averageValue: '100' });

  it('a value multiplies the pods that are ready', () => {
    expect(proposal(value, seen(250_000, 4))).toMatchObject({ replicas: 10 });
    expect(proposal(value, seen(105_000, 4))).toMatchObject({ replicas: 4 });
    expect(proposal(value, seen(250_000, 4, 3))).toMatchObject({ replicas: 8 });
    expect(proposal(value, seen(250_000, 4, 0))).toMatchObject({ kind: 'failed' });
  });

  it('an average is compared with the pods there are, by status', () => {
    expect(proposal(average, seen(250_000, 4))).toMatchObject({ replicas: 3 });
    expect(proposal(average, seen(420_000, 5, 4))).toMatchObject({ replicas: 4 });
    expect(proposal(average, seen(420_000, 4, 5))).toMatchObject({ replicas: 5 });
  });

  it('a huge value stops at the largest 32-bit count', () => {
    expect(proposal(value, seen(2 ** 52, 4))).toMatchObject({ replicas: 2 ** 31 - 1 });
    expect(proposal(average, seen(2 ** 52, 4))).toMatchObject({ replicas: 2 ** 31 - 1 });
  });

  it('external series are chosen by labels and added', () => {
    const metric = (selector?: object) => ({
      type: 'External',
      external: {
        metric: { name: 'q', ...(selector === undefined ? {} : { selector }) },
        target: { type: 'Value', value: 10 },
      },
    });
    const externalMetrics = [
      { metric: 'q', labels: { queue: 'a', zone: '1' }, milliValue: 10_000 },
      { metric: 'q', labels: { queue: 'b' }, milliValue: 20_000 },
      { metric: 'other', milliValue: 99_000 },
    ];
    const one = view({ cluster: cluster([pod('a', null)], { externalMetrics }) });
    const found = (selector?: object) => proposal(metric(selector), one);
    expect(found()).toMatchObject({ measured: 30_000, replicas: 3 });
    expect(found({ matchLabels: { queue: 'b' } })).toMatchObject({ measured: 20_000 });
    const expression = (rule: object) => found({ matchExpressions: [rule] });
    expect(expression({ key: 'zone', operator: 'Exists' })).toMatchObject({ measured: 10_000 });
    expect(expression({ key: 'zone', operator: 'DoesNotExist' })).toMatchObject({ measured: 20_000 });
    expect(expression({ key: 'queue', operator: 'In', values: ['a', 'c'] })).toMatchObject({ measured: 10_000 });
    expect(expression({ key: 'zone', operator: 'NotIn', values: ['1'] })).toMatchObject({ measured: 20_000 });
    expect(expression({ key: 'queue', operator: 'In', values: ['c'] })).toMatchObject({ kind: 'failed' });
  });
});

describe('several metrics', () => {
  const other = (averageValue: string) => ({
    type: 'External',
    external: { metric: { name: 'other' }, target: { type: 'AverageValue', averageValue } },
  });
  const both = (desired: number | null, rest: number | null, specReplicas: number) => {
    const seen = asking(desired, { specReplicas });
    const more = rest === null ? [] : [{ metric: 'other', milliValue: rest * 1000 }];
    return { ...seen, cluster: { ...seen.cluster, externalMetrics: [...seen.cluster.externalMetrics, ...more] } };
  };
  const decide = (seen: HorizontalView) => {
    const spec = { metrics: [desiredMetric, other('1')], behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } };
    const hpa = new KubernetesHpa(kubernetesHpaConfigSchema.parse(spec));
    return { replicas: hpa.reconcile(seen), active: hpa.status!.scalingActive };
  };

  it('the highest count wins, whatever the order', () => {
    expect(decide(both(7, 5, 4)).replicas).toBe(7);
    expect(decide(both(5, 7, 4)).replicas).toBe(7);
  });

  it('one that cannot be read stops scaling down, not up; if none can be read nothing happens', () => {
    expect(decide(both(null, 7, 4))).toEqual({ replicas: 7, active: 'ValidMetricFound' });
    expect(decide(both(null, 2, 4))).toEqual({ replicas: 4, active: 'FailedGetExternalMetric' });
    expect(decide(both(2, 2, 4)).replicas).toBe(2);
    expect(decide(both(null, null, 4))).toEqual({ replicas: 4, active: 'FailedGetExternalMetric' });
  });
});
