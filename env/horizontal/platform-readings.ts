import type { Objective } from './config.js';
import type { IntervalReadings } from './platform/platform.js';
import type { ServiceReadings } from './service.js';

/** An interval of the platform in a service's terms; reused from one to the next. */
export class PlatformReadings implements ServiceReadings {
  fromSeconds = 0;
  toSeconds = 0;
  offeredLoad = 0;
  latencyMs = Number.NaN;
  meanLatencyMs = Number.NaN;
  requests = 0;
  failedRequests = 0;
  violatedRequests = 0;
  podSeconds = 0;
  readyPodSeconds = 0;

  constructor(private readonly objective: Objective) {}

  /** Forgets the last interval: a new episode begins. */
  clear(): void {
    this.fromSeconds = this.toSeconds = this.offeredLoad = 0;
    this.latencyMs = this.meanLatencyMs = Number.NaN;
    this.requests = this.failedRequests = this.violatedRequests = 0;
    this.podSeconds = this.readyPodSeconds = 0;
  }

  take(interval: IntervalReadings): void {
    const { latencyMs, percentile } = this.objective;
    const seconds = interval.toSeconds - interval.fromSeconds;
    const ended = interval.succeeded + interval.failed;
    this.fromSeconds = interval.fromSeconds;
    this.toSeconds = interval.toSeconds;
    this.offeredLoad = interval.offeredLoad;
    this.latencyMs = interval.latencySeconds(percentile) * 1000;
    this.meanLatencyMs = interval.meanLatencySeconds * 1000;
    this.requests = ended;
    this.failedRequests = interval.failed;
    this.violatedRequests = Math.round(interval.violationRate(latencyMs / 1000) * ended);
    this.podSeconds = interval.meanPods * seconds;
    this.readyPodSeconds = interval.meanReadyPods * seconds;
  }
}
