import type { Objective } from '../config.js';
import type { PlatformConfig } from '../platform/config.js';
import { meanOf } from '../platform/distribution/distribution.js';
import { EventPlatform, FluidPlatform, type Platform, type PlatformOptions } from '../platform/index.js';
import { isViolated } from '../violation.js';

/** How a stationary run is simulated. */
export type Engine = 'events' | 'fluid';

/** Share of the intervals of a stationary run that may break the objective. */
const toleratedShare = 0.05;
/** Intervals of a run: a multiple of 20, so that the share is a whole number of them, and fewer where each holds many requests. */
const intervalUnit = 20;
const mostUnits = 5;
/** Requests from which on a run need not be longer: what chance moves then is small against the precision of a load. */
const enoughRequests = 80_000;
/** How long a run warms up: seconds, intervals and mean service times, whichever is longest. */
const warmUp = { seconds: 60, intervals: 4, services: 20 };

/**
 * A service under one load for ever: warm pods that are there from the beginning and stay, one seed. It says whether a number of pods meets
 * the objective, in the sense of demand: at most 5 % of the decision intervals violate it.
 */
export class SteadyService {
  constructor(
    private readonly platform: PlatformConfig,
    private readonly objective: Objective,
    private readonly decisionSeconds: number,
    private readonly engine: Engine,
  ) {}

  /** Whether the load is a population of users, a whole number. */
  get countsUsers(): boolean {
    return this.platform.load.kind === 'closed';
  }

  /** A load that pods carry about, from their mean work alone: users, or requests/s. */
  roughLoad(pods: number): number {
    const { load, work, resources } = this.platform;
    const requestsPerSecond = (pods * resources.cores) / meanOf(work);
    if (load.kind === 'open') return 0.8 * requestsPerSecond;
    return requestsPerSecond * (meanOf(load.thinkSeconds) + this.objective.latencyMs / 2000);
  }

  /** Whether so many pods meet the objective under a load. @param load users, or requests/s */
  meetsObjective(pods: number, load: number): boolean {
    const { decisionSeconds } = this;
    const platform = this.start(pods, load);
    platform.advance(this.warmUpSeconds());
    platform.advance(decisionSeconds);
    const units = Math.ceil(enoughRequests / (intervalUnit * Math.max(1, platform.interval.requests)));
    const intervals = intervalUnit * Math.min(mostUnits, units);
    let violations = 0;
    for (let i = 0; i < intervals && violations <= toleratedShare * intervals; i++) {
      platform.advance(decisionSeconds);
      if (this.violated(platform)) violations++;
    }
    return violations <= toleratedShare * intervals;
  }

  /** Responses a second of so many pods under a load. */
  throughput(pods: number, load: number): number {
    const platform = this.start(pods, load);
    platform.advance(this.warmUpSeconds());
    const seconds = intervalUnit * this.decisionSeconds;
    platform.advance(seconds);
    return platform.interval.succeeded / seconds;
  }

  private start(pods: number, amount: number): Platform {
    const { platform } = this;
    const load =
      platform.load.kind === 'closed'
        ? { ...platform.load, users: amount, spawnRate: null }
        : ({ kind: 'open', rate: { kind: 'constant', requestsPerSecond: amount } } as const);
    const steady = { ...platform, load, lifeCycle: { mode: 'instant' }, initialReplicas: pods } as PlatformOptions;
    const simulated = this.engine === 'events' ? new EventPlatform(steady) : new FluidPlatform(steady);
    simulated.reset('demand');
    return simulated;
  }

  private warmUpSeconds(): number {
    const service = meanOf(this.platform.work) / Math.min(1, this.platform.resources.cores);
    return Math.max(warmUp.seconds, warmUp.intervals * this.decisionSeconds, warmUp.services * service);
  }

  /**
   * Whether the last interval violates the objective. A mean latency above it counts, too: where a backlog gathers in one of many pods, few
   * are answered late because few are answered there.
   */
  private violated({ interval }: Platform): boolean {
    const { succeeded, failed } = interval;
    if (interval.meanLatencySeconds * 1000 > this.objective.latencyMs) return true;
    const latencyMs = interval.latencySeconds(this.objective.percentile) * 1000;
    return isViolated({ latencyMs, requests: succeeded + failed, failedRequests: failed }, this.objective);
  }
}
