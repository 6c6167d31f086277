import type { PlatformConfig, PodResources } from '../config.js';
import { PodPhase, type Pods } from '../pods/pods.js';
import { toMicroseconds } from '../time.js';
import { reportedMillicores } from './reported-cpu.js';
import type { Scraper } from './scraper.js';

/** Mean usage of a pod, over pods and over the entries kept. */
export interface MeanUsage {
  readonly cpuMillicores: number;
  readonly memoryMebibytes: number;
}

/**
 * The seed's metric buffer: with every scrape of the monitoring system one entry, the mean over running pods of CPU (a rate over the
 * rate window, so that it lags) and memory; readings average the last entries.
 */
export class Monitoring {
  private readonly times: Float64Array;
  private readonly cpu: Float64Array;
  private readonly memory: Float64Array;
  private readonly reach: number;
  private readonly delay: number;
  private readonly resources: PodResources;
  private readonly entries: number;
  private total = 0;

  constructor(
    { metrics, resources }: Pick<PlatformConfig, 'metrics' | 'resources'>,
    private readonly pods: Pods,
    readonly scraper: Scraper,
  ) {
    const { monitoring, context } = metrics;
    const kept = context.entries + Math.ceil(monitoring.delaySeconds / monitoring.intervalSeconds) + 1;
    this.times = new Float64Array(kept);
    this.cpu = new Float64Array(kept);
    this.memory = new Float64Array(kept);
    this.entries = context.entries;
    this.reach = toMicroseconds(monitoring.rateWindowSeconds);
    this.delay = toMicroseconds(monitoring.delaySeconds);
    this.resources = resources;
  }

  /** Scrapes and keeps an entry, unless no pod has been seen twice yet. */
  scrape(now: number): void {
    const { pods, scraper } = this;
    scraper.scrape(now);
    let millicores = 0;
    let memory = 0;
    let seen = 0;
    for (let pod = 0; pod < pods.capacity; pod++) {
      const phase = pods.phase[pod]!;
      if (phase !== PodPhase.ready && phase !== PodPhase.starting) continue;
      const rate = scraper.rate(pod, now + this.delay, this.reach);
      if (rate === null) continue;
      millicores += reportedMillicores(rate.cores, this.resources);
      memory += rate.memory;
      seen++;
    }
    if (seen === 0) return;
    const place = this.total++ % this.times.length;
    this.times[place] = now;
    this.cpu[place] = millicores / seen;
    this.memory[place] = memory / seen;
  }

  /** The average of the last entries that can be read; zeros while there is none. */
  read(now: number): MeanUsage {
    const { times, total, entries } = this;
    const { length } = times;
    let cpu = 0;
    let memory = 0;
    let count = 0;
    for (let i = total - 1; i >= Math.max(0, total - length) && count < entries; i--) {
      if (times[i % length]! > now - this.delay) continue;
      cpu += this.cpu[i % length]!;
      memory += this.memory[i % length]!;
      count++;
    }
    return count === 0
      ? { cpuMillicores: 0, memoryMebibytes: 0 }
      : { cpuMillicores: cpu / count, memoryMebibytes: memory / count };
  }
}
