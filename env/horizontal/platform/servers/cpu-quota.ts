import { grown } from '../grown.js';
import { toSeconds } from '../time.js';
import type { Requests } from '../traffic/requests.js';
import { type SharingOptions, SharingServers } from './processor-sharing.js';
import type { Throttling } from './servers.js';

/** A pod whose requests share its cores, under a CFS quota. */
export interface QuotaOptions extends SharingOptions {
  /** CPU the pod may use, cores: a period grants quota·period of core time. */
  readonly quota: number;
  /** Length of a period, microseconds; the kernel's default is 100 000. */
  readonly period: number;
  /** A period's beginning within the grid, 0 … 1, drawn for each pod. */
  readonly phase: () => number;
}

/** What ends the stretch a pod is in. */
const Next = { nothing: 0, completion: 1, exhaustion: 2, period: 3 } as const;

/**
 * Pods under the kernel's CPU bandwidth control (CFS quota). Threads share up to `cores` cores until the period's quota is used up;
 * then all stand still until the next period begins. Quota left over at a period's end is lost. Progress is piecewise linear, so the
 * pod goes from event to event (a service ends, the quota ends, a period begins) without a time step.
 */
export class QuotaServers extends SharingServers {
  private readonly quota: number;
  private readonly period: number;
  private readonly phase: () => number;
  /** By pod: core-microseconds left in the period; may dip below zero by the rounding of an instant, which the next period pays. */
  private left: Float64Array;
  private periodEnd: Float64Array;
  private next: Uint8Array;
  private throttled: Uint8Array;
  private periods: Float64Array;
  private throttledPeriods: Float64Array;
  private throttledTime: Float64Array;

  constructor(requests: Requests, pods: number, options: QuotaOptions) {
    super(requests, pods, options);
    this.period = options.period;
    this.quota = options.quota * options.period;
    this.phase = options.phase;
    this.left = new Float64Array(pods);
    this.periodEnd = new Float64Array(pods);
    this.next = new Uint8Array(pods);
    this.throttled = new Uint8Array(pods);
    this.periods = new Float64Array(pods);
    this.throttledPeriods = new Float64Array(pods);
    this.throttledTime = new Float64Array(pods);
  }

  override start(pod: number, now: number): void {
    super.start(pod, now);
    this.periodEnd[pod] = now - Math.round(this.phase() * this.period);
    this.left[pod] = 0;
    this.throttled[pod] = 0;
    this.periods[pod] = 0;
    this.throttledPeriods[pod] = 0;
    this.throttledTime[pod] = 0;
  }

  override admit(request: number, pod: number, now: number): void {
    if (this.heaps.size[pod] === 0) this.wake(pod, now);
    super.admit(request, pod, now);
  }

  override step(now: number): number {
    const pod = this.events.id;
    const next = this.next[pod]!;
    if (next === Next.completion) return super.step(now);
    this.settle(pod, now);
    if (next === Next.period) this.beginPeriod(pod, now);
    else this.throttle(pod);
    this.schedule(pod, now);
    return -1;
  }

  override throttling(pod: number, now: number): Throttling {
    this.settle(pod, now);
    return {
      periods: this.periods[pod]!,
      throttledPeriods: this.throttledPeriods[pod]!,
      throttledSeconds: toSeconds(this.throttledTime[pod]!),
    };
  }

  override grow(pods: number): void {
    super.grow(pods);
    this.left = grown(this.left, pods);
    this.periodEnd = grown(this.periodEnd, pods);
    this.periods = grown(this.periods, pods);
    this.throttledPeriods = grown(this.throttledPeriods, pods);
    this.throttledTime = grown(this.throttledTime, pods);
    this.next = grown(this.next, pods);
    this.throttled = grown(this.throttled, pods);
  }

  protected override run(pod: number, running: number, microseconds: number): void {
    if (this.throttled[pod] === 1) {
      this.throttledTime[pod]! += microseconds;
      return;
    }
    super.run(pod, running, microseconds);
    this.left[pod]! -= microseconds * Math.min(running, this.cores);
  }

  protected override schedule(pod: number, now: number): void {
    const running = this.heaps.size[pod]!;
    if (running === 0) {
      this.next[pod] = Next.nothing;
      this.events.set(pod, Number.POSITIVE_INFINITY);
      return;
    }
    let next: number = Next.period;
    let at = this.periodEnd[pod]!;
    if (this.throttled[pod] === 0) {
      const exhaustedAt = now + Math.max(0, Math.ceil(this.left[pod]! / Math.min(running, this.cores)));
      const completionAt = this.completionAt(pod, now);
      if (exhaustedAt < at) {
        next = Next.exhaustion;
        at = exhaustedAt;
      }
      if (completionAt <= at) {
        next = Next.completion;
        at = completionAt;
      }
    }
    this.next[pod] = next;
    this.events.set(pod, at);
  }

  /** A pod that was idle has work again: the periods that went by in between granted their quota to nobody. */
  private wake(pod: number, now: number): void {
    const { period, periodEnd } = this;
    this.settledAt[pod] = now;
    if (now < periodEnd[pod]!) return;
    periodEnd[pod]! += Math.floor((now - periodEnd[pod]!) / period) * period;
    this.left[pod] = 0;
    this.beginPeriod(pod, now);
  }

  private beginPeriod(pod: number, now: number): void {
    while (this.periodEnd[pod]! <= now) this.periodEnd[pod]! += this.period;
    this.left[pod] = this.quota + Math.min(0, this.left[pod]!);
    this.throttled[pod] = 0;
    this.periods[pod]!++;
  }

  private throttle(pod: number): void {
    this.throttled[pod] = 1;
    this.throttledPeriods[pod]!++;
  }
}
