import { describe, expect, it } from 'vitest';
import { EventPlatform, type PlatformOptions, type PlatformPod } from '../../../env/horizontal/platform/index.js';
import { deterministic, poisson } from './batch-means.js';

const none = deterministic(0);

/** A Kubernetes life cycle without chance: 1 s to schedule, 4 s to pull, 12 s to start, probes every 10 s, 2 s to the balancers. */
const certain = {
  mode: 'kubernetes',
  schedulingSeconds: deterministic(1),
  imagePull: { seconds: deterministic(4), cachedProbability: 0 },
  startSeconds: deterministic(12),
  readiness: { initialDelaySeconds: 3, periodSeconds: 10 },
  endpointDelaySeconds: deterministic(2),
} as const;

function platformWith(lifeCycle: PlatformOptions['lifeCycle'], more: Partial<PlatformOptions> = {}): EventPlatform {
  const platform = new EventPlatform({
    load: poisson(20),
    work: deterministic(0.02),
    lifeCycle,
    initialReplicas: 1,
    ...more,
  });
  platform.reset(1);
  return platform;
}

const named = (platform: EventPlatform, name: string): PlatformPod => platform.pods().find((pod) => pod.name === name)!;

describe('a pod comes', () => {
  it('through scheduling, pull, start and the probe grid, and gets requests after the endpoint delay', () => {
    const platform = platformWith(certain);
    platform.setReplicas(2);
    platform.advance(0.5);
    expect(named(platform, 'pod-1')).toMatchObject({ phase: 'Pending', ready: false, startedSeconds: null });
    platform.advance(1);
    expect(named(platform, 'pod-1')).toMatchObject({ phase: 'Pending', startedSeconds: 1, readyChangedSeconds: 1 });
    platform.advance(4);
    expect(named(platform, 'pod-1')).toMatchObject({ phase: 'Running', ready: false });
    platform.advance(12.4);
    expect(platform.readyReplicas).toBe(1);
    platform.advance(0.2);
    expect(named(platform, 'pod-1')).toMatchObject({ ready: true, readyChangedSeconds: 18, createdSeconds: 0 });
    platform.advance(12);
    const samples = platform.podMetrics();
    expect(samples.map(({ name }) => name)).toEqual(['pod-0', 'pod-1']);
    expect(samples[1]!.requestsPerSecond).toBeGreaterThan(5);
    expect(samples[1]!.requestsPerSecond).toBeLessThan(samples[0]!.requestsPerSecond);
  });

  it('warms up: its first requests take longer, by the law asked for', () => {
    const platform = platformWith(
      { ...certain, endpointDelaySeconds: none },
      { warmUp: { extra: 2, seconds: 30 }, initialReplicas: 0 },
    );
    platform.setReplicas(1);
    platform.advance(18);
    for (const age of [0, 30, 60]) {
      platform.advance(0.5);
      const fastest = platform.interval.latencySeconds(0);
      expect(fastest / 0.02).toBeGreaterThanOrEqual(1 + 2 * Math.exp(-(age + 0.5) / 30));
      expect(fastest / 0.02).toBeLessThanOrEqual(1 + 2 * Math.exp(-age / 30) + 1e-3);
      platform.advance(29.5);
    }
  });

  it('waits for a node when the cluster is full, and empty nodes leave', () => {
    const nodes = { podsPerNode: 2, initial: 1, max: 3, provisionSeconds: deterministic(90), idleSeconds: 100 };
    const platform = platformWith({ ...certain, nodes });
    platform.setReplicas(7);
    platform.advance(60);
    expect([platform.nodes, platform.readyReplicas]).toEqual([1, 2]);
    platform.advance(60);
    expect([platform.nodes, platform.readyReplicas]).toEqual([3, 6]);
    platform.advance(600);
    expect(platform.pods().filter(({ phase }) => phase === 'Pending')).toHaveLength(1);
    platform.setReplicas(1);
    platform.advance(90);
    expect([platform.nodes, platform.pods().length]).toEqual([3, 1]);
    platform.advance(60);
    expect(platform.nodes).toBe(1);
  });
});

