import { describe, expect, it } from 'vitest';
import {
  type KubernetesOptions,
  kubernetesRecommender,
  type PodSpec,
  recommendationStatus,
  type VpaRecommender,
  type VpaSpec,
  vpaRecommender,
} from '../../../agents/vertical/kubernetes/index.js';

const start = Date.UTC(2026, 0, 1) / 1000;
const hour = 3600;
const day = 24 * hour;
const Mi = 1048576;

const vpa = (change: Partial<VpaSpec> = {}): VpaSpec => ({
  namespace: 'shop',
  name: 'cart',
  selector: { matchLabels: { app: 'cart' } },
  ...change,
});

const pod = (name: string, change: Partial<PodSpec> = {}): PodSpec => ({
  namespace: 'shop',
  name,
  labels: { app: 'cart', 'pod-template-hash': 'a' },
  phase: 'Running',
  containers: [{ name: 'app' }],
  ...change,
});

const container = (podName: string, containerName = 'app') => ({ namespace: 'shop', podName, containerName });

function cluster(options: KubernetesOptions = {}, spec = vpa()): VpaRecommender {
  const recommender = vpaRecommender(options);
  recommender.setVpa(spec);
  return recommender;
}

/** Feeds one sample a minute. */
function feed(
  recommender: VpaRecommender,
  podName: string,
  minutes: number,
  cpu: number,
  memory: number,
  from = start,
  containerName = 'app',
): void {
  for (let minute = 0; minute < minutes; minute++)
    recommender.observe(container(podName, containerName), from + 60 * minute, cpu, memory);
}

const targets = (recommender: VpaRecommender) =>
  Object.fromEntries(
    recommender.recommend('shop', 'cart').map(({ containerName, target }) => [containerName, target] as const),
  );

const samples = (recommender: VpaRecommender, now = start) =>
  Object.fromEntries(
    recommender
      .checkpoints('shop', 'cart', now)
      .map(({ spec, status }) => [spec.containerName, status.totalSamplesCount] as const),
  );

describe('recommendations of a VPA', () => {
  it('G30: merges aggregates of several label sets', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    recommender.setPod(pod('b', { labels: { app: 'cart', 'pod-template-hash': 'b' } }), start);
    feed(recommender, 'a', 720, 100, 256 * Mi);
    feed(recommender, 'b', 720, 900, 2048 * Mi);
    expect(recommender.recommend('shop', 'cart')).toEqual([
      {
        containerName: 'app',
        target: { cpuMillicores: 1038, memoryBytes: 2539377048 },
        lowerBound: { cpuMillicores: 125, memoryBytes: 322230415 },
        upperBound: { cpuMillicores: 3116, memoryBytes: 7625194779 },
        uncappedTarget: { cpuMillicores: 1038, memoryBytes: 2539377048 },
      },
    ]);
  });

  it('are those of a single recommender when there is one container', () => {
    const recommender = cluster();
    const single = kubernetesRecommender();
    recommender.setPod(pod('a'), start);
    for (let minute = 0; minute < 500; minute++) {
      const [cpu, memory] = [50 + ((minute * 37) % 400), 3e8 + ((minute * 7919) % 1000) * 1e5];
      recommender.observe(container('a'), start + 60 * minute, cpu, memory);
      single.observe(start + 60 * minute, cpu, memory);
    }
    recommender.observeOom(container('a'), start + 500 * 60, 5e8);
    single.observeOom(start + 500 * 60, 5e8);
    const out = new Float64Array(8);
    single.recommend(start + 500 * 60, out);
    const [{ target, lowerBound, upperBound }] = recommender.recommend('shop', 'cart') as [
      ReturnType<VpaRecommender['recommend']>[0],
    ];
    expect([lowerBound, target, upperBound].map((amounts) => amounts?.cpuMillicores)).toEqual([...out.subarray(0, 3)]);
    expect([lowerBound, target, upperBound].map((amounts) => amounts?.memoryBytes)).toEqual([...out.subarray(4, 7)]);
  });

  it('let replicas of one template share an aggregate, so that their samples add up', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    recommender.setPod(pod('b'), start);
    feed(recommender, 'a', 10, 100, 256 * Mi);
    feed(recommender, 'b', 10, 100, 256 * Mi);
    expect(samples(recommender)).toEqual({ app: 20 });
  });

  it('share the minimum among containers that are not off, and are sorted by name (G24)', () => {
    const recommender = cluster({}, vpa({ containerPolicies: [{ containerName: 'proxy', mode: 'Off' }] }));
    recommender.setPod(pod('a', { containers: [{ name: 'web' }, { name: 'proxy' }, { name: 'app' }] }), start);
    expect(Object.keys(targets(recommender))).toEqual(['app', 'web']);
    expect(targets(recommender).app).toEqual({ cpuMillicores: 12, memoryBytes: 131072000 });
  });

  it('apply the policy of the container, else the one of *', () => {
    const recommender = cluster(
      { cpuIntegerPostProcessorEnabled: true },
      vpa({
        annotations: { 'vpa-post-processor.kubernetes.io/web_integerCPU': 'true' },
        containerPolicies: [
          { containerName: '*', minAllowed: { cpuMillicores: 77 } },
          { containerName: 'web', controlledResources: ['cpu'] },
        ],
      }),
    );
    recommender.setPod(pod('a', { containers: [{ name: 'web' }, { name: 'app' }] }), start);
    expect(targets(recommender)).toEqual({
      app: { cpuMillicores: 77, memoryBytes: 131072000 },
      web: { cpuMillicores: 1000 },
    });
  });

  it('are written as Kubernetes quantities', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    recommender.observe(container('a'), start, 1000, 1024 * Mi);
    expect(recommender.recommend('shop', 'cart').map(recommendationStatus)).toEqual([
      {
        containerName: 'app',
        target: { cpu: '1168m', memory: '1238659775' },
        lowerBound: { cpu: '25m', memory: '250Mi' },
        upperBound: { cpu: '100G', memory: '97656250000Ki' },
        uncappedTarget: { cpu: '1168m', memory: '1238659775' },
      },
    ]);
  });

  it('are empty for a VPA that is unknown, and for one whose target cannot be resolved', () => {
    const recommender = cluster({}, vpa({ selector: null }));
    recommender.setPod(pod('a'), start);
    expect(recommender.recommend('shop', 'cart')).toEqual([]);
    expect(recommender.recommend('shop', 'other')).toEqual([]);
  });
});

