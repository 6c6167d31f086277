import type { RandomStream } from '../../../core/random.js';
import type { KubernetesLifeCycle, LifeCycle as LifeCycleConfig } from '../config.js';
import { toMicroseconds } from '../time.js';
import { TimerKind, type Timers } from '../timers.js';
import { restartWait } from './crash-loop.js';
import { Nodes } from './nodes.js';
import { PodDelays } from './pod-delays.js';
import { PodTime } from './pod-time.js';
import { PodPhase, type Pods } from './pods.js';
import { nextVictim } from './victims.js';

/** What the part of the platform that handles requests is told about pods. */
export interface PodHost {
  /** The pods' arrays have grown. */
  grew(capacity: number): void;
  /** A container starts, empty. */
  started(pod: number, now: number): void;
  /** A pod became ready; it warms up from now on, or is long warm when the episode begins with it. */
  becameReady(pod: number, now: number, warm: boolean): void;
  /** Balancers may send requests to a pod. */
  joined(pod: number, now: number): void;
  /** Balancers no longer do. */
  left(pod: number): void;
  /** Whether balancers may still send requests to a pod. */
  listed(pod: number): boolean;
  /** A pod's process is gone, and all it held with it. */
  died(pod: number, now: number): void;
  /** Requests a pod holds. */
  held(pod: number, now: number): number;
  /** When a pod that takes no more requests will hold none, if that is known; otherwise {@link LifeCycle.drained} is to be called then. */
  emptyAt(pod: number): number | null;
}

/**
 * The life of pods: created, placed, pulled, started, probed, ready, crashed and restarted, terminated, gone; and the replica
 * controller that creates and deletes them.
 */
export class LifeCycle {
  private readonly kubernetes: KubernetesLifeCycle | null;
  private readonly nodes: Nodes | null;
  private readonly delays: PodDelays;
  readonly time: PodTime;

  constructor(
    config: LifeCycleConfig,
    private readonly pods: Pods,
    private readonly timers: Timers,
    stream: (name: string) => RandomStream,
    private readonly host: PodHost,
  ) {
    const kubernetes = config.mode === 'kubernetes' ? config : null;
    this.kubernetes = kubernetes;
    this.time = new PodTime(pods);
    this.delays = new PodDelays(kubernetes, stream);
    this.nodes = kubernetes?.nodes ? new Nodes(kubernetes.nodes, timers, stream('nodes')) : null;
  }

  /** Nodes in the cluster, null where they are not modelled. */
  get nodeCount(): number | null {
    return this.nodes?.count ?? null;
  }

  /** Creates a pod that is ready and warm at once, for the beginning of an episode. */
  createReady(now: number): void {
    const pod = this.create(now);
    this.pods.node[pod] = this.nodes?.place(pod, now) ?? -1;
    this.pods.startedAt[pod] = now;
    this.startContainer(pod, now);
    this.makeReady(pod, now, true);
    this.host.joined(pod, now);
  }

  /** Creates or deletes pods until `count` replicas are wanted. */
  setReplicas(count: number, now: number): void {
    const { pods } = this;
    this.time.settle(now);
    while (pods.replicas < count) {
      if (this.kubernetes === null) this.createReady(now);
      else {
        const pod = this.create(now);
        this.timers.set(now + this.delays.toSchedule(), TimerKind.schedule, pod, pods.version[pod]!);
      }
    }
    while (pods.replicas > count) this.terminate(nextVictim(pods), now);
  }

  /** Handles a timer. @returns false when it is for somebody else */
  handle(kind: number, subject: number, stamp: number, now: number): boolean {
    const { pods } = this;
    switch (kind) {
      case TimerKind.nodeReady:
        this.nodes!.ready();
        this.placeWaiting(now);
        return true;
      case TimerKind.nodeIdle:
        this.nodes!.idle(subject, stamp);
        return true;
      case TimerKind.endpointJoin:
        if (pods.id[subject] === stamp && pods.phase[subject] === PodPhase.ready) this.host.joined(subject, now);
        return true;
      case TimerKind.endpointLeave:
        if (pods.id[subject] === stamp) this.leaveEndpoints(subject, now);
        return true;
      case TimerKind.schedule:
      case TimerKind.containerStart:
      case TimerKind.ready:
      case TimerKind.crash:
      case TimerKind.preStopEnd:
      case TimerKind.graceEnd:
      case TimerKind.drained:
        if (pods.version[subject] === stamp) this.transit(kind, subject, now);
        return true;
      default:
        return false;
    }
  }

  /** A pod's process dies: by itself, or because it used more memory than its limit. */
  crash(pod: number, now: number): void {
    const { pods, timers } = this;
    const { crash } = this.kubernetes ?? { crash: null };
    this.time.settle(now);
    pods.accepts[pod] = 0;
    this.host.died(pod, now);
    if (pods.phase[pod] === PodPhase.terminating) {
      this.drained(pod, now);
      return;
    }
    pods.restarts[pod]!++;
    if (crash === null) {
      this.startContainer(pod, now);
      this.makeReady(pod, now, false);
      return;
    }
    const wait = restartWait(pods, pod, now, crash);
    pods.enter(pod, PodPhase.backOff);
    pods.setReady(pod, false, now);
    timers.set(now + this.delays.toEndpoints(), TimerKind.endpointLeave, pod, pods.id[pod]!);
    timers.set(now + wait, TimerKind.containerStart, pod, pods.version[pod]!);
  }

