import type { PodResources } from '../config.js';
import type { PodMetricSample } from '../platform.js';
import { podName } from '../pods/platform-pods.js';
import { PodPhase, type Pods } from '../pods/pods.js';
import { toSeconds } from '../time.js';
import { reportedMillicores } from './reported-cpu.js';
import type { Scraper } from './scraper.js';

/** What the resource-metrics API answers: every pod's usage between its last two readable scrapes, in order of age. */
export function podMetrics(pods: Pods, scraper: Scraper, resources: PodResources, now: number): PodMetricSample[] {
  const samples: PodMetricSample[] = [];
  for (const pod of pods.byAge()) {
    if (pods.phase[pod]! < PodPhase.starting) continue;
    const rate = scraper.rate(pod, now, 0);
    if (rate === null) continue;
    samples.push({
      name: podName(pods, pod),
      timestampSeconds: toSeconds(rate.at),
      windowSeconds: toSeconds(rate.span),
      cpuMillicores: reportedMillicores(rate.cores, resources),
      memoryMebibytes: rate.memory,
      requestsPerSecond: rate.requestsPerSecond,
    });
  }
  return samples;
}
