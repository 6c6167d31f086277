import type { RandomStream } from '../../../core/random.js';
import type { Endpoints } from '../balancer/endpoints.js';
import type { PlatformConfig } from '../config.js';
import { meanOf } from '../distribution/distribution.js';
import { grown } from '../grown.js';
import { RateMean } from '../load/rate-mean.js';
import { ConstantRate, rateProcess } from '../load/rate-process.js';
import { type Population, SpawnRamp } from '../load/spawn-ramp.js';
import type { Counts } from '../metrics/counts.js';
import type { Pods } from '../pods/pods.js';
import { type Throttling, unthrottled } from '../servers/servers.js';
import { warmUpFactor } from '../servers/work-inflation.js';
import { microsecondsPerSecond, toSeconds } from '../time.js';
import type { Timers } from '../timers.js';
import type { Traffic } from '../traffic/traffic.js';
import { Books } from './books.js';
import { Congestion } from './congestion.js';
import { FluidLatencies, FluidSpans } from './fluid-readings.js';
import { LawWindow, limited, meanOf as meanOfStretch } from './law-window.js';
import { drawnIn, type ResponseLaw, responseLaw, responseTail, squaredSpread } from './response-law.js';
import { type SteadyState, SteadyStates, stretchSeconds } from './steady-state.js';

/**
 * Requests as a fluid: between two timers the service is in the steady state of its load and its ready pods, warming pods counting for less;
 * open load above the capacity becomes a backlog that delays what comes after it. The number of arrivals and the level of
 * response times have the noise of samples that size. Timeouts and a bound on the backlog cut off; retries, memory and what a
 * quota does within a period are not modelled. Spec: horizontal.md §3.4.
 */
