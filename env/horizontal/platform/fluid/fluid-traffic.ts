import type { RandomStream } from '../../../core/random.js';
import type { Endpoints } from '../balancer/endpoints.js';
import type { PlatformConfig } from '../config.js';
import { meanOf } from '../distribution/distribution.js';
import { grown } from '../grown.js';
import { RateMean } from '../load/rate-mean.js';
import { ConstantRate, rateProcess } from '../load/rate-process.js';
import { type Population, SpawnRamp } from '../load/spawn-ramp.js';
import { noCounts } from '../metrics/counts.js';
import type { Pods } from '../pods/pods.js';
import { type Throttling, unthrottled } from '../servers/servers.js';
import { warmUpFactor } from '../servers/work-inflation.js';
import { microsecondsPerSecond, toSeconds } from '../time.js';
import type { Timers } from '../timers.js';
import type { Traffic } from '../traffic/traffic.js';
import { FluidLatencies, FluidSpans } from './fluid-readings.js';
import { LawWindow } from './law-window.js';
import { type SteadyState, SteadyStates } from './steady-state.js';

/** Longest stretch over which load and pods are taken as constant, seconds. */
const stretchSeconds = 5;

/**
 * Requests as a fluid: between two timers the service is in the steady state of its load and its ready pods, warming pods counting for less;
 * open load above the capacity becomes a backlog that delays what comes after it. The number of arrivals and the level of
 * response times have the noise of samples that size. Timeouts and a bound on the backlog cut off; retries, memory and what a
 * quota does within a period are not modelled. Spec: horizontal.md §3.4.
 */
export class FluidTraffic implements Traffic, Population {
  readonly counts = noCounts();
  readonly latencies: FluidLatencies;
  readonly spans: FluidSpans;
  users = 0;
  inFlight = 0;
  area = 0;
  private readonly steady: SteadyStates;
  /** Steady states of closed load, by users and by pods. */
  private readonly known = new Map<number, SteadyState>();
  private readonly ramp: SpawnRamp | null;
  private rate: RateMean | null;
  private readonly work: number;
  private readonly timeout: number;
  private readonly capacityPerPod: number;
  private readonly interval = new LawWindow();
  private readonly lookBack = new LawWindow();
  private readonly noise: RandomStream;
  private now = 0;
  /** Requests above capacity that wait. */
  private backlog = 0;
  /** Parts of requests that have not become whole. */
  private remainder = 0;
  private warmFrom: Float64Array;
  private cpu: Float64Array;
  private answered: Float64Array;

  constructor(
    private readonly config: PlatformConfig,
    private readonly pods: Pods,
    private readonly endpoints: Endpoints,
    timers: Timers,
    stream: (name: string) => RandomStream,
  ) {
    const { load, client, podCapacity, metrics } = config;
    this.steady = new SteadyStates(config);
    this.noise = stream('noise');
    this.latencies = new FluidLatencies(this.interval);
    this.spans = new FluidSpans(this.lookBack, metrics.context.lookBackSeconds);
    this.work = meanOf(config.work);
    this.timeout = client.timeoutSeconds ?? Number.POSITIVE_INFINITY;
    this.capacityPerPod = podCapacity ?? Number.POSITIVE_INFINITY;
    this.warmFrom = new Float64Array(pods.capacity);
    this.cpu = new Float64Array(pods.capacity);
    this.answered = new Float64Array(pods.capacity);
    this.rate = load.kind === 'open' ? new RateMean(rateProcess(load.rate, stream('rate'))) : null;
    this.ramp = load.kind === 'closed' ? new SpawnRamp(load.spawnRate, this, timers) : null;
  }

  run(until: number): void {
    while (this.now < until) {
      const end = Math.min(until, this.now + stretchSeconds * microsecondsPerSecond);
      this.flow(toSeconds(this.now), toSeconds(end));
      this.now = end;
    }
  }

  sojourns(): number {
    return this.area;
  }

  setUsers(count: number, now: number): void {
    this.ramp!.setUsers(count, now);
  }

  setRate(requestsPerSecond: number): void {
    this.rate = new RateMean(new ConstantRate(requestsPerSecond));
  }

  tick(now: number): void {
    this.ramp!.tick(now);
  }

  retry(): void {}

  join(): void {
    this.users++;
  }

  dismiss(count: number): void {
    this.users = count;
  }

  grow(pods: number): void {
    this.warmFrom = grown(this.warmFrom, pods);
    this.cpu = grown(this.cpu, pods);
    this.answered = grown(this.answered, pods);
  }

  podStarted(pod: number, now: number): void {
    this.warmFrom[pod] = now;
    this.cpu[pod] = 0;
    this.answered[pod] = 0;
  }

  podWarms(pod: number, from: number): void {
    this.warmFrom[pod] = from;
  }

  podJoined(): void {}

  podDied(pod: number): void {
    if (!this.endpoints.has(pod)) return;
    const lost = Math.round(this.inFlight / this.endpoints.count);
    this.backlog *= 1 - 1 / this.endpoints.count;
    this.inFlight -= lost;
    this.counts.lost += lost;
    this.counts.failed += lost;
  }

  /** The pods share alike what is in flight; one that takes no more is empty at once. */
  held(pod: number): number {
    return this.serves(pod) ? Math.round(this.inFlight / Math.max(1, this.endpoints.count)) : 0;
  }