  /**
   * A terminating pod may have finished its last request. It stays, refusing what comes, for as long as balancers still send it
   * requests.
   */
  drained(pod: number, now: number): void {
    const { pods, host } = this;
    if (pods.phase[pod] !== PodPhase.terminating || pods.accepts[pod] === 1 || host.listed(pod)) return;
    if (host.held(pod, now) === 0) {
      this.remove(pod, now);
      return;
    }
    const emptyAt = host.emptyAt(pod);
    if (emptyAt !== null) this.timers.set(emptyAt, TimerKind.drained, pod, pods.version[pod]!);
  }

  private transit(kind: number, pod: number, now: number): void {
    this.time.settle(now);
    switch (kind) {
      case TimerKind.schedule:
        this.place(pod, now);
        break;
      case TimerKind.containerStart:
        this.startContainer(pod, now);
        this.awaitProbe(pod, now);
        break;
      case TimerKind.ready:
        this.makeReady(pod, now, false);
        this.timers.set(now + this.delays.toEndpoints(), TimerKind.endpointJoin, pod, this.pods.id[pod]!);
        break;
      case TimerKind.crash:
        this.crash(pod, now);
        break;
      case TimerKind.preStopEnd:
        this.pods.accepts[pod] = 0;
        this.drained(pod, now);
        break;
      case TimerKind.drained:
        this.drained(pod, now);
        break;
      case TimerKind.graceEnd:
        this.pods.accepts[pod] = 0;
        this.host.died(pod, now);
        this.drained(pod, now);
        break;
    }
  }

  private create(now: number): number {
    const { capacity } = this.pods;
    const pod = this.pods.create(now);
    if (this.pods.capacity !== capacity) this.host.grew(this.pods.capacity);
    return pod;
  }

  private place(pod: number, now: number): void {
    const { pods } = this;
    if (this.nodes !== null) {
      const node = this.nodes.place(pod, now);
      if (node < 0) return;
      pods.node[pod] = node;
    }
    pods.startedAt[pod] = now;
    pods.setReady(pod, false, now);
    pods.enter(pod, PodPhase.pulling);
    this.timers.set(now + this.delays.toPull(), TimerKind.containerStart, pod, pods.version[pod]!);
  }

  private placeWaiting(now: number): void {
    for (let pod = this.nodes!.nextWaiting(); pod >= 0; pod = this.nodes!.nextWaiting()) this.place(pod, now);
  }

  private startContainer(pod: number, now: number): void {
    const { pods } = this;
    pods.containerStartedAt[pod] = now;
    pods.enter(pod, PodPhase.starting);
    this.host.started(pod, now);
  }

  /** Times the first probe that will find the server up, and the container's next crash. */
  private awaitProbe(pod: number, now: number): void {
    const version = this.pods.version[pod]!;
    const probe = this.delays.toReady();
    const life = this.delays.toCrash();
    this.timers.set(now + probe, TimerKind.ready, pod, version);
    if (life < probe) this.timers.set(now + life, TimerKind.crash, pod, version);
  }

  private makeReady(pod: number, now: number, warm: boolean): void {
    const { pods } = this;
    pods.enter(pod, PodPhase.ready);
    pods.setReady(pod, true, now);
    pods.accepts[pod] = 1;
    this.host.becameReady(pod, now, warm);
    const life = this.delays.toCrash();
    if (life < Number.POSITIVE_INFINITY) this.timers.set(now + life, TimerKind.crash, pod, pods.version[pod]!);
  }

  private terminate(pod: number, now: number): void {
    const { pods, timers, kubernetes } = this;
    const ran = pods.phase[pod]! >= PodPhase.starting;
    const served = pods.accepts[pod] === 1;
    pods.deletedAt[pod] = now;
    pods.enter(pod, PodPhase.terminating);
    if (!ran) {
      this.remove(pod, now);
      return;
    }
    if (kubernetes === null || !served) {
      pods.accepts[pod] = 0;
      this.host.left(pod);
      this.drained(pod, now);
      return;
    }
    const { preStop, graceSeconds } = kubernetes.termination;
    const version = pods.version[pod]!;
    timers.set(now + this.delays.toEndpoints(), TimerKind.endpointLeave, pod, pods.id[pod]!);
    timers.set(now + toMicroseconds(graceSeconds), TimerKind.graceEnd, pod, version);
    if (preStop.kind !== 'poll')
      timers.set(
        now + (preStop.kind === 'sleep' ? toMicroseconds(preStop.seconds) : 0),
        TimerKind.preStopEnd,
        pod,
        version,
      );
  }

  /** Balancers have heard that a pod is not ready, or is being deleted. */
  private leaveEndpoints(pod: number, now: number): void {
    const { pods } = this;
    const phase = pods.phase[pod]!;
    if (phase === PodPhase.ready) return;
    this.host.left(pod);
    if (phase !== PodPhase.terminating) return;
    const { preStop } = this.kubernetes!.termination;
    if (preStop.kind !== 'poll') {
      this.drained(pod, now);
      return;
    }
    const period = toMicroseconds(preStop.seconds);
    const polls = Math.ceil((now - pods.deletedAt[pod]!) / period);
    this.timers.set(pods.deletedAt[pod]! + polls * period, TimerKind.preStopEnd, pod, pods.version[pod]!);
  }

  /** Takes a pod off the cluster. */
  private remove(pod: number, now: number): void {
    const { pods, nodes } = this;
    this.time.settle(now);
    pods.accepts[pod] = 0;
    pods.enter(pod, PodPhase.none);
    if (nodes === null) return;
    nodes.forget(pod);
    if (pods.node[pod]! < 0) return;
    nodes.leave(pods.node[pod]!, now);
    this.placeWaiting(now);
  }
}