describe('selectors', () => {
  const chosen = (selector: VpaSpec['selector']) => {
    const recommender = cluster({}, vpa({ selector }));
    recommender.setPod(pod('a', { labels: { app: 'cart', tier: 'web' }, containers: [{ name: 'cart' }] }), start);
    recommender.setPod(pod('b', { labels: { app: 'shop' }, containers: [{ name: 'shop' }] }), start);
    return Object.keys(targets(recommender));
  };

  it.each([
    [{}, ['cart', 'shop']],
    [{ matchLabels: { app: 'shop' } }, ['shop']],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['cart', 'x'] }] }, ['cart']],
    [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['db'] }] }, ['cart', 'shop']],
    [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, ['cart']],
    [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, ['shop']],
    [{ matchLabels: { app: 'cart' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, []],
  ] as const)('%j', (selector, expected) => {
    expect(chosen(selector)).toEqual(expected);
  });

  it('stay inside the namespace', () => {
    const recommender = cluster();
    recommender.setPod(pod('a', { namespace: 'other' }), start);
    expect(targets(recommender)).toEqual({});
  });
});

describe('containers', () => {
  it('keep their order of samples over aggregates: a relabelled pod fills another aggregate', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    expect(recommender.observe(container('a'), start, 100, 1e9)).toEqual({ cpu: true, memory: true });
    recommender.setPod(pod('a', { labels: { app: 'cart', 'pod-template-hash': 'b' } }), start + 60);
    expect(recommender.observe(container('a'), start, 100, 1e9)).toEqual({ cpu: false, memory: true });
    expect(recommender.observe(container('a'), start + 60, 100, 1e9)).toEqual({ cpu: true, memory: true });
    expect(samples(recommender)).toEqual({ app: 2 });
  });

  it('that are unknown are not heard', () => {
    const recommender = cluster();
    expect(recommender.observe(container('ghost'), start, 100, 1e9)).toEqual({ cpu: false, memory: false });
    expect(recommender.observeOom(container('ghost'), start, 1e9)).toBe(false);
    recommender.setPod(pod('a'), start);
    expect(recommender.observe(container('a', 'init'), start, 100, 1e9)).toEqual({ cpu: false, memory: false });
    recommender.removePod('shop', 'a');
    expect(recommender.observe(container('a'), start, 100, 1e9)).toEqual({ cpu: false, memory: false });
  });

  it('G36: an OOM kill older than a window before the last sample is dropped', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    recommender.observe(container('a'), start + 2 * day, Number.NaN, 1024 * Mi);
    expect(recommender.observeOom(container('a'), start + day, 2048 * Mi)).toBe(true);
    expect(recommender.observeOom(container('a'), start - hour, 8192 * Mi)).toBe(false);
    expect(targets(recommender).app?.memoryBytes).toBe(2975900105);
  });

  it('have their own memory window and OOM bump once the gate is open, and keep them when the policy goes', () => {
    const own = [
      { containerName: 'app', oomBumpUpRatio: 3, oomMinBumpUpBytes: 0, memoryAggregationIntervalSeconds: hour },
    ];
    const peaks = (perVpaConfig: boolean, policies: VpaSpec['containerPolicies']) => {
      const recommender = cluster({ perVpaConfig }, vpa({ containerPolicies: own }));
      recommender.setPod(pod('a'), start);
      recommender.setVpa(vpa({ containerPolicies: policies }));
      for (let i = 0; i < 3; i++) recommender.observe(container('a'), start + i * hour, Number.NaN, 1024 * Mi);
      recommender.observeOom(container('a'), start + 3 * hour, 1024 * Mi);
      const [checkpoint] = recommender.checkpoints('shop', 'cart', start + 8 * day);
      return Object.keys(checkpoint!.status.memoryHistogram.bucketWeights);
    };
    expect(peaks(false, own)).toEqual(['41']);
    expect(peaks(true, own)).toEqual(['37', '58']);
    expect(peaks(true, [])).toEqual(['37', '58']);
  });
});