  emptyAt(): null {
    return null;
  }

  cpuUsed(pod: number): number {
    return this.cpu[pod]!;
  }

  served(pod: number): number {
    return this.answered[pod]!;
  }

  throttling(): Throttling {
    return unthrottled;
  }

  /** A stretch from one instant to another, seconds. */
  private flow(from: number, to: number): void {
    const elapsed = to - from;
    const serving = this.servingPods();
    const offered = this.rate === null ? 0 : this.rate.between(from, to);
    const before = this.inFlight;
    if (serving === 0) {
      this.turnAway(this.rate === null ? this.users / meanThink(this.config) : offered, elapsed);
      return;
    }
    const state = this.rate === null ? this.closedState(serving) : this.steady.open(offered, serving);
    const rate = this.rate === null ? state.throughput : this.drain(offered, serving, elapsed);
    const delay = this.rate === null ? 0 : this.backlog / this.steady.capacity(serving);
    const requests = this.whole(this.rate === null ? rate * elapsed : this.noisy(rate * elapsed));
    const noise = requests > 0 ? Math.exp(this.noise.normal() / Math.sqrt(requests)) : 1;
    for (const [i, law] of state.laws.entries()) {
      const weight = requests * state.shares[i]!;
      if (weight === 0) continue;
      const stretch = { start: from, end: to, law, weight, delay, noise };
      this.interval.push(stretch);
      this.lookBack.push(stretch);
    }
    this.lookBack.forgetUntil(to - this.spans.reachSeconds);
    const arrivals = Math.max(0, requests + Math.round(rate * state.response + this.backlog) - before);
    this.inFlight = before + arrivals - requests;
    this.area += ((before + this.inFlight) / 2) * elapsed * microsecondsPerSecond;
    this.settle(requests, arrivals, this.late(state, delay));
    this.use(requests, serving);
  }

  /** Counts a stretch's responses, of which a share came too late for their clients. */
  private settle(responses: number, arrivals: number, lateShare: number): void {
    const { counts } = this;
    const late = Math.round(responses * lateShare);
    counts.arrivals += arrivals;
    counts.requests += arrivals;
    counts.completed += responses - late;
    counts.succeeded += responses - late;
    counts.timedOut += late;
    counts.failed += late;
  }

  /** Lets a backlog grow or shrink. @returns responses a second */
  private drain(offered: number, serving: number, elapsed: number): number {
    const capacity = this.steady.capacity(serving);
    const room = this.capacityPerPod * serving;
    const before = this.backlog;
    const after = Math.max(0, before + (offered - capacity) * elapsed);
    this.backlog = Math.min(after, room);
    const overflow = Math.round(after - this.backlog);
    this.counts.arrivals += overflow;
    this.counts.requests += overflow;
    this.counts.rejected += overflow;
    this.counts.failed += overflow;
    return Math.max(0, offered - (after - before) / elapsed);
  }

  private turnAway(rate: number, elapsed: number): void {
    const turned = this.whole(rate * elapsed);
    this.counts.arrivals += turned;
    this.counts.requests += turned;
    this.counts.rejected += turned;
    this.counts.failed += turned;
  }

  /** CPU and responses of the pods that serve. */
  private use(requests: number, serving: number): void {
    const { list, count } = this.endpoints;
    const work = (requests * this.work * microsecondsPerSecond) / count;
    const slowed = count / serving;
    for (let i = 0; i < count; i++) {
      this.cpu[list[i]!]! += work * slowed;
      this.answered[list[i]!]! += requests / count;
    }
  }

  private late({ laws, shares }: SteadyState, delay: number): number {
    if (this.timeout === Number.POSITIVE_INFINITY) return 0;
    const window = new LawWindow();
    for (const [i, law] of laws.entries()) window.push({ start: 0, end: 0, law, weight: shares[i]!, delay, noise: 1 });
    return window.tail(this.timeout);
  }

  /** Pods that serve, warming ones counted by their speed. */
  private servingPods(): number {
    const { list, count } = this.endpoints;
    const { warmUp } = this.config;
    let serving = 0;
    for (let i = 0; i < count; i++)
      if (this.serves(list[i]!)) serving += 1 / warmUpFactor(warmUp, this.now - this.warmFrom[list[i]!]!);
    return serving;
  }

  private serves(pod: number): boolean {
    return this.endpoints.has(pod) && this.pods.accepts[pod] === 1;
  }

  private closedState(serving: number): SteadyState {
    const hundredths = Math.round(serving * 100);
    const key = this.users * 1_000_000 + hundredths;
    let state = this.known.get(key);
    if (state === undefined) {
      state = this.steady.closed(this.users, Math.max(0.01, hundredths / 100));
      this.known.set(key, state);
    }
    return state;
  }

  /** A Poisson number of requests, by its normal limit. */
  private noisy(mean: number): number {
    return Math.max(0, mean + Math.sqrt(mean) * this.noise.normal());
  }

  private whole(requests: number): number {
    const exact = requests + this.remainder;
    const whole = Math.floor(exact);
    this.remainder = exact - whole;
    return whole;
  }
}

function meanThink({ load, overheadSeconds }: PlatformConfig): number {
  return load.kind === 'closed' ? meanOf(load.thinkSeconds) + overheadSeconds : Number.POSITIVE_INFINITY;
}
