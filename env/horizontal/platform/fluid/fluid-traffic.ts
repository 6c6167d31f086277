import type { RandomStream } from '../../../core/random.js';
import type { Endpoints } from '../balancer/endpoints.js';
import type { PlatformConfig } from '../config.js';
import { meanOf } from '../distribution/distribution.js';
import { RateMean } from '../load/rate-mean.js';
import { ConstantRate, rateProcess } from '../load/rate-process.js';
import { type Population, SpawnRamp } from '../load/spawn-ramp.js';
import type { Counts } from '../metrics/counts.js';
import type { Pods } from '../pods/pods.js';
import { type Throttling, unthrottled } from '../servers/servers.js';
import { microsecondsPerSecond, toSeconds } from '../time.js';
import type { Timers } from '../timers.js';
import type { Traffic } from '../traffic/traffic.js';
import { Books } from './books.js';
import { Congestion } from './congestion.js';
import type { FluidLatencies, FluidSpans } from './fluid-readings.js';
import { type Fluctuation, FluidResponses, fluctuationOf, noFluctuation } from './fluid-responses.js';
import { responseTail } from './response-law.js';
import { ServedPods } from './served-pods.js';
import { type SteadyState, SteadyStates, stretchSeconds } from './steady-state.js';

/**
 * Requests as a fluid: between two timers the service is in the steady state of its load and its ready pods, warming pods counting for less;
 * open load above the capacity becomes a backlog that delays what comes after it. The number of arrivals and the level of
 * response times have the noise of samples that size. Timeouts and a bound on the backlog cut off; retries, memory and what a
 * quota does within a period are not modelled. Spec: horizontal.md §3.4.
 */
export class FluidTraffic implements Traffic, Population {
  users = 0;
  area = 0;
  private readonly steady: SteadyStates;
  /** Steady states of closed load, by users and by pods. */
  private readonly known = new Map<number, SteadyState>();
  private readonly ramp: SpawnRamp | null;
  private rate: RateMean | null;
  private readonly work: number;
  private readonly timeout: number;
  private readonly arrivals: RandomStream;
  private readonly responses: FluidResponses;
  private readonly servedPods: ServedPods;
  private now = 0;
  private readonly books = new Books();
  private readonly congestion: Congestion;
  private last: { readonly offered: number; readonly serving: number; readonly state: SteadyState } | null = null;

  constructor(
    private readonly config: PlatformConfig,
    pods: Pods,
    private readonly endpoints: Endpoints,
    timers: Timers,
    stream: (name: string) => RandomStream,
  ) {
    const { load, client } = config;
    this.steady = new SteadyStates(config);
    this.arrivals = stream('arrivals');
    this.responses = new FluidResponses(config, stream('responses'));
    this.servedPods = new ServedPods(config, pods, endpoints);
    this.work = meanOf(config.work);
    this.timeout = client.timeoutSeconds ?? Number.POSITIVE_INFINITY;
    this.congestion = new Congestion(config, stream('congestion'));
    this.rate = load.kind === 'open' ? new RateMean(rateProcess(load.rate, stream('rate'))) : null;
    this.ramp = load.kind === 'closed' ? new SpawnRamp(load.spawnRate, this, timers) : null;
  }

  get counts(): Readonly<Counts> {
    return this.books.counts;
  }

  get latencies(): FluidLatencies {
    return this.responses.latencies;
  }

  get spans(): FluidSpans {
    return this.responses.spans;
  }

  get inFlight(): number {
    return this.books.inFlight;
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
    this.servedPods.grow(pods);
  }

  podStarted(pod: number, now: number): void {
    this.servedPods.started(pod, now);
  }

  podWarms(pod: number, from: number): void {
    this.servedPods.warms(pod, from);
  }

  podJoined(): void {}

  podDied(pod: number): void {
    if (!this.endpoints.has(pod)) return;
    const { count } = this.endpoints;
    this.congestion.held *= 1 - 1 / count;
    this.books.lose(Math.round(this.inFlight / count));
  }

  /** The pods share alike what is in flight; one that takes no more is empty at once. */
  held(pod: number): number {
    return this.servedPods.serves(pod) ? Math.round(this.inFlight / Math.max(1, this.endpoints.count)) : 0;
  }

  emptyAt(): null {
    return null;
  }

  cpuUsed(pod: number): number {
    return this.servedPods.cpu[pod]!;
  }

