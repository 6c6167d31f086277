import type { RandomStream } from '../../../core/random.js';
import type { Choice } from '../balancer/choice.js';
import type { Connections } from '../balancer/connections.js';
import type { Endpoints } from '../balancer/endpoints.js';
import type { PlatformConfig } from '../config.js';
import { Sampler } from '../distribution/sampler.js';
import { grown } from '../grown.js';
import type { LoadSource } from '../load/load-source.js';
import { noCounts } from '../metrics/counts.js';
import { LatencyLog } from '../metrics/latency-log.js';
import { Spans } from '../metrics/spans.js';
import { PodPhase, type Pods } from '../pods/pods.js';
import type { Servers, Throttling } from '../servers/servers.js';
import { microsecondsPerSecond, toMicroseconds } from '../time.js';
import { TimerKind, type Timers } from '../timers.js';
import { Deadlines } from './deadlines.js';
import { RequestQueues } from './request-queues.js';
import { noOwner, RequestState, type Requests } from './requests.js';
import { RetryBudget } from './retry-budget.js';
import type { Traffic } from './traffic.js';

/** The parts a request meets on its way. */
export interface FlowParts {
  readonly requests: Requests;
  readonly load: LoadSource;
  readonly endpoints: Endpoints;
  readonly choice: Choice;
  readonly connections: Connections | null;
  readonly servers: Servers;
  readonly pods: Pods;
  readonly timers: Timers;
  readonly streams: { readonly work: RandomStream; readonly retry: RandomStream };
  readonly host: FlowHost;
}

/** What the flow tells and asks the pods' life cycle. */
export interface FlowHost {
  /** A terminating pod may have finished its last request. */
  drained(pod: number, now: number): void;
  /** A pod's requests take more memory than it may have. */
  outOfMemory(pod: number, now: number): void;
  /** MiB a pod may use for requests, beside what it always holds. */
  memoryForRequests(): number;
}

/**
 * What becomes of requests: sent, balanced, queued, served, answered; or turned away, given up, lost, and perhaps sent again. Works for every
 * configuration. Overhead lies on the way to the balancer, so a response reaches its client the moment the service ends.
 */
export class EventFlow implements Traffic {
  readonly counts = noCounts();
  readonly latencies = new LatencyLog();
  readonly spans: Spans;
  inFlight = 0;
  area = 0;
  private readonly requests: Requests;
  private readonly load: LoadSource;
  private readonly choice: Choice;
  private readonly servers: Servers;
  private readonly pods: Pods;
  /** The shared queue, if there is one. */
  private readonly central: RequestQueues | null;
  private readonly centralCapacity: number;
  private readonly deadlines = new Deadlines();
  private readonly budget: RetryBudget;
  private readonly work: Sampler;
  private readonly overhead: number;
  private readonly timeout: number;
  private readonly podCapacity: number;
  private readonly memoryPerRequest: number;
  private readonly dropped: number[] = [];
  /** By pod: requests answered since its container started. */
  private answered: Float64Array;
  /** Requests in pods. */
  private inPods = 0;
  private areaAt = 0;
  /** Time that attempts which have come to an end spent at the platform, microseconds. */
  private ended = 0;

  constructor(
    private readonly config: PlatformConfig,
    private readonly parts: FlowParts,
  ) {
    const { balancer, client, metrics, resources } = config;
    const shared = balancer.kind === 'shared-queue' ? balancer : null;
    this.requests = parts.requests;
    this.load = parts.load;
    this.choice = parts.connections ?? parts.choice;
    this.servers = parts.servers;
    this.pods = parts.pods;
    this.central = shared === null ? null : new RequestQueues(parts.requests, 1);
    this.centralCapacity = shared?.capacity ?? Number.POSITIVE_INFINITY;
    this.spans = new Spans(metrics.context.traces);
    this.answered = new Float64Array(parts.pods.capacity);
    this.budget = new RetryBudget(client.retries?.budgetRatio ?? null, client.retries?.budgetReserve ?? 0);
    this.work = new Sampler(config.work);
    this.overhead = toMicroseconds(config.overheadSeconds);
    this.timeout = client.timeoutSeconds === null ? Number.POSITIVE_INFINITY : toMicroseconds(client.timeoutSeconds);
    this.podCapacity = config.podCapacity ?? Number.POSITIVE_INFINITY;
    this.memoryPerRequest = resources.memory.perRequestMebibytes;
  }

  get users(): number {
    return this.load.users;
  }