describe('garbage collection (G51)', () => {
  const kept = (lastSample: number | null, now: number, running = true) => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    if (lastSample !== null) recommender.observe(container('a'), lastSample, 100, Number.NaN);
    if (!running) recommender.removePod('shop', 'a');
    recommender.collectGarbage(now);
    return recommender.recommend('shop', 'cart').length === 1;
  };

  it('drops aggregates eight days after their last sample, or after their creation when there was none', () => {
    expect([kept(start + 60, start + 60 + 7 * day), kept(start + 60, start + 60 + 8 * day)]).toEqual([true, false]);
    expect([kept(null, start + 7 * day), kept(null, start + 8 * day)]).toEqual([true, false]);
  });

  it('drops an empty aggregate at once when no pod can fill it, but not one with samples', () => {
    expect([kept(null, start, false), kept(start, start, false)]).toEqual([false, true]);
  });

  it('counts finished pods as long as their controller exists', () => {
    const keptFinished = (controllerExists: boolean) => {
      const recommender = cluster();
      recommender.setPod(pod('a', { phase: 'Succeeded', controllerExists }), start);
      recommender.collectGarbage(start);
      return recommender.recommend('shop', 'cart').length;
    };
    expect([keptFinished(true), keptFinished(false)]).toEqual([1, 0]);
  });

  it('runs at most once an hour, and a container that still runs makes its aggregate again', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    recommender.observe(container('a'), start, 100, 1e9);
    recommender.collectGarbage(start + 8 * day - 60);
    recommender.collectGarbage(start + 8 * day);
    expect(samples(recommender)).toEqual({ app: 1 });
    recommender.collectGarbage(start + 8 * day + hour);
    expect(samples(recommender)).toEqual({});
    recommender.observe(container('a'), start + 9 * day, 100, Number.NaN);
    expect(samples(recommender)).toEqual({ app: 1 });
  });
});

describe('checkpoints of a VPA', () => {
  it('G52: saved, loaded and merged with what is live', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    for (let i = 0; i < 1441; i++)
      recommender.observe(container('a'), start + 60 * i, (i % 100) * 10 + 5, 300 * Mi + i * 102400);
    const before = recommender.recommend('shop', 'cart');
    const [checkpoint] = recommender.checkpoints('shop', 'cart', start + 2 * day);
    expect(checkpoint?.metadata).toEqual({ namespace: 'shop', name: 'cart-app' });
    expect(recommender.loadCheckpoint(JSON.parse(JSON.stringify(checkpoint)))).toBe(true);
    expect(recommender.recommend('shop', 'cart')).toEqual(before);
    const [both] = recommender.checkpoints('shop', 'cart', start + 2 * day);
    expect(both?.status.totalSamplesCount).toBe(2882);
    expect(both?.status.cpuHistogram.totalWeight).toBe(415.79617979855743);
    expect(both?.status.memoryHistogram.totalWeight).toBe(6);
  });

  it('leave out the running peak of every live container', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    recommender.setPod(pod('b', { labels: { app: 'cart', 'pod-template-hash': 'b' } }), start);
    recommender.observe(container('a'), start, 100, 1024 * Mi);
    recommender.observe(container('b'), start, 100, 4096 * Mi);
    const weights = (now: number) =>
      recommender.checkpoints('shop', 'cart', now).map(({ status }) => status.memoryHistogram.bucketWeights);
    expect(weights(start + hour)).toEqual([{}]);
    expect(weights(start + day)).toEqual([{ '37': 10000, '63': 10000 }]);
    recommender.removePod('shop', 'b');
    expect(weights(start + hour)).toEqual([{ '63': 10000 }]);
  });

  it('carry names that no pod has any more, which count for the minimum', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    const [checkpoint] = recommender.checkpoints('shop', 'cart', start);
    recommender.loadCheckpoint({ ...checkpoint, spec: { vpaObjectName: 'cart', containerName: 'renamed' } });
    expect(targets(recommender).renamed).toEqual({ cpuMillicores: 12, memoryBytes: 131072000 });
  });

  it('are lost when the selector changes, kept when only the policy does, and skipped without a VPA', () => {
    const recommender = cluster();
    recommender.setPod(pod('a'), start);
    feed(recommender, 'a', 10, 100, 1e9);
    const [checkpoint] = recommender.checkpoints('shop', 'cart', start + 2 * day);
    recommender.loadCheckpoint(checkpoint);
    recommender.setVpa(vpa({ containerPolicies: [{ containerName: '*', minAllowed: { cpuMillicores: 1 } }] }));
    expect(samples(recommender)).toEqual({ app: 20 });
    recommender.setVpa(vpa({ selector: { matchLabels: { 'pod-template-hash': 'a' } } }));
    expect(samples(recommender)).toEqual({ app: 10 });
    recommender.deleteVpa('shop', 'cart');
    expect(recommender.loadCheckpoint(checkpoint)).toBe(false);
  });
});