  served(pod: number): number {
    return this.servedPods.answered[pod]!;
  }

  throttling(): Throttling {
    return unthrottled;
  }

  /** A stretch from one instant to another, seconds. */
  private flow(from: number, to: number): void {
    const serving = this.servedPods.serving(this.now);
    if (this.rate === null) this.flowClosed(serving, from, to);
    else this.flowOpen(this.rate.between(from, to), serving, from, to);
    this.responses.forget(to);
  }

  private flowClosed(serving: number, from: number, to: number): void {
    if (serving === 0) {
      this.turnAway((this.users / meanThink(this.config)) * (to - from), from, to);
      return;
    }
    const state = this.closedState(serving);
    const arrivals = state.throughput * (to - from + state.response) - this.inFlight;
    this.flowSteadily(state, Math.max(0, arrivals), serving, from, to, noFluctuation);
  }

  private flowOpen(offered: number, serving: number, from: number, to: number): void {
    const { congestion } = this;
    const elapsed = to - from;
    const arrivals = this.noisy(offered * elapsed);
    if (serving === 0) {
      if (this.config.balancer.kind === 'shared-queue') this.starve(arrivals, from, to);
      else this.turnAway(arrivals, from, to);
      return;
    }
    const pods = this.servedPods.accepting();
    const state = this.openState(offered, serving);
    const held = state.throughput * state.response;
    if (!this.steady.isCritical(state, serving) && congestion.held <= Math.max(held, congestion.floor(pods))) {
      congestion.settle(held);
      this.flowSteadily(state, arrivals, serving, from, to, fluctuationOf(state, elapsed));
      return;
    }
    const stretch = congestion.flow(offered, pods, serving / pods, elapsed, state);
    const entry = this.books.enter(stretch);
    this.responses.add(from, to, [stretch.law], [1], entry, noFluctuation);
    this.spend(stretch.area);
    this.servedPods.use(stretch.cpu, entry.answered);
  }

  /** Lets a steady state last. */
  private flowSteadily(
    state: SteadyState,
    arrivals: number,
    serving: number,
    from: number,
    to: number,
    fluctuation: Fluctuation,
  ): void {
    const { laws, shares, response, throughput } = state;
    let late = 0;
    if (this.timeout < Number.POSITIVE_INFINITY)
      for (const [i, law] of laws.entries()) late += shares[i]! * responseTail(law, this.timeout);
    const entry = this.books.enter({
      arrivals,
      retries: 0,
      rejected: 0,
      timedOut: arrivals * late,
      awaited: throughput * response,
    });
    this.spend(this.responses.add(from, to, laws, shares, entry, fluctuation));
    const { count } = this.endpoints;
    this.servedPods.use(entry.answered * this.work * state.slowing * (count / serving), entry.answered);
  }

  /** @param seconds that attempts spent at the platform, all together */
  private spend(seconds: number): void {
    this.area += seconds * microsecondsPerSecond;
  }

  private turnAway(arrivals: number, from: number, to: number): void {
    const entry = this.books.enter({ arrivals, retries: 0, rejected: arrivals, timedOut: 0, awaited: 0 });
    this.responses.add(from, to, [], [], entry, noFluctuation);
  }

  /** Nobody answers: who is not turned away and does not give up goes on waiting. */
  private starve(arrivals: number, from: number, to: number): void {
    const { congestion } = this;
    const elapsed = to - from;
    const before = congestion.held;
    const { rejected, timedOut } = congestion.starve(arrivals / elapsed, elapsed);
    const entry = this.books.enter({ arrivals, retries: 0, rejected, timedOut, awaited: Number.POSITIVE_INFINITY });
    this.responses.add(from, to, [], [], entry, noFluctuation);
    this.spend(((before + congestion.held) / 2) * elapsed);
  }

  /** The last state is kept: steady loads ask for it again and again. */
  private openState(offered: number, serving: number): SteadyState {
    if (this.last === null || this.last.offered !== offered || this.last.serving !== serving)
      this.last = { offered, serving, state: this.steady.open(offered, serving) };
    return this.last.state;
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
    return Math.max(0, mean + Math.sqrt(mean) * this.arrivals.normal());
  }
}

function meanThink({ load, overheadSeconds }: PlatformConfig): number {
  return load.kind === 'closed' ? meanOf(load.thinkSeconds) + overheadSeconds : Number.POSITIVE_INFINITY;
}
