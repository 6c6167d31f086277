import { describe, expect, it } from 'vitest';
import { KubernetesHpa, kubernetesHpaConfigSchema } from '../../../agents/horizontal/kubernetes-hpa/index.js';
import { RandomStream } from '../../../env/core/random.js';
import type { ExternalReading, HorizontalView, PodPhase, PodSnapshot } from '../../../env/horizontal/view.js';
import { type SlowBehavior, SlowHpa, type SlowMetric, type SlowRules, type SlowSpec } from './slow-hpa.js';
import { cluster, view } from './views.js';

const gibibyte = 2 ** 30 * 1000;

function pick<T>(random: RandomStream, choices: readonly T[]): T {
  return choices[random.integer(0, choices.length - 1)]!;
}

function randomMetric(random: RandomStream): SlowMetric {
  const resource = pick(random, ['cpu', 'memory'] as const);
  const type = pick(random, ['utilization', 'average', 'pods', 'externalValue', 'externalAverage'] as const);
  switch (type) {
    case 'utilization':
      return { type, resource, target: random.integer(1, 150) };
    case 'average':
      return {
        type,
        resource,
        target: BigInt(resource === 'cpu' ? random.integer(1, 500) : random.integer(1, 8) * gibibyte),
      };
    case 'pods':
      return { type, name: 'queue', target: BigInt(random.integer(1, 50_000)) };
    default:
      return { type, name: 'rate', target: BigInt(random.integer(1, 50_000)) };
  }
}

function specOf(metric: SlowMetric): object {
  switch (metric.type) {
    case 'utilization': {
      const target = { type: 'Utilization', averageUtilization: metric.target };
      return { type: 'Resource', resource: { name: metric.resource, target } };
    }
    case 'average': {
      const target = { type: 'AverageValue', averageValue: `${metric.target}m` };
      return { type: 'Resource', resource: { name: metric.resource, target } };
    }
    case 'pods': {
      const target = { type: 'AverageValue', averageValue: `${metric.target}m` };
      return { type: 'Pods', pods: { metric: { name: metric.name }, target } };
    }
    case 'externalValue':
      return {
        type: 'External',
        external: { metric: { name: metric.name }, target: { type: 'Value', value: `${metric.target}m` } },
      };
    case 'externalAverage': {
      const target = { type: 'AverageValue', averageValue: `${metric.target}m` };
      return { type: 'External', external: { metric: { name: metric.name }, target } };
    }
  }
}

/** Periods of one direction lie within those of the other, so that no event is forgotten that a policy still looks for. */
function randomRules(random: RandomStream, period: number): SlowRules {
  return {
    window: pick(random, [0, 15, 30, 45, 60, 300]),
    select: pick(random, ['Max', 'Max', 'Min', 'Disabled'] as const),
    policies: Array.from({ length: random.integer(1, 3) }, () => ({
      type: pick(random, ['Pods', 'Percent'] as const),
      value: random.integer(1, 120),
      period,
    })),
  };
}

function randomSpec(random: RandomStream): SlowSpec {
  const period = pick(random, [15, 30, 60, 90]);
  const behavior: SlowBehavior | null =
    random.next() < 0.5 ? null : { up: randomRules(random, period), down: randomRules(random, period) };
  const own = behavior !== null && random.next() < 0.5;
  const minReplicas = random.integer(1, 5);
  return {
    minReplicas,
    maxReplicas: minReplicas + random.integer(0, 60),
    metrics: Array.from({ length: random.integer(1, 3) }, () => randomMetric(random)),
    behavior,
    semantics: pick(random, ['abs', 'interval'] as const),
    toleranceUp: own ? pick(random, [0, 0.05, 0.5]) : 0.1,
    toleranceDown: own ? pick(random, [0, 0.2]) : 0.1,
    downscaleSeconds: pick(random, [0, 60, 300]),
    cpuInitSeconds: pick(random, [0, 60, 300]),
    readinessSeconds: pick(random, [0, 30]),
  };
}