export class FluidTraffic implements Traffic, Population {
  readonly latencies: FluidLatencies;
  readonly spans: FluidSpans;
  users = 0;
  area = 0;
  private readonly steady: SteadyStates;
  /** Steady states of closed load, by users and by pods. */
  private readonly known = new Map<number, SteadyState>();
  private readonly ramp: SpawnRamp | null;
  private rate: RateMean | null;
  private readonly work: number;
  private readonly timeout: number;
  private readonly interval = new LawWindow();
  private readonly lookBack = new LawWindow();
  private readonly noise: RandomStream;
  private now = 0;
  private readonly books = new Books();
  private readonly congestion: Congestion;
  private readonly countsGivenUp: boolean;
  private last: { readonly offered: number; readonly serving: number; readonly state: SteadyState } | null = null;
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
    const { load, client, metrics } = config;
    this.steady = new SteadyStates(config);
    this.noise = stream('noise');
    this.latencies = new FluidLatencies(this.interval);
    this.spans = new FluidSpans(this.lookBack, metrics.context.lookBackSeconds);
    this.work = meanOf(config.work);
    this.timeout = client.timeoutSeconds ?? Number.POSITIVE_INFINITY;
    this.congestion = new Congestion(config, this.noise);
    this.countsGivenUp = metrics.context.latencySource === 'histogram';
    this.warmFrom = new Float64Array(pods.capacity);
    this.cpu = new Float64Array(pods.capacity);
    this.answered = new Float64Array(pods.capacity);
    this.rate = load.kind === 'open' ? new RateMean(rateProcess(load.rate, stream('rate'))) : null;
    this.ramp = load.kind === 'closed' ? new SpawnRamp(load.spawnRate, this, timers) : null;
  }

  get counts(): Readonly<Counts> {
    return this.books.counts;
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
    const { count } = this.endpoints;
    this.congestion.held *= 1 - 1 / count;
    this.books.lose(Math.round(this.inFlight / count));
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
    const serving = this.servingPods();
    if (this.rate === null) this.flowClosed(serving, from, to);
    else this.flowOpen(this.rate.between(from, to), serving, from, to);
    this.lookBack.forgetUntil(to - this.spans.reachSeconds);
  }

  private flowClosed(serving: number, from: number, to: number): void {
    if (serving === 0) {
      this.turnAway((this.users / meanThink(this.config)) * (to - from));
      return;
    }
    const state = this.closedState(serving);
    this.flowSteadily(state, state.throughput * (to - from), serving, from, to, 0);
  }

  private flowOpen(offered: number, serving: number, from: number, to: number): void {
    const { congestion } = this;
    const elapsed = to - from;
    if (serving === 0) {
      if (this.config.balancer.kind === 'shared-queue') this.starve(this.noisy(offered * elapsed), elapsed);
      else this.turnAway(this.noisy(offered * elapsed));
      return;
    }
    const pods = this.acceptingPods();
    const state = this.openState(offered, serving);
    const held = state.throughput * state.response;
    if (!this.steady.isCritical(state, serving) && congestion.held <= Math.max(held, congestion.floor(pods))) {
      congestion.settle(held);
      this.flowSteadily(state, this.noisy(offered * elapsed), serving, from, to, slowNoise(state, elapsed));
      return;
    }
    const stretch = congestion.flow(offered, pods, serving / pods, elapsed, state);
    const { answered, timedOut } = this.books.enter(stretch);
    this.answer(from, to, stretch.law, answered, 0);
    this.spend(stretch.area);
    this.giveUp(from, to, timedOut);
    this.use(stretch.cpu, answered);
  }

  /** Lets a steady state last. @param extra squared coefficient of variation that slow fluctuations add to response times */
  private flowSteadily(
    state: SteadyState,
    arrivals: number,
    serving: number,
    from: number,
    to: number,
    extra: number,
  ): void {
    const { laws, shares, response, throughput } = state;
    let late = 0;
    if (this.timeout < Number.POSITIVE_INFINITY)
      for (const [i, law] of laws.entries()) late += shares[i]! * responseTail(law, this.timeout);
    const { answered, timedOut } = this.books.enter({
      arrivals,
      retries: 0,
      rejected: 0,
      timedOut: arrivals * late,
      awaited: throughput * response,
    });
    let spent = timedOut * (this.timeout === Number.POSITIVE_INFINITY ? 0 : this.timeout - this.config.overheadSeconds);
    for (const [i, law] of laws.entries()) spent += this.answer(from, to, law, answered * shares[i]!, extra);
    this.spend(spent);
    this.giveUp(from, to, timedOut);
    const { count } = this.endpoints;
    this.use(answered * this.work * state.slowing * (count / serving), answered);
  }

  /**
   * The more a queue's fluctuations move the responses of a stretch together, the less they are apart: over many stretches the law is the same.
   *
   * @param extra squared coefficient of variation of what the stretch's responses have in common
   * @returns time that attempts spent at the platform, seconds
   */
  private answer(start: number, end: number, law: ResponseLaw, weight: number, extra: number): number {
    if (weight === 0) return 0;
    const { noise } = this;
    const limit = this.timeout;
    const luck = noise.normal();
    const spread = squaredSpread(law);
    const common = Math.min(extra, spread);
    const variance = Math.log(1 + common);
    const factor = common === 0 ? 1 : Math.exp(Math.sqrt(variance) * noise.normal() - variance / 2);
    const apart = common === 0 ? law : drawnIn(law, Math.sqrt((spread - common) / (spread * (1 + common))));
    const stretch = limited({ start, end, law: apart, weight, factor, luck, limit });
    this.interval.push(stretch);
    this.lookBack.push(stretch);
    return weight * Math.max(0, meanOfStretch(stretch) - this.config.overheadSeconds);
  }

  /** @param seconds that attempts spent at the platform, all together */
  private spend(seconds: number): void {
    this.area += seconds * microsecondsPerSecond;
  }

  /** Attempts that are given up, which a histogram counts with the time that was waited. */
  private giveUp(start: number, end: number, weight: number): void {
    if (weight === 0 || !this.countsGivenUp) return;
    const law = responseLaw(this.timeout, 0, 0, { mean: 0, variance: 0 });
    this.lookBack.push(limited({ start, end, law, weight, factor: 1, luck: 0, limit: Number.POSITIVE_INFINITY }));
  }

  private turnAway(arrivals: number): void {
    this.books.enter({ arrivals, retries: 0, rejected: arrivals, timedOut: 0, awaited: 0 });
  }

  /** Nobody answers: who is not turned away and does not give up goes on waiting. */
  private starve(arrivals: number, elapsed: number): void {
    const before = this.congestion.held;
    const { rejected, timedOut } = this.congestion.starve(arrivals / elapsed, elapsed);
    this.spend(((before + this.congestion.held) / 2) * elapsed);
    this.books.enter({ arrivals, retries: 0, rejected, timedOut, awaited: Number.POSITIVE_INFINITY });
  }

  /** CPU and responses of the pods that serve. @param cpu core-seconds of all of them */
  private use(cpu: number, responses: number): void {
    const { list, count } = this.endpoints;
    for (let i = 0; i < count; i++) {
      this.cpu[list[i]!]! += (cpu * microsecondsPerSecond) / count;
      this.answered[list[i]!]! += responses / count;
    }
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

  private acceptingPods(): number {
    const { list, count } = this.endpoints;
    let accepting = 0;
    for (let i = 0; i < count; i++) if (this.serves(list[i]!)) accepting++;
    return accepting;
  }

  private serves(pod: number): boolean {
    return this.endpoints.has(pod) && this.pods.accepts[pod] === 1;
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
    return Math.max(0, mean + Math.sqrt(mean) * this.noise.normal());
  }
}

function meanThink({ load, overheadSeconds }: PlatformConfig): number {
  return load.kind === 'closed' ? meanOf(load.thinkSeconds) + overheadSeconds : Number.POSITIVE_INFINITY;
}

/**
 * Variation that a queue's slow fluctuations leave in the mean of a stretch: a stretch of many relaxation times, 2/(capacity·(1 − ρ)²)
 * each, averages them out.
 */
function slowNoise({ utilisation, throughput, fluctuation }: SteadyState, elapsed: number): number {
  if (fluctuation === 0) return 0;
  const relaxation = (2 * utilisation) / (throughput * (1 - utilisation) ** 2);
  return Math.min(1, (2 * relaxation) / elapsed) * fluctuation;
}
