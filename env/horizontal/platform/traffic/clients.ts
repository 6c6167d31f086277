import type { RandomStream } from '../../../core/random.js';
import type { PlatformConfig } from '../config.js';
import { Sampler } from '../distribution/sampler.js';
import type { LoadSource } from '../load/load-source.js';
import { LatencyLog } from '../metrics/latency-log.js';
import { Spans } from '../metrics/spans.js';
import { microsecondsPerSecond, toMicroseconds } from '../time.js';
import { TimerKind, type Timers } from '../timers.js';
import { Deadlines } from './deadlines.js';
import { Ledger } from './ledger.js';
import { noOwner, RequestState, type Requests } from './requests.js';
import { RetryPolicy } from './retry-policy.js';

/**
 * The clients' side of requests: they send, wait, give up, try again, and learn how it ended. Overhead lies on the way to the platform, so a
 * response reaches its client the moment the service ends.
 */
export class Clients {
  readonly ledger = new Ledger();
  /** Response times of the requests answered, microseconds from the first sending. */
  readonly latencies = new LatencyLog();
  readonly spans: Spans;
  readonly deadlines = new Deadlines();
  private readonly retries: RetryPolicy;
  private readonly work: Sampler;
  private readonly overhead: number;
  private readonly timeout: number;

  constructor(
    config: PlatformConfig,
    private readonly requests: Requests,
    private readonly load: LoadSource,
    private readonly timers: Timers,
    private readonly streams: { readonly work: RandomStream; readonly retry: RandomStream },
  ) {
    const { client, metrics } = config;
    this.spans = new Spans(metrics.context);
    this.retries = new RetryPolicy(client.retries, streams.retry);
    this.work = new Sampler(config.work);
    this.overhead = toMicroseconds(config.overheadSeconds);
    this.timeout = client.timeoutSeconds === null ? Number.POSITIVE_INFINITY : toMicroseconds(client.timeoutSeconds);
  }

  /** The load's next request comes. @returns its slot, ready to {@link begin} */
  send(now: number): number {
    const { requests } = this;
    const owner = this.load.take();
    const request = requests.take();
    this.ledger.counts.requests++;
    this.retries.earn();
    requests.owner[request] = owner;
    requests.work[request] = this.work.draw(this.streams.work) * microsecondsPerSecond;
    requests.attempt[request] = 1;
    requests.sentAt[request] = now - this.overhead;
    return request;
  }

  /** An attempt reaches the platform. */
  begin(request: number, now: number): void {
    this.requests.attemptAt[request] = now - this.overhead;
    this.requests.pod[request] = -1;
    this.ledger.begin(now);
  }

  /** The platform holds the attempt: from now on its client may give up. */
  watch(request: number): void {
    if (this.timeout === Number.POSITIVE_INFINITY) return;
    const { requests } = this;
    this.deadlines.push(requests.attemptAt[request]! + this.timeout, request, requests.serial[request]!);
  }

  /** A service has ended. */
  complete(request: number, now: number): void {
    const { requests } = this;
    const { counts } = this.ledger;
    if (requests.abandoned[request] === 1) {
      counts.wasted++;
      requests.release(request);
      return;
    }
    const owner = requests.owner[request]!;
    counts.completed++;
    counts.succeeded++;
    this.ledger.end(this.arrivedAt(request), now);
    this.latencies.push(now - requests.sentAt[request]!);
    this.spans.push(requests.attemptAt[request]!, now, now);
    requests.release(request);
    if (owner !== noOwner) this.load.answer(owner, now);
  }

  /** The platform turns an attempt away. */
  reject(request: number, now: number): void {
    this.ledger.counts.rejected++;
    this.ledger.end(this.arrivedAt(request), now);
    this.fail(request, now);
  }

  /** A request is gone with its pod. */
  lose(request: number, now: number): void {
    if (this.requests.abandoned[request] === 1) {
      this.requests.release(request);
      return;
    }
    this.ledger.counts.lost++;
    this.ledger.end(this.arrivedAt(request), now);
    this.fail(request, now);
  }

  /** The earliest deadline has come. @returns the attempt whose client gives up, -1 when it has ended before */
  expired(): number {
    const { request, serial } = this.deadlines;
    this.deadlines.shift();
    return this.requests.serial[request] === serial && this.isAwaited(request) ? request : -1;
  }

  /** A client gives up. @param working whether the platform works on, for nobody */
  giveUp(request: number, working: boolean, now: number): void {
    this.ledger.counts.timedOut++;
    this.ledger.end(this.arrivedAt(request), now);
    if (this.spans.isHistogram) this.spans.push(this.requests.attemptAt[request]!, now, now);
    this.fail(working ? this.abandon(request) : request, now);
  }

  /** Time attempts have spent at the platform, those in flight included, microseconds. */
  sojourns(): number {
    let sum = this.ledger.ended;
    for (let request = 0; request < this.requests.capacity; request++)
      if (this.isAwaited(request)) sum += this.ledger.settledAt - this.arrivedAt(request);
    return sum;
  }

  /** An attempt has failed: the client tries again, or gives the request up for good. */
  private fail(request: number, now: number): void {
    const { requests } = this;
    const attempt = requests.attempt[request]!;
    const backOff = this.retries.backOff(attempt);
    if (backOff >= 0) {
      requests.attempt[request] = attempt + 1;
      requests.state[request] = RequestState.backingOff;
      this.timers.set(now + backOff + this.overhead, TimerKind.retry, request);
      return;
    }
    const owner = requests.owner[request]!;
    this.ledger.counts.failed++;
    requests.release(request);
    if (owner !== noOwner) this.load.answer(owner, now);
  }

  /** Leaves the platform a request nobody waits for. @returns the slot with which its client goes on */
  private abandon(request: number): number {
    const { requests } = this;
    const client = requests.take();
    requests.owner[client] = requests.owner[request]!;
    requests.work[client] = requests.work[request]!;
    requests.attempt[client] = requests.attempt[request]!;
    requests.sentAt[client] = requests.sentAt[request]!;
    requests.abandoned[request] = 1;
    return client;
  }

  /** Whether a client waits for an attempt that is at the platform. */
  private isAwaited(request: number): boolean {
    const state = this.requests.state[request];
    const isHere = state === RequestState.waiting || state === RequestState.inService;
    return isHere && this.requests.abandoned[request] === 0;
  }

  private arrivedAt(request: number): number {
    return this.requests.attemptAt[request]! + this.overhead;
  }
}
