import { describe, expect, it } from 'vitest';
import type { Autoscaler } from '../../agents/horizontal/index.js';
import { autoscalerById, KubernetesHpa, kubernetesHpaConfigSchema } from '../../agents/horizontal/index.js';
import {
  type HorizontalConfigOptions,
  horizontalConfig,
  ScalingEpisode,
  serviceMetrics,
} from '../../env/horizontal/index.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { agentContext } from '../agents/agent-context.js';
import { steadyRate, steadyUsers } from './loads.js';

function agent(id: string, options: object = {}): Autoscaler {
  const found = autoscalerById(id);
  return found.create(found.configSchema.parse(options), agentContext(1));
}

function begun(options: HorizontalConfigOptions, load: LoadSeries): ScalingEpisode {
  const episode = new ScalingEpisode(horizontalConfig(options), load);
  episode.reset(1);
  return episode;
}

/** Replicas asked for, decision by decision. */
function driven(episode: ScalingEpisode, scaler: Autoscaler): number[] {
  const replicas = [];
  while (!episode.over) replicas.push(episode.step(scaler.decide(episode.view())).applied);
  return replicas;
}

describe('agents that drive an episode', () => {
  it("the HPA's utilisation is the work the pods do over what they request", () => {
    const episode = begun({ initialReplicas: 4 }, steadyUsers(24, 1800));
    const hpa = new KubernetesHpa(kubernetesHpaConfigSchema.parse({}));
    let measured = 0;
    let requests = 0;
    for (let i = 0; i < 100; i++) {
      requests += episode.step(4).readings.requests;
      hpa.reconcile(episode.view());
      const [metric] = hpa.status!.metrics;
      if (metric?.kind !== 'replicas') throw new Error('no utilisation');
      measured += metric.measured;
    }
    // 55 ms of CPU a request (contention adds a little to the time, not to the CPU counted), 10 m idle, of 600 m requested.
    const cores = (requests / (100 * 15) / 4) * 0.055 + 0.01;
    expect(Math.abs(measured / 100 - (100 * cores) / 0.6)).toBeLessThan(1.5);
  });

  it('the HPA goes where utilisation meets its target and stays there', () => {
    const replicas = driven(
      begun({}, steadyUsers(40, 3600)),
      agent('kubernetes-hpa', { targetCPUUtilizationPercentage: 50 }),
    );
    // 40 users ask for at most 40 / (1 + .11) requests/s, 36 × 55 ms + idle: 6.8 pods at 300 m each.
    expect(replicas.slice(-40).every((count) => count >= 6 && count <= 8)).toBe(true);
    expect(new Set(replicas.slice(-40)).size).toBeLessThanOrEqual(2);
  });

  it('KEDA shares the external request rate out over pods', () => {
    const trigger = { type: 'external', metricName: serviceMetrics.requestsPerSecond, threshold: 6 };
    const replicas = driven(
      begun({}, steadyUsers(40, 1800)),
      agent('keda', { triggers: [trigger], minReplicaCount: 1 }),
    );
    // 40 users ask for 36 requests/s, which are counted up to a ninth too high; within a tenth of the target all is well.
    expect(replicas.at(-1)).toBeGreaterThanOrEqual(6);
    expect(replicas.at(-1)).toBeLessThanOrEqual(7);
  });

  it('users who wait hide from a target that a saturated pod does not reach', () => {
    const trigger = { type: 'external', metricName: serviceMetrics.requestsPerSecond, threshold: 10 };
    const replicas = driven(
      begun({}, steadyUsers(40, 900)),
      agent('keda', { triggers: [trigger], minReplicaCount: 1 }),
    );
    // A pod answers 9.1 requests/s at most.
    expect(Math.max(...replicas)).toBe(1);
  });

  it('an HPA on a Pods metric sees requests a pod', () => {
    const metrics = [
      {
        type: 'Pods',
        pods: {
          metric: { name: serviceMetrics.requestsPerSecond },
          target: { type: 'AverageValue', averageValue: '6' },
        },
      },
    ];
    const replicas = driven(begun({}, steadyUsers(40, 1800)), agent('kubernetes-hpa', { metrics }));
    expect(replicas.at(-1)).toBeGreaterThanOrEqual(6);
    expect(replicas.at(-1)).toBeLessThanOrEqual(7);
  });

  it('an HPA on the in-flight requests of the Service wakes what nobody serves', () => {
    const metrics = [
      {
        type: 'Object',
        object: {
          describedObject: { kind: 'Service', name: 'service' },
          metric: { name: serviceMetrics.inFlightRequests },
          target: { type: 'AverageValue', averageValue: '4' },
        },
      },
    ];
    const replicas = driven(begun({}, steadyUsers(40, 1800)), agent('kubernetes-hpa', { metrics }));
    expect(Math.max(...replicas)).toBeGreaterThan(2);
  });

  it('the threshold rule follows mean CPU, lag and all', () => {
    const replicas = driven(begun({}, steadyUsers(40, 3600)), agent('threshold'));
    // Saturated pods use their whole half core (510 m of a target of 470 m), so the rule climbs one by one until they have some rest.
    expect(replicas.at(-1)).toBeGreaterThanOrEqual(4);
    expect(replicas.every((count, i) => i === 0 || Math.abs(count - replicas[i - 1]!) <= 1)).toBe(true);
  });

  it('the HPA does not trust pods that are still starting', () => {
    const episode = begun({ platform: 'web', initialReplicas: 3 }, steadyRate(150, 900));
    const hpa = new KubernetesHpa(kubernetesHpaConfigSchema.parse({ targetCPUUtilizationPercentage: 60 }));
    const replicas = driven(episode, hpa);
    expect(replicas[0]).toBeGreaterThan(3);
    // 150 requests/s of 20 ms are 3 cores (and a little idling): 5 pods at 60 %, 6 with the noise of samples.
    expect(replicas.at(-1)).toBeGreaterThanOrEqual(5);
    expect(replicas.at(-1)).toBeLessThanOrEqual(6);
  });
});
