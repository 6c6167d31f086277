import { grown } from '../grown.js';
import { RequestQueues } from '../traffic/request-queues.js';
import { RequestState, type Requests } from '../traffic/requests.js';
import { WinnerTree } from '../winner-tree.js';
import { FinishHeaps } from './finish-heaps.js';
import { type Servers, type Throttling, unthrottled } from './servers.js';
import { type InflationConfig, warmUpFactor } from './work-inflation.js';

/** A pod whose requests share its cores. */
export interface SharingOptions {
  /** Cores the requests in service share; none gets more than one. */
  readonly cores: number;
  /** Requests in service at most; the others wait in line. Infinity for no bound. */
  readonly concurrency: number;
  readonly inflation: InflationConfig;
}

/** Counts of requests for which speeds are kept in a table. */
const tabled = 1024;

/**
 * Pods whose requests share the processor equally (egalitarian processor sharing). With m in service, each advances at
 * min(1, cores/m)/(1 + κ(m − 1)). A pod keeps a virtual time that runs at that speed; a request with work w that enters at virtual time V is
 * done at V + w, whatever comes and goes meanwhile, so an arrival costs one heap operation and no request is ever updated.
 */
export class SharingServers implements Servers {
  inPod: Int32Array;
  protected readonly requests: Requests;
  protected readonly cores: number;
  protected readonly heaps: FinishHeaps;
  /** When something next happens in a pod. */
  protected readonly events: WinnerTree;
  /** By pod: virtual time, core-microseconds of work done for a request in service since the pod was last idle. */
  protected virtual: Float64Array;
  /** By pod: when virtual time and CPU use were last brought up to date. */
  protected settledAt: Float64Array;
  protected cpu: Float64Array;
  private readonly concurrency: number;
  private readonly contention: number;
  private readonly warmUp: InflationConfig['warmUp'];
  private readonly speeds: Float64Array;
  private readonly waiting: RequestQueues;
  private warmFrom: Float64Array;

  constructor(requests: Requests, pods: number, { cores, concurrency, inflation }: SharingOptions) {
    this.requests = requests;
    this.cores = cores;
    this.concurrency = concurrency;
    this.contention = inflation.contention;
    this.warmUp = inflation.warmUp;
    this.speeds = Float64Array.from({ length: tabled }, (_, count) => this.speedOf(count));
    this.heaps = new FinishHeaps(requests, pods);
    this.events = new WinnerTree(pods);
    this.waiting = new RequestQueues(requests, pods);
    this.inPod = new Int32Array(pods);
    this.virtual = new Float64Array(pods);
    this.settledAt = new Float64Array(pods);
    this.cpu = new Float64Array(pods);
    this.warmFrom = new Float64Array(pods);
  }

  get nextAt(): number {
    return this.events.time;
  }

  start(pod: number, now: number): void {
    this.virtual[pod] = 0;
    this.settledAt[pod] = now;
    this.cpu[pod] = 0;
    this.warmFrom[pod] = now;
  }

  warm(pod: number, from: number): void {
    this.warmFrom[pod] = from;
  }

  admit(request: number, pod: number, now: number): void {
    this.requests.pod[request] = pod;
    this.inPod[pod]!++;
    if (this.hasIdleWorker(pod)) {
      this.settle(pod, now);
      this.enter(request, pod, now);
      this.schedule(pod, now);
    } else {
      this.requests.state[request] = RequestState.waiting;
      this.waiting.push(pod, request);
    }
  }

  step(now: number): number {
    const pod = this.events.id;
    this.settle(pod, now);
    const request = this.heaps.top(pod);
    const due = this.requests.finish[request]!;
    if (this.virtual[pod]! < due) this.virtual[pod] = due;
    this.leave(request, pod, now);
    return request;
  }

  remove(request: number, now: number): void {
    const pod = this.requests.pod[request]!;
    if (this.requests.state[request] === RequestState.waiting) {
      this.waiting.remove(pod, request);
      this.inPod[pod]!--;
      return;
    }
    this.settle(pod, now);
    this.leave(request, pod, now);
  }

  drop(pod: number, now: number, into: number[]): void {
    this.settle(pod, now);
    this.heaps.drain(pod, into);
    for (let request = this.waiting.shift(pod); request >= 0; request = this.waiting.shift(pod)) into.push(request);
    this.inPod[pod] = 0;
    this.schedule(pod, now);
  }

  hasIdleWorker(pod: number): boolean {
    return this.heaps.size[pod]! < this.concurrency;
  }

  cpuUsed(pod: number, now: number): number {
    this.settle(pod, now);
    return this.cpu[pod]!;
  }

  throttling(_pod: number, _now: number): Throttling {
    return unthrottled;
  }

  grow(pods: number): void {
    this.heaps.grow(pods);
    this.events.grow(pods);
    this.waiting.grow(pods);
    this.inPod = grown(this.inPod, pods);
    this.virtual = grown(this.virtual, pods);
    this.settledAt = grown(this.settledAt, pods);
    this.cpu = grown(this.cpu, pods);
    this.warmFrom = grown(this.warmFrom, pods);
  }

  /** Brings virtual time and CPU use up to date. */
  protected settle(pod: number, now: number): void {
    const running = this.heaps.size[pod]!;
    if (running > 0) this.run(pod, running, now - this.settledAt[pod]!);
    this.settledAt[pod] = now;
  }

  /** Lets a pod's requests run for a while. */
  protected run(pod: number, running: number, microseconds: number): void {
    this.virtual[pod]! += microseconds * this.speed(running);
    this.cpu[pod]! += microseconds * Math.min(running, this.cores);
  }

  /** Sets when the pod's next event is due; its state is up to date. */
  protected schedule(pod: number, now: number): void {
    this.events.set(pod, this.completionAt(pod, now));
  }

  /** When the first of a pod's services ends if nothing changes, to the nearest microsecond. */
  protected completionAt(pod: number, now: number): number {
    const first = this.heaps.top(pod);
    if (first < 0) return Number.POSITIVE_INFINITY;
    const left = this.requests.finish[first]! - this.virtual[pod]!;
    return now + Math.max(0, Math.round(left / this.speed(this.heaps.size[pod]!)));
  }

  /** Takes a request out of service and lets the next one in. */
  protected leave(request: number, pod: number, now: number): void {
    this.heaps.remove(pod, request);
    this.inPod[pod]!--;
    const next = this.waiting.shift(pod);
    if (next >= 0) this.enter(next, pod, now);
    else if (this.heaps.size[pod] === 0) this.virtual[pod] = 0;
    this.schedule(pod, now);
  }

  private enter(request: number, pod: number, now: number): void {
    const { requests } = this;
    const work = requests.work[request]! * warmUpFactor(this.warmUp, now - this.warmFrom[pod]!);
    requests.state[request] = RequestState.inService;
    requests.finish[request] = this.virtual[pod]! + work;
    this.heaps.push(pod, request);
  }

  private speed(running: number): number {
    return running < tabled ? this.speeds[running]! : this.speedOf(running);
  }

  private speedOf(running: number): number {
    return Math.min(1, this.cores / running) / (1 + this.contention * (running - 1));
  }
}