  run(until: number): void {
    const { servers, deadlines, load } = this;
    for (;;) {
      const serverAt = servers.nextAt;
      const arrivalAt = load.nextAt;
      const deadlineAt = deadlines.nextAt;
      if (serverAt <= arrivalAt && serverAt <= deadlineAt) {
        if (serverAt > until) break;
        this.stepServers(serverAt);
      } else if (arrivalAt < deadlineAt) {
        if (arrivalAt > until) break;
        this.arrive(arrivalAt);
      } else {
        if (deadlineAt > until) break;
        this.expire(deadlineAt);
      }
    }
    this.settle(until);
  }

  sojourns(): number {
    const { requests } = this;
    let sum = this.ended;
    for (let request = 0; request < requests.capacity; request++)
      if (this.isAwaited(request)) sum += this.areaAt - requests.attemptAt[request]! - this.overhead;
    return sum;
  }

  setUsers(count: number, now: number): void {
    this.load.setUsers(count, now);
  }

  setRate(requestsPerSecond: number, now: number): void {
    this.load.setRate(requestsPerSecond, now);
  }

  tick(now: number): void {
    this.load.tick(now);
  }

  retry(request: number, now: number): void {
    this.counts.retries++;
    this.dispatch(request, now);
  }

  grow(pods: number): void {
    this.servers.grow(pods);
    this.answered = grown(this.answered, pods);
  }

  podStarted(pod: number, now: number): void {
    this.servers.start(pod, now);
    this.answered[pod] = 0;
  }

  podWarms(pod: number, from: number): void {
    this.servers.warm(pod, from);
  }

  podJoined(pod: number, now: number): void {
    if (this.central !== null) this.pull(pod, now);
  }

  podDied(pod: number, now: number): void {
    const { requests, dropped } = this;
    dropped.length = 0;
    this.servers.drop(pod, now, dropped);
    this.inPods -= dropped.length;
    for (const request of dropped) {
      if (requests.abandoned[request] === 1) requests.release(request);
      else {
        this.counts.lost++;
        this.endAttempt(request, now);
        this.fail(request, now);
      }
    }
  }

  held(pod: number): number {
    return this.servers.inPod[pod]!;
  }

  emptyAt(): null {
    return null;
  }

  cpuUsed(pod: number, now: number): number {
    return this.servers.cpuUsed(pod, now);
  }

  served(pod: number): number {
    return this.answered[pod]!;
  }

  throttling(pod: number, now: number): Throttling {
    return this.servers.throttling(pod, now);
  }

  /** The load's next request arrives. */
  private arrive(now: number): void {
    const { requests } = this;
    const owner = this.load.take();
    const request = requests.take();
    this.counts.requests++;
    this.budget.earn();
    requests.owner[request] = owner;
    requests.work[request] = this.work.draw(this.parts.streams.work) * microsecondsPerSecond;
    requests.attempt[request] = 1;
    requests.sentAt[request] = now - this.overhead;
    this.dispatch(request, now);
  }

  /** Something is due inside a pod. */
  private stepServers(now: number): void {
    const { requests } = this;
    const request = this.servers.step(now);
    if (request < 0) return;
    const pod = requests.pod[request]!;
    this.answered[pod]!++;
    this.inPods--;
    if (requests.abandoned[request] === 1) {
      this.counts.wasted++;
      requests.release(request);
    } else this.complete(request, now);
    this.roomIn(pod, now);
  }

  /** A client's patience may be at its end. */
  private expire(now: number): void {
    const { requests } = this;
    const { request, serial } = this.deadlines;
    this.deadlines.shift();
    if (requests.serial[request] !== serial || !this.isAwaited(request)) return;
    this.counts.timedOut++;
    this.endAttempt(request, now);
    if (this.config.client.cancelsWork) {
      this.takeOut(request, now);
      this.fail(request, now);
    } else this.fail(this.abandon(request), now);
  }

  /** An attempt reaches the platform. */
  private dispatch(request: number, now: number): void {
    const { requests, pods, servers } = this;
    requests.attemptAt[request] = now - this.overhead;
    requests.pod[request] = -1;
    this.counts.arrivals++;
    this.settle(now);
    this.inFlight++;
    if (this.isFull()) {
      this.reject(request, now);
      return;
    }
    const pod = this.choice.choose(requests.owner[request]!);
    if (pod < 0) this.waitCentrally(request, now);
    else if (pods.accepts[pod] === 0 || servers.inPod[pod]! >= this.podCapacity) this.reject(request, now);
    else {
      this.inPods++;
      servers.admit(request, pod, now);
      this.setDeadline(request);
      if (this.memoryPerRequest > 0) this.checkMemory(pod, now);
    }
  }

