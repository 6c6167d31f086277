import { RandomStream, type Seed } from '../../core/random.js';
import { Endpoints } from './balancer/endpoints.js';
import type { PlatformConfig } from './config.js';
import { type OfferedLoad, offeredLoad } from './load/offered-load.js';
import { Observers } from './metrics/observers.js';
import type { PodUsage } from './metrics/pod-usage.js';
import { LifeCycle, type PodHost } from './pods/life-cycle.js';
import { PodPhase, Pods } from './pods/pods.js';
import { TimerKind, Timers } from './timers.js';
import type { FlowHost } from './traffic/event-flow.js';
import type { Traffic } from './traffic/traffic.js';

/** Makes the traffic of an episode over its pods. @param stream the random stream of a process, by name */
export type TrafficFactory = (
  config: PlatformConfig,
  pods: Pods,
  endpoints: Endpoints,
  timers: Timers,
  stream: (name: string) => RandomStream,
  host: FlowHost,
) => Traffic;

/**
 * One episode: the traffic runs from timer to timer, and pods, scrapes and retries change the scene in
 * between. Every process has its own random stream, so that policies can be compared under the same arrivals.
 */
export class Simulation implements PodHost, PodUsage, FlowHost {
  /** Microseconds since the episode began. */
  now = 0;
  readonly pods = new Pods();
  readonly traffic: Traffic;
  readonly lifeCycle: LifeCycle;
  readonly observers: Observers;
  readonly offered: OfferedLoad;
  private readonly config: PlatformConfig;
  private readonly timers = new Timers();
  private readonly endpoints = new Endpoints();

  constructor(config: PlatformConfig, seed: Seed, makeTraffic: TrafficFactory) {
    const { pods, timers, endpoints } = this;
    const stream = (name: string) => new RandomStream(seed, 'platform', name);
    this.config = config;
    this.traffic = makeTraffic(config, pods, endpoints, timers, stream, this);
    this.offered = offeredLoad(config.load, timers, this.traffic, () => stream('rate'));
    this.lifeCycle = new LifeCycle(config.lifeCycle, pods, timers, stream, this);
    this.observers = new Observers(config, pods, timers, this, stream('metrics'));
    for (let i = 0; i < config.initialReplicas; i++) this.lifeCycle.createReady(0);
  }

  /** Lets all happen that is due up to and at an instant. */
  run(until: number): void {
    const { traffic, timers } = this;
    for (;;) {
      this.now = Math.min(until, timers.nextAt);
      traffic.run(this.now);
      this.now = Math.min(this.now, timers.nextAt);
      if (timers.nextAt > this.now) break;
      this.runTimer();
    }
    this.lifeCycle.time.settle(until);
  }

  grew(capacity: number): void {
    this.traffic.grow(capacity);
  }

  started(pod: number, now: number): void {
    this.traffic.podStarted(pod, now);
  }

  becameReady(pod: number, now: number, warm: boolean): void {
    this.traffic.podWarms(pod, warm ? Number.NEGATIVE_INFINITY : now);
  }

  joined(pod: number, now: number): void {
    this.endpoints.add(pod);
    this.traffic.podJoined(pod, now);
  }

  left(pod: number): void {
    this.endpoints.remove(pod);
  }

  listed(pod: number): boolean {
    return this.endpoints.has(pod);
  }

  died(pod: number, now: number): void {
    this.traffic.podDied(pod, now);
  }

  held(pod: number, now: number): number {
    return this.traffic.held(pod, now);
  }

  emptyAt(pod: number): number | null {
    return this.traffic.emptyAt(pod);
  }

  drained(pod: number, now: number): void {
    this.lifeCycle.drained(pod, now);
  }

  outOfMemory(pod: number, now: number): void {
    this.lifeCycle.crash(pod, now);
  }

  memoryForRequests(): number {
    return this.config.resources.memoryLimitMebibytes - this.standingMemory();
  }

  cpuUsed(pod: number, now: number): number {
    return this.traffic.cpuUsed(pod, now);
  }

  served(pod: number): number {
    return this.traffic.served(pod);
  }

  memory(pod: number, now: number): number {
    return this.standingMemory() + this.config.resources.memory.perRequestMebibytes * this.traffic.held(pod, now);
  }

  /** What a pod holds besides its requests, MiB. */
  private standingMemory(): number {
    const { idleMebibytes, sharedMebibytes } = this.config.resources.memory;
    return idleMebibytes + sharedMebibytes / Math.max(1, this.pods.inPhase[PodPhase.ready]!);
  }

  private runTimer(): void {
    const { now, traffic } = this;
    const { kind, subject, stamp } = this.timers;
    this.timers.pop();
    if (this.lifeCycle.handle(kind, subject, stamp, now)) return;
    if (kind === TimerKind.load) traffic.tick(now);
    else if (kind === TimerKind.population) this.offered.tick(stamp, now);
    else if (kind === TimerKind.retry) traffic.retry(subject, now);
    else this.observers.scrape(kind, now);
  }
}
