import { describe, expect, it } from 'vitest';
import { horizontalConfig, type PlatformService, ScalingEpisode, serviceMetrics } from '../../env/horizontal/index.js';
import type { ClusterSnapshot } from '../../env/horizontal/view.js';
import { ContextIndex } from '../../env/horizontal/view.js';
import { steadyRate } from './loads.js';

function web(): { readonly episode: ScalingEpisode; readonly service: PlatformService } {
  const episode = new ScalingEpisode(horizontalConfig({ platform: 'web' }), steadyRate(100, 900));
  episode.reset(3);
  return { episode, service: episode.service as PlatformService };
}

describe('the cluster snapshot of a simulated service', () => {
  it('tells of every pod what the platform says of it', () => {
    const { episode, service } = web();
    episode.step(8);
    const { pods } = episode.view().cluster;
    const known = service.platform.pods();
    expect(pods.map(({ name }) => name)).toEqual(known.map(({ name }) => name));
    expect(pods).toHaveLength(8);
    pods.forEach((pod, i) => {
      const { phase, deleting, startedSeconds, ready, readyChangedSeconds } = known[i]!;
      expect(pod).toMatchObject({ phase, deleting, startTimeSeconds: startedSeconds });
      expect(pod.ready).toEqual(
        readyChangedSeconds === null
          ? null
          : { status: ready ? 'True' : 'False', lastTransitionSeconds: readyChangedSeconds },
      );
      expect(pod.containers).toEqual([{ name: 'service', requests: { cpu: 1000, memory: 512 * 2 ** 20 * 1000 } }]);
    });
    expect(pods.filter(({ ready }) => ready?.status === 'True')).toHaveLength(service.readyReplicas);
    expect(pods.filter(({ deleting }) => !deleting)).toHaveLength(service.statusReplicas);
  });

  it('rounds usage up to whole thousandths and keeps time and window of the sample', () => {
    const { episode, service } = web();
    episode.step(8);
    episode.step(8);
    const samples = new Map(service.platform.podMetrics().map((sample) => [sample.name, sample]));
    const { pods } = episode.view().cluster;
    expect(samples.size).toBeGreaterThan(3);
    for (const pod of pods) {
      const known = samples.get(pod.name);
      expect(pod.sample === null).toBe(known === undefined);
      if (known === undefined || pod.sample === null) {
        expect(pod.customMetrics).toEqual({});
        continue;
      }
      expect(pod.sample).toMatchObject({
        timestampSeconds: known.timestampSeconds,
        windowSeconds: known.windowSeconds,
      });
      const { cpu, memory } = pod.sample.containers[0]!.usage;
      expect(cpu).toBe(Math.ceil(known.cpuMillicores));
      expect(memory! % 1000).toBe(0);
      expect(memory! / 1000 - known.memoryMebibytes * 2 ** 20).toBeGreaterThanOrEqual(0);
      expect(memory! / 1000 - known.memoryMebibytes * 2 ** 20).toBeLessThan(1);
      expect(pod.customMetrics).toEqual({
        [serviceMetrics.requestsPerSecond]: Math.ceil(known.requestsPerSecond * 1000),
      });
    }
  });

  it('tells the same of the service to Object and External metrics', () => {
    const { episode } = web();
    episode.step(4);
    const { cluster, context } = episode.view();
    const value = (name: string) => cluster.externalMetrics.find(({ metric }) => metric === name)?.milliValue;
    expect(value(serviceMetrics.requestsPerSecond)).toBe(Math.ceil(context[ContextIndex.requestsPerSecond]! * 1000));
    expect(value(serviceMetrics.p95LatencyMs)).toBe(Math.ceil(context[ContextIndex.p95LatencyMs]! * 1000));
    expect(cluster.objectMetrics.map(({ metric, milliValue }) => ({ metric, milliValue }))).toEqual(
      cluster.externalMetrics.map(({ metric, milliValue }) => ({ metric, milliValue })),
    );
    for (const { describedObject } of cluster.objectMetrics)
      expect(describedObject).toEqual({ kind: 'Service', name: 'service' });
    for (const { labels } of cluster.externalMetrics) expect(labels).toEqual({ service: 'service' });
  });

  it('has no latency to tell while nothing was answered', () => {
    const config = horizontalConfig({ platform: 'web' });
    const episode = new ScalingEpisode(config, steadyRate(0, 60));
    episode.reset(1);
    const names = ({ externalMetrics }: ClusterSnapshot) => externalMetrics.map(({ metric }) => metric);
    expect(names(episode.view().cluster)).toEqual([serviceMetrics.requestsPerSecond, serviceMetrics.inFlightRequests]);
  });

  it('is built when it is first looked at, and once', () => {
    const { episode, service } = web();
    let built = 0;
    const cluster = service.cluster.bind(service);
    service.cluster = () => {
      built++;
      return cluster();
    };
    const view = episode.view();
    expect(built).toBe(0);
    expect(view.cluster).toBe(view.cluster);
    expect(built).toBe(1);
  });
});