function configOf(spec: SlowSpec): object {
  const own = spec.toleranceUp !== 0.1 || spec.toleranceDown !== 0.1;
  const rules = ({ window, select, policies }: SlowRules, tolerance: number) => ({
    stabilizationWindowSeconds: window,
    selectPolicy: select,
    policies: policies.map(({ type, value, period }) => ({ type, value, periodSeconds: period })),
    ...(own ? { tolerance: String(tolerance) } : {}),
  });
  const { behavior } = spec;
  return {
    minReplicas: spec.minReplicas,
    maxReplicas: spec.maxReplicas,
    metrics: spec.metrics.map(specOf),
    ...(behavior === null
      ? {}
      : {
          behavior: {
            scaleUp: rules(behavior.up, spec.toleranceUp),
            scaleDown: rules(behavior.down, spec.toleranceDown),
          },
        }),
    controller: {
      toleranceSemantics: spec.semantics,
      downscaleStabilizationSeconds: spec.downscaleSeconds,
      cpuInitializationPeriodSeconds: spec.cpuInitSeconds,
      initialReadinessDelaySeconds: spec.readinessSeconds,
    },
  };
}

function randomPod(random: RandomStream, index: number, now: number, big: boolean): PodSnapshot {
  const start = now - random.integer(0, 400);
  const usage = (request: number) => Math.round(request * random.uniform(0, 2));
  const memory = (big ? 128 : 1) * gibibyte + random.integer(0, 1e6);
  const request = random.integer(1, 4) * 100;
  const sidecar = random.next() < 0.2;
  const names = sidecar ? ['app', 'proxy'] : ['app'];
  const noCpu = random.next() < 0.02;
  return {
    name: `pod-${index}`,
    phase: random.next() < 0.85 ? 'Running' : pick<PodPhase>(random, ['Pending', 'Failed', 'Succeeded']),
    deleting: random.next() < 0.05,
    startTimeSeconds: random.next() < 0.05 ? null : start,
    ready:
      random.next() < 0.05
        ? null
        : {
            status: pick(random, ['True', 'True', 'True', 'False', 'Unknown'] as const),
            lastTransitionSeconds: start + random.integer(0, 60),
          },
    containers: names.map((name) => ({ name, requests: { cpu: request, memory } })),
    sample:
      random.next() < 0.1
        ? null
        : {
            timestampSeconds: now - random.integer(0, 60),
            windowSeconds: pick(random, [10, 15, 30]),
            containers: names.map((name) => ({
              name,
              usage: noCpu ? { memory: usage(memory) } : { cpu: usage(request), memory: usage(memory) },
            })),
          },
    ...(random.next() < 0.9 ? { customMetrics: { queue: random.integer(0, 60_000) } } : {}),
  };
}

function randomView(random: RandomStream, now: number, replicas: number, big: boolean): HorizontalView {
  const count = Math.max(0, replicas + random.integer(-1, 1));
  const pods = Array.from({ length: count }, (_, i) => randomPod(random, i, now, big));
  const externalMetrics: ExternalReading[] =
    random.next() < 0.1
      ? []
      : Array.from({ length: random.integer(1, 3) }, () => ({
          metric: 'rate',
          milliValue: random.integer(0, 50_000 * (replicas + 1)),
        }));
  return view({
    timeSeconds: now,
    specReplicas: replicas,
    statusReplicas: count,
    cluster: cluster(pods, { externalMetrics }),
  });
}

describe('against a slow reading of the text', () => {
  it.each([
    ['pods of gigabytes', false],
    ['pods of an eighth of a terabyte, whose sums doubles do not hold', true],
  ])('%s: takes the same 40 decisions in each of 250 random lives', (_name, big) => {
    let moved = 0;
    for (let seed = 0; seed < 250; seed++) {
      const random = new RandomStream(seed, 'hpa', String(big));
      const spec = randomSpec(random);
      const fast = new KubernetesHpa(kubernetesHpaConfigSchema.parse(configOf(spec)));
      const slow = new SlowHpa(spec);
      let replicas = random.integer(1, 20);
      for (let step = 0; step < 40; step++) {
        const now = step * 15;
        const seen = randomView(random, now, replicas, big);
        const expected = slow.reconcile(seen);
        const answer = fast.reconcile(seen);
        expect({ seed, step, answer }).toEqual({ seed, step, answer: expected });
        if (answer !== replicas) moved++;
        replicas = random.next() < 0.02 ? random.integer(0, 80) : answer;
      }
    }
    expect(moved).toBeGreaterThan(800);
  });
});
