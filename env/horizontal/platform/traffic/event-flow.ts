import type { Choice } from '../balancer/choice.js';
import type { PlatformConfig } from '../config.js';
import { grown } from '../grown.js';
import type { LoadSource } from '../load/load-source.js';
import type { Counts } from '../metrics/counts.js';
import type { Latencies, SpanWindow } from '../metrics/latencies.js';
import { PodPhase, type Pods } from '../pods/pods.js';
import type { Servers, Throttling } from '../servers/servers.js';
import type { Timers } from '../timers.js';
import type { Clients } from './clients.js';
import type { Requests } from './requests.js';
import type { SharedQueue } from './shared-queue.js';
import type { Traffic } from './traffic.js';

/** The parts a request meets on its way. */
export interface FlowParts {
  readonly requests: Requests;
  readonly load: LoadSource;
  readonly clients: Clients;
  readonly choice: Choice;
  /** The queue in front of all pods, if there is one. */
  readonly shared: SharedQueue | null;
  readonly servers: Servers;
  readonly pods: Pods;
  readonly host: FlowHost;
  /** Those of the platform: a retry or a crash sets one that may be the next. */
  readonly timers: Timers;
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

/** The platform's side of requests: balanced, queued, served, or turned away; lost with their pods. Works for every configuration. */
export class EventFlow implements Traffic {
  readonly latencies: Latencies;
  readonly spans: SpanWindow;
  private readonly requests: Requests;
  private readonly load: LoadSource;
  private readonly clients: Clients;
  private readonly choice: Choice;
  private readonly shared: SharedQueue | null;
  private readonly servers: Servers;
  private readonly pods: Pods;
  private readonly host: FlowHost;
  private readonly timers: Timers;
  private readonly sharedCapacity: number;
  private readonly podCapacity: number;
  private readonly memoryPerRequest: number;
  private readonly cancelsWork: boolean;
  private readonly dropped: number[] = [];
  /** By pod: requests answered since its container started. */
  private answered: Float64Array;
  /** Requests in pods. */
  private inPods = 0;

  constructor({ balancer, client, podCapacity, resources }: PlatformConfig, parts: FlowParts) {
    this.requests = parts.requests;
    this.load = parts.load;
    this.clients = parts.clients;
    this.latencies = parts.clients.latencies;
    this.spans = parts.clients.spans;
    this.choice = parts.choice;
    this.shared = parts.shared;
    this.servers = parts.servers;
    this.pods = parts.pods;
    this.host = parts.host;
    this.timers = parts.timers;
    this.sharedCapacity = (balancer.kind === 'shared-queue' ? balancer.capacity : null) ?? Number.POSITIVE_INFINITY;
    this.podCapacity = podCapacity ?? Number.POSITIVE_INFINITY;
    this.memoryPerRequest = resources.memory.perRequestMebibytes;
    this.cancelsWork = client.cancelsWork;
    this.answered = new Float64Array(parts.pods.capacity);
  }

  get counts(): Readonly<Counts> {
    return this.clients.ledger.counts;
  }

  get inFlight(): number {
    return this.clients.ledger.inFlight;
  }

  get area(): number {
    return this.clients.ledger.area;
  }

  get users(): number {
    return this.load.users;
  }

  run(until: number): void {
    const { servers, clients, load, timers } = this;
    const { deadlines } = clients;
    let end = until;
    for (;;) {
      if (timers.nextAt < end) end = timers.nextAt;
      const serverAt = servers.nextAt;
      const arrivalAt = load.nextAt;
      const deadlineAt = deadlines.nextAt;
      if (serverAt <= arrivalAt && serverAt <= deadlineAt) {
        if (serverAt > end) break;
        this.stepServers(serverAt);
      } else if (arrivalAt < deadlineAt) {
        if (arrivalAt > end) break;
        this.dispatch(clients.send(arrivalAt), arrivalAt);
      } else {
        if (deadlineAt > end) break;
        this.expire(deadlineAt);
      }
    }
    clients.ledger.settle(end);
  }

  sojourns(): number {
    return this.clients.sojourns();
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
    this.clients.ledger.counts.retries++;
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
    this.feed(pod, now);
  }

  podDied(pod: number, now: number): void {
    const { dropped } = this;
    dropped.length = 0;
    this.servers.drop(pod, now, dropped);
    this.inPods -= dropped.length;
    for (const request of dropped) this.clients.lose(request, now);
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

  /** An attempt reaches the platform. */
  private dispatch(request: number, now: number): void {
    const { clients, servers } = this;
    clients.begin(request, now);
    if (this.isFull()) {
      clients.reject(request, now);
      return;
    }
    const pod = this.choice.choose(this.requests.owner[request]!);
    if (pod < 0) this.hold(request, now);
    else if (this.pods.accepts[pod] === 0 || servers.inPod[pod]! >= this.podCapacity) clients.reject(request, now);
    else {
      this.inPods++;
      servers.admit(request, pod, now);
      clients.watch(request);
      if (this.memoryPerRequest > 0) this.checkMemory(pod, now);
    }
  }

  /** Whether the shared queue and the pods behind it hold all they may. */
  private isFull(): boolean {
    return this.shared !== null && this.inPods + this.shared.length >= this.sharedCapacity;
  }

  /** No pod takes the request now: it waits in the shared queue, if there is one. */
  private hold(request: number, now: number): void {
    if (this.shared === null) this.clients.reject(request, now);
    else {
      this.shared.push(request);
      this.clients.watch(request);
    }
  }

  private checkMemory(pod: number, now: number): void {
    const { host } = this;
    if (this.servers.inPod[pod]! * this.memoryPerRequest > host.memoryForRequests()) host.outOfMemory(pod, now);
  }

  /** Something is due inside a pod. */
  private stepServers(now: number): void {
    const request = this.servers.step(now);
    if (request < 0) return;
    const pod = this.requests.pod[request]!;
    this.answered[pod]!++;
    this.inPods--;
    this.clients.complete(request, now);
    this.roomIn(pod, now);
  }

  /** A client's patience may be at its end. */
  private expire(now: number): void {
    const request = this.clients.expired();
    if (request < 0) return;
    if (this.cancelsWork) this.takeOut(request, now);
    this.clients.giveUp(request, !this.cancelsWork, now);
  }

  /** Takes an attempt out of the queue or the pod it is in. */
  private takeOut(request: number, now: number): void {
    const pod = this.requests.pod[request]!;
    if (pod < 0) {
      this.shared!.remove(request);
      return;
    }
    this.servers.remove(request, now);
    this.inPods--;
    this.roomIn(pod, now);
  }

  /** A request has left a pod: the shared queue may send the next, and a terminating pod may be empty. */
  private roomIn(pod: number, now: number): void {
    const { pods } = this;
    if (pods.accepts[pod] === 1) this.feed(pod, now);
    if (pods.phase[pod] === PodPhase.terminating) this.host.drained(pod, now);
  }

  private feed(pod: number, now: number): void {
    if (this.shared !== null) this.inPods += this.shared.feed(pod, now);
  }
}