describe('a pod goes', () => {
  it('without loss: it serves until the balancers let go of it, then finishes what it holds', () => {
    const platform = platformWith(
      { ...certain, termination: { preStop: { kind: 'sleep', seconds: 5 }, graceSeconds: 30 } },
      { initialReplicas: 3 },
    );
    platform.advance(10);
    platform.setReplicas(1);
    platform.advance(1);
    expect(platform.pods().map(({ deleting, ready }) => [deleting, ready])).toEqual([
      [false, true],
      [true, true],
      [true, true],
    ]);
    expect(platform.readyReplicas).toBe(1);
    platform.advance(10);
    expect(platform.pods()).toHaveLength(1);
    expect([platform.totals.lost, platform.totals.rejected]).toEqual([0, 0]);
  });

  it('without a preStop hook it refuses what balancers still send it', () => {
    const platform = platformWith(
      { ...certain, termination: { preStop: { kind: 'none' }, graceSeconds: 30 } },
      { initialReplicas: 2 },
    );
    platform.advance(10);
    platform.setReplicas(1);
    platform.advance(10);
    expect(platform.totals.rejected).toBeGreaterThan(5);
  });

  it.each(['round-robin', 'least-request'] as const)(
    '%s: after the grace period it is killed with all it holds',
    (kind) => {
      const platform = platformWith(
        { ...certain, termination: { preStop: { kind: 'poll', seconds: 2 }, graceSeconds: 10 } },
        { initialReplicas: 2, work: deterministic(2), load: { kind: 'closed', users: 40 }, balancer: { kind } },
      );
      platform.advance(20);
      platform.setReplicas(1);
      const held = named(platform, 'pod-1').requests;
      platform.advance(9.9);
      expect(platform.pods()).toHaveLength(2);
      platform.advance(0.2);
      expect(platform.pods()).toHaveLength(1);
      expect(platform.totals.lost).toBeGreaterThanOrEqual(held - 6);
      expect(platform.totals.lost).toBe(platform.totals.failed);
    },
  );

  it('at once: victims are the unscheduled, then the unready, then the youngest', () => {
    const platform = platformWith(
      { ...certain, nodes: { podsPerNode: 4, initial: 1, max: 1 } },
      { initialReplicas: 2 },
    );
    platform.setReplicas(3);
    platform.advance(40);
    platform.setReplicas(4);
    platform.advance(3);
    platform.setReplicas(5);
    platform.advance(2);
    expect(platform.pods().map(({ phase, ready }) => `${phase} ${ready}`)).toEqual([
      'Running true',
      'Running true',
      'Running true',
      'Running false',
      'Pending false',
    ]);
    const survivors = [4, 3, 2, 1].map((count) => {
      platform.setReplicas(count);
      return platform
        .pods()
        .filter(({ deleting }) => !deleting)
        .map(({ name }) => name)
        .join(' ');
    });
    expect(survivors).toEqual(['pod-0 pod-1 pod-2 pod-3', 'pod-0 pod-1 pod-2', 'pod-0 pod-1', 'pod-0']);
  });

  it('in instant mode it is gone from the count at once and finishes its requests', () => {
    const platform = platformWith(
      { mode: 'instant' },
      { initialReplicas: 4, work: deterministic(0.5), load: poisson(10) },
    );
    platform.advance(20);
    platform.setReplicas(1);
    expect([platform.readyReplicas, platform.desiredReplicas]).toEqual([1, 1]);
    platform.setRate(0);
    platform.advance(300);
    expect([platform.pods().length, platform.totals.lost]).toEqual([1, 0]);
    expect(platform.totals.succeeded).toBe(platform.totals.requests);
  });
});

describe('a pod fails', () => {
  it('crashes lose its requests; restarts wait 0, 10, 20, 40 … 300 s', () => {
    const platform = platformWith(
      {
        ...certain,
        startSeconds: none,
        readiness: { initialDelaySeconds: 0, periodSeconds: 1 },
        crash: { perPodHour: 3.6e6 },
      },
      { initialReplicas: 1 },
    );
    const restarts: number[] = [];
    for (let second = 0; second < 2200; second++) {
      platform.advance(1);
      restarts.push(named(platform, 'pod-0').restarts);
    }
    const at = Array.from({ length: 10 }, (_, i) => restarts.findIndex((count) => count >= i + 1));
    const waits = at.slice(1).map((second, i) => second - at[i]!);
    expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('a rate of crashes is a rate: as many as asked for, and the pod is not ready in between', () => {
    const platform = platformWith(
      { ...certain, crash: { perPodHour: 1 }, startSeconds: none, readiness: { periodSeconds: 1 } },
      { initialReplicas: 20, load: poisson(0) },
    );
    const hours = 60;
    platform.advance(hours * 3600);
    const restarts = platform.pods().reduce((sum, pod) => sum + pod.restarts, 0);
    expect(Math.abs(restarts - 20 * hours)).toBeLessThan(4 * Math.sqrt(20 * hours));
    expect(platform.interval.meanReadyPods).toBeLessThan(20);
    expect(platform.interval.meanPods).toBe(20);
  });

  it('too many requests at once take too much memory', () => {
    const platform = platformWith(certain, {
      work: deterministic(1),
      load: poisson(5),
      resources: { memoryLimitMebibytes: 300, memory: { idleMebibytes: 100, perRequestMebibytes: 10 } },
    });
    platform.advance(120);
    expect(platform.totals.lost).toBeGreaterThanOrEqual(21);
    expect(platform.totals.lost % 21).toBe(0);
    expect(named(platform, 'pod-0').restarts).toBe(platform.totals.lost / 21);
  });
});

describe('time is accounted for', () => {
  it('pods from creation to deletion, ready pods while they are ready', () => {
    const platform = platformWith(certain);
    platform.advance(10);
    expect([platform.interval.meanPods, platform.interval.meanReadyPods]).toEqual([1, 1]);
    platform.setReplicas(3);
    platform.advance(36);
    expect(platform.interval.meanPods).toBe(3);
    expect(platform.interval.meanReadyPods).toBeCloseTo(1 + 2 * 0.5, 9);
  });
});
