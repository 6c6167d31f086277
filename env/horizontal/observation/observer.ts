import type { ObservationConfig } from '../config.js';
import type { ScalingEpisode } from '../scaling-episode.js';
import type { ServiceReadings } from '../service.js';
import { ContextIndex, contextLength } from '../view.js';
import { largestReading, observationNames } from './observation-layout.js';

const secondsPerDay = 86_400;

/** Writes one service's observations, decision by decision. */
export class Observer {
  /** What the numbers are, in order. */
  readonly names: readonly string[];
  private replicas = 0;
  private change = 0;
  private timeSeconds = 0;
  private latencyMs = 0;
  private requestsPerSecond = 0;
  private hasSeen = false;

  constructor(private readonly config: ObservationConfig) {
    this.names = observationNames(config);
  }

  /** A new episode begins, with this many replicas asked for. */
  begin(replicas: number): void {
    this.replicas = replicas;
    this.change = 0;
    this.hasSeen = false;
  }

  /** Takes note of an action, before its interval is observed. */
  acted(replicas: number, change: number): void {
    this.replicas = replicas;
    this.change = change;
  }

  /**
   * Writes what there is to see now: the context, and per option pods that exist and are not ready; replicas the last action asked for and
   * their change; change a second of 95th percentile (ms) and request rate since the last observation, 0 in the first; sine and cosine
   * of the time of day (UTC); share of the last interval's requests that failed. What was not measured is 0.
   */
  write(out: Float64Array, offset: number, episode: ScalingEpisode): void {
    const { context, timeSeconds, statusReplicas } = episode.view();
    for (let i = 0; i < contextLength; i++) out[offset + i] = reading(context[i]!);
    let at = offset + contextLength;
    const { config } = this;
    if (config.pendingPods) out[at++] = statusReplicas - episode.service.readyReplicas;
    if (config.previousAction) {
      out[at++] = this.replicas;
      out[at++] = this.change;
    }
    if (config.derivative) {
      at = this.writeDerivative(
        out,
        at,
        out[offset + ContextIndex.p95LatencyMs]!,
        out[offset + ContextIndex.requestsPerSecond]!,
        timeSeconds,
      );
    }
    if (config.timeOfDay) {
      const phase = (2 * Math.PI * ((episode.load.startTime + episode.loadSeconds) % secondsPerDay)) / secondsPerDay;
      out[at++] = Math.sin(phase);
      out[at++] = Math.cos(phase);
    }
    if (config.failures) out[at] = failedShare(episode.service.readings);
  }

  private writeDerivative(
    out: Float64Array,
    at: number,
    latencyMs: number,
    requestsPerSecond: number,
    now: number,
  ): number {
    const elapsed = now - this.timeSeconds;
    out[at] = this.hasSeen ? bounded((latencyMs - this.latencyMs) / elapsed) : 0;
    out[at + 1] = this.hasSeen ? bounded((requestsPerSecond - this.requestsPerSecond) / elapsed) : 0;
    this.latencyMs = latencyMs;
    this.requestsPerSecond = requestsPerSecond;
    this.timeSeconds = now;
    this.hasSeen = true;
    return at + 2;
  }
}

function failedShare({ requests, failedRequests }: ServiceReadings): number {
  return requests === 0 ? 0 : failedRequests / requests;
}

function reading(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(value, largestReading);
}

function bounded(value: number): number {
  return Math.min(Math.max(value, -largestReading), largestReading);
}
