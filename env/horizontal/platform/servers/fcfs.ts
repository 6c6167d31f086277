import { grown } from '../grown.js';
import { RequestQueues } from '../traffic/request-queues.js';
import { RequestState, type Requests } from '../traffic/requests.js';
import { WinnerTree } from '../winner-tree.js';
import { type Servers, type Throttling, unthrottled } from './servers.js';
import { type InflationConfig, warmUpFactor } from './work-inflation.js';

/** A pod whose workers take one request each, in order of arrival. */
export interface FcfsOptions {
  readonly workers: number;
  /** CPU the workers share, cores; one worker runs at min(1, cores/workers). */
  readonly cores: number;
  readonly inflation: InflationConfig;
}

/**
 * Pods that serve first come, first served with `workers` workers each. How long a service will take is settled when the pod takes the
 * request in: work over the worker's speed, times 1 + κ(m − 1) with m requests then in the pod, times the warm-up factor, in whole
 * microseconds.
 */
export class FcfsServers implements Servers {
  inPod: Int32Array;
  private readonly workers: number;
  private readonly speed: number;
  private readonly contention: number;
  private readonly warmUp: InflationConfig['warmUp'];
  private readonly warmsUp: boolean;
  /** Ends of services; worker w of pod p has id p·workers + w. */
  private readonly completions: WinnerTree;
  private readonly waiting: RequestQueues;
  /** By worker: the request in its hands. */
  private serving: Int32Array;
  /** By pod, a stack of its idle workers, and how many there are. */
  private idle: Int32Array;
  private idleCount: Int32Array;
  private warmFrom: Float64Array;
  /** By pod: service given, worker-microseconds, up to an instant. */
  private busy: Float64Array;
  private busyUntil: Float64Array;

  constructor(
    private readonly requests: Requests,
    pods: number,
    options: FcfsOptions,
  ) {
    const { workers, cores, inflation } = options;
    this.workers = workers;
    this.speed = Math.min(1, cores / workers);
    this.contention = inflation.contention;
    this.warmUp = inflation.warmUp;
    this.warmsUp = inflation.warmUp.extra > 0;
    this.completions = new WinnerTree(pods * workers);
    this.waiting = new RequestQueues(requests, pods);
    this.inPod = new Int32Array(pods);
    this.serving = new Int32Array(pods * workers).fill(-1);
    this.idle = new Int32Array(pods * workers);
    this.idleCount = new Int32Array(pods);
    this.warmFrom = new Float64Array(pods);
    this.busy = new Float64Array(pods);
    this.busyUntil = new Float64Array(pods);
  }

  get nextAt(): number {
    return this.completions.time;
  }

  start(pod: number, now: number): void {
    const { workers, idle } = this;
    this.idleCount[pod] = workers;
    for (let worker = 0; worker < workers; worker++)
      idle[pod * workers + worker] = pod * workers + workers - 1 - worker;
    this.warmFrom[pod] = now;
    this.busy[pod] = 0;
    this.busyUntil[pod] = now;
  }

  warm(pod: number, from: number): void {
    this.warmFrom[pod] = from;
  }

  admit(request: number, pod: number, now: number): void {
    const { requests } = this;
    let duration = (requests.work[request]! / this.speed) * (1 + this.contention * this.inPod[pod]!++);
    if (this.warmsUp) duration *= warmUpFactor(this.warmUp, now - this.warmFrom[pod]!);
    requests.pod[request] = pod;
    requests.duration[request] = Math.round(duration);
    if (this.idleCount[pod]! > 0) {
      this.settle(pod, now);
      const worker = this.idle[pod * this.workers + --this.idleCount[pod]!]!;
      this.serve(request, worker, now);
    } else {
      requests.state[request] = RequestState.waiting;
      this.waiting.push(pod, request);
    }
  }

  step(now: number): number {
    const { id } = this.completions;
    const request = this.serving[id]!;
    const pod = this.requests.pod[request]!;
    this.inPod[pod]!--;
    this.release(id, pod, now);
    return request;
  }

  remove(request: number, now: number): void {
    const { requests, workers, serving } = this;
    const pod = requests.pod[request]!;
    this.inPod[pod]!--;
    if (requests.state[request] === RequestState.waiting) {
      this.waiting.remove(pod, request);
      return;
    }
    let worker = pod * workers;
    while (serving[worker] !== request) worker++;
    this.release(worker, pod, now);
  }

  drop(pod: number, now: number, into: number[]): void {
    const { workers, serving } = this;
    for (let worker = pod * workers; worker < (pod + 1) * workers; worker++) {
      if (serving[worker]! < 0) continue;
      into.push(serving[worker]!);
      this.retire(worker, pod, now);
    }
    for (let request = this.waiting.shift(pod); request >= 0; request = this.waiting.shift(pod)) into.push(request);
    this.inPod[pod] = 0;
  }

  hasIdleWorker(pod: number): boolean {
    return this.idleCount[pod]! > 0;
  }

  cpuUsed(pod: number, now: number): number {
    this.settle(pod, now);
    return this.busy[pod]! * this.speed;
  }

  throttling(): Throttling {
    return unthrottled;
  }

  grow(pods: number): void {
    const { workers } = this;
    this.completions.grow(pods * workers);
    this.waiting.grow(pods);
    this.inPod = grown(this.inPod, pods);
    this.serving = grown(this.serving, pods * workers, -1);
    this.idle = grown(this.idle, pods * workers);
    this.idleCount = grown(this.idleCount, pods);
    this.warmFrom = grown(this.warmFrom, pods);
    this.busy = grown(this.busy, pods);
    this.busyUntil = grown(this.busyUntil, pods);
  }

  /** Puts a request into a worker's hands. */
  private serve(request: number, worker: number, now: number): void {
    this.requests.state[request] = RequestState.inService;
    this.serving[worker] = request;
    this.completions.set(worker, now + this.requests.duration[request]!);
  }

  /** A worker has nothing in its hands: it takes the next request, if one waits. */
  private release(worker: number, pod: number, now: number): void {
    const request = this.waiting.shift(pod);
    if (request >= 0) this.serve(request, worker, now);
    else this.retire(worker, pod, now);
  }

  private retire(worker: number, pod: number, now: number): void {
    this.settle(pod, now);
    this.serving[worker] = -1;
    this.idle[pod * this.workers + this.idleCount[pod]!++] = worker;
    this.completions.set(worker, Number.POSITIVE_INFINITY);
  }

  private settle(pod: number, now: number): void {
    this.busy[pod]! += (this.workers - this.idleCount[pod]!) * (now - this.busyUntil[pod]!);
    this.busyUntil[pod] = now;
  }
}
