import type { RandomStream } from '../../../core/random.js';
import type { PlatformConfig } from '../config.js';
import type { Pods } from '../pods/pods.js';
import { TimerKind, type Timers } from '../timers.js';
import { Monitoring } from './monitoring.js';
import type { PodUsage } from './pod-usage.js';
import { Scraper } from './scraper.js';

/** The two ways in which pods are measured, each at its own pace: the monitoring system and the resource-metrics pipeline. */
export class Observers {
  readonly monitoring: Monitoring;
  readonly resource: Scraper;
  private monitoringRound = 0;
  private resourceRound = 0;

  constructor(
    config: PlatformConfig,
    pods: Pods,
    private readonly timers: Timers,
    usage: PodUsage,
    random: RandomStream,
  ) {
    const { monitoring, resource } = config.metrics;
    const scraper = new Scraper(monitoring, monitoring.rateWindowSeconds, pods, usage, random);
    this.monitoring = new Monitoring(config, pods, scraper);
    this.resource = new Scraper(resource, 0, pods, usage, random);
    this.timers.set(scraper.instantOf(0), TimerKind.scrape);
    this.timers.set(this.resource.instantOf(0), TimerKind.resourceScrape);
  }

  /** Does the scrape a timer is for and sets the next. */
  scrape(kind: number, now: number): void {
    if (kind === TimerKind.scrape) {
      this.monitoring.scrape(now);
      this.timers.set(this.monitoring.scraper.instantOf(++this.monitoringRound), kind);
    } else {
      this.resource.scrape(now);
      this.timers.set(this.resource.instantOf(++this.resourceRound), kind);
    }
  }
}