  /** Whether the shared queue and the pods behind it hold all they may. */
  private isFull(): boolean {
    return this.central !== null && this.inPods + this.central.length[0]! >= this.centralCapacity;
  }

  /** No pod takes the request now: it waits in the shared queue, if there is one. */
  private waitCentrally(request: number, now: number): void {
    const { central } = this;
    if (central === null) {
      this.reject(request, now);
      return;
    }
    this.requests.state[request] = RequestState.waiting;
    central.push(0, request);
    this.setDeadline(request);
  }

  private setDeadline(request: number): void {
    if (this.timeout === Number.POSITIVE_INFINITY) return;
    const { requests } = this;
    this.deadlines.push(requests.attemptAt[request]! + this.timeout, request, requests.serial[request]!);
  }

  private checkMemory(pod: number, now: number): void {
    const { host } = this.parts;
    if (this.servers.inPod[pod]! * this.memoryPerRequest > host.memoryForRequests()) host.outOfMemory(pod, now);
  }

  private complete(request: number, now: number): void {
    const { requests } = this;
    const owner = requests.owner[request]!;
    this.counts.completed++;
    this.counts.succeeded++;
    this.endAttempt(request, now);
    this.latencies.push(now - requests.sentAt[request]!);
    this.spans.push(requests.attemptAt[request]!, now, now);
    requests.release(request);
    if (owner !== noOwner) this.load.answer(owner, now);
  }

  private reject(request: number, now: number): void {
    this.counts.rejected++;
    this.endAttempt(request, now);
    this.fail(request, now);
  }

  /** The client learns how its attempt ended. */
  private endAttempt(request: number, now: number): void {
    this.settle(now);
    this.inFlight--;
    this.ended += now - this.requests.attemptAt[request]! - this.overhead;
  }

  /** An attempt has failed: the client tries again, or gives the request up. */
  private fail(request: number, now: number): void {
    const { requests } = this;
    const { retries } = this.config.client;
    const attempt = requests.attempt[request]!;
    if (retries !== null && attempt < retries.maxAttempts && this.budget.spend()) {
      const ceiling = Math.min(retries.maxSeconds, retries.baseSeconds * 2 ** (attempt - 1));
      const backOff = toMicroseconds(ceiling * this.parts.streams.retry.next()) + this.overhead;
      requests.attempt[request] = attempt + 1;
      requests.state[request] = RequestState.backingOff;
      this.parts.timers.set(now + Math.max(backOff, 1), TimerKind.retry, request);
      return;
    }
    const owner = requests.owner[request]!;
    this.counts.failed++;
    requests.release(request);
    if (owner !== noOwner) this.load.answer(owner, now);
  }

  /** Leaves the pod working on a request nobody waits for. @returns the slot with which its client goes on */
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

  /** Takes an attempt out of the queue or the pod it is in. */
  private takeOut(request: number, now: number): void {
    const pod = this.requests.pod[request]!;
    if (pod < 0) {
      this.central!.remove(0, request);
      return;
    }
    this.servers.remove(request, now);
    this.inPods--;
    this.roomIn(pod, now);
  }

  /** A request has left a pod: the shared queue may send the next, and a terminating pod may be empty. */
  private roomIn(pod: number, now: number): void {
    const { pods } = this;
    if (this.central !== null && pods.accepts[pod] === 1) this.pull(pod, now);
    if (pods.phase[pod] === PodPhase.terminating) this.parts.host.drained(pod, now);
  }

  /** Lets a pod take what it can from the shared queue. */
  private pull(pod: number, now: number): void {
    const { servers, parts } = this;
    if (!parts.endpoints.has(pod)) return;
    while (servers.hasIdleWorker(pod)) {
      const request = this.central!.shift(0);
      if (request < 0) return;
      this.inPods++;
      servers.admit(request, pod, now);
    }
  }

  /** Whether a client waits for an attempt that is at the platform. */
  private isAwaited(request: number): boolean {
    const state = this.requests.state[request];
    const isHere = state === RequestState.waiting || state === RequestState.inService;
    return isHere && this.requests.abandoned[request] === 0;
  }

  /** Brings {@link area} up to date. */
  private settle(now: number): void {
    this.area += this.inFlight * (now - this.areaAt);
    this.areaAt = now;
  }
}
