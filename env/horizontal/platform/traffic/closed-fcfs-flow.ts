import type { RandomStream } from '../../../core/random.js';
import type { Choice } from '../balancer/choice.js';
import { CalendarQueue } from '../calendar-queue.js';
import type { ClosedLoad, PlatformConfig } from '../config.js';
import { Sampler } from '../distribution/sampler.js';
import { grown } from '../grown.js';
import { type Population, SpawnRamp } from '../load/spawn-ramp.js';
import { noCounts } from '../metrics/counts.js';
import { LatencyLog } from '../metrics/latency-log.js';
import { Spans } from '../metrics/spans.js';
import type { Pods } from '../pods/pods.js';
import { type Throttling, unthrottled } from '../servers/servers.js';
import { warmUpFactor } from '../servers/work-inflation.js';
import { microsecondsPerSecond, toMicroseconds } from '../time.js';
import type { Timers } from '../timers.js';
import { DepartureRings } from './departure-rings.js';
import type { Traffic } from './traffic.js';

const UserState = { absent: 0, present: 1, leaving: 2 } as const;

/** A closed load on pods with one first-come-first-served worker each, balanced blindly, whose clients neither give up nor retry. */
export type ClosedFcfsConfig = PlatformConfig & { readonly load: ClosedLoad };

/** Whether {@link ClosedFcfsFlow} can do a configuration. */
export function isClosedFcfs(config: PlatformConfig): config is ClosedFcfsConfig {
  const { load, server, balancer, client } = config;
  return (
    load.kind === 'closed' &&
    server.kind === 'fcfs' &&
    server.workers === 1 &&
    (balancer.kind === 'round-robin' || balancer.kind === 'random') &&
    client.timeoutSeconds === null &&
    client.retries === null &&
    config.podCapacity === null &&
    config.stickyConnections === null &&
    config.resources.memory.perRequestMebibytes === 0
  );
}

/**
 * The fast way through the commonest case. When a request arrives at a first-come-first-served pod its response is settled: it begins
 * when the pod is free, and its user will wake after it and some thinking. So a request is one event, a user's wake, instead of two
 * (horizontal.md §3.4), and the trajectory is that of the general flow to the microsecond. A response is written down when its user
 * wakes or when a stretch of time ends, whichever comes first; only which spans a full buffer has forgotten depends on that.
 */
export class ClosedFcfsFlow implements Traffic, Population {
  readonly counts = noCounts();
  readonly latencies = new LatencyLog();
  readonly spans: Spans;
  users = 0;
  inFlight = 0;
  area = 0;
  private readonly ramp: SpawnRamp;
  private readonly wakes = new CalendarQueue(64);
  private readonly thinkSampler: Sampler;
  private readonly workSampler: Sampler;
  private readonly overhead: number;
  private readonly speed: number;
  private readonly contention: number;
  private readonly warmUp: PlatformConfig['warmUp'];
  private readonly warmsUp: boolean;
  /** Time at the platform of the responses written down, microseconds. */
  private written = 0;

  /** By user. */
  private state = new Uint8Array(64);
  /** 1 while the user's response has not been written down. */
  private open = new Uint8Array(64);
  private arrivedAt = new Float64Array(64);
  private departsAt = new Float64Array(64);
  private podOf = new Int32Array(64);
  /** How long the next thinking will take, overhead included, microseconds. */
  private think = new Float64Array(64);

  /** By pod: when its worker is free, service begun or promised since its container started, responses, beginning of its warm-up. */
  private freeAt: Float64Array;
  private promised: Float64Array;
  private answered: Float64Array;
  private warmFrom: Float64Array;
  private readonly rings: DepartureRings;

  constructor(
    config: ClosedFcfsConfig,
    private readonly pods: Pods,
    private readonly choice: Choice,
    timers: Timers,
    private readonly streams: { readonly work: RandomStream; readonly think: RandomStream },
  ) {
    const { load, resources, metrics } = config;
    this.spans = new Spans(metrics.context);
    this.thinkSampler = new Sampler(load.thinkSeconds);
    this.workSampler = new Sampler(config.work);
    this.overhead = toMicroseconds(config.overheadSeconds);
    this.speed = Math.min(1, resources.cores);
    this.contention = config.contention;
    this.warmUp = config.warmUp;
    this.warmsUp = config.warmUp.extra > 0;
    this.freeAt = new Float64Array(pods.capacity);
    this.promised = new Float64Array(pods.capacity);
    this.answered = new Float64Array(pods.capacity);
    this.warmFrom = new Float64Array(pods.capacity);
    this.rings = new DepartureRings(pods.capacity);
    this.ramp = new SpawnRamp(load.spawnRate, this, timers);
  }

  run(until: number): void {
    const { wakes } = this;
    while (wakes.time <= until) {
      const now = wakes.time;
      const user = wakes.pop();
      if (this.open[user] === 1) this.writeDown(user, now);
      if (this.state[user] === UserState.present) this.send(user, now);
      else this.state[user] = UserState.absent;
    }
    this.writeDownAll(until);
  }

  sojourns(): number {
    return this.area;
  }

  setUsers(count: number, now: number): void {
    this.ramp.setUsers(count, now);
  }

  setRate(): void {}

  tick(now: number): void {
    this.ramp.tick(now);
  }

  retry(): void {}

  join(now: number): void {
    const user = this.users++;
    if (user === this.state.length) this.growUsers();
    const leaving = this.state[user] === UserState.leaving;
    this.state[user] = UserState.present;
    if (!leaving) this.drawThink(user);
    this.wakes.set(user, (leaving ? this.departsAt[user]! : now) + this.think[user]!);
  }

  dismiss(count: number): void {
    for (let user = count; user < this.users; user++) {
      const waits = this.open[user] === 1;
      this.state[user] = waits ? UserState.leaving : UserState.absent;
      this.wakes.set(user, waits ? this.departsAt[user]! : Number.POSITIVE_INFINITY);
    }
    this.users = count;
  }

  grow(pods: number): void {
    this.freeAt = grown(this.freeAt, pods);
    this.promised = grown(this.promised, pods);
    this.answered = grown(this.answered, pods);
    this.warmFrom = grown(this.warmFrom, pods);
    this.rings.growPods(pods);
  }

  podStarted(pod: number, now: number): void {
    this.freeAt[pod] = now;
    this.promised[pod] = 0;
    this.answered[pod] = 0;
    this.warmFrom[pod] = now;
  }

  podWarms(pod: number, from: number): void {
    this.warmFrom[pod] = from;
  }

  podJoined(): void {}

  podDied(pod: number, now: number): void {
    for (let user = 0; user < this.state.length; user++) {
      if (this.open[user] === 0 || this.podOf[user] !== pod) continue;
      this.counts.lost++;
      this.counts.failed++;
      this.open[user] = 0;
      this.inFlight--;
      this.written += now - this.arrivedAt[user]!;
      if (this.state[user] === UserState.present) this.wakes.set(user, now + this.think[user]!);
      else {
        this.state[user] = UserState.absent;
        this.wakes.remove(user);
      }
    }
    this.promised[pod]! -= Math.max(0, this.freeAt[pod]! - now);
    this.freeAt[pod] = now;
    this.rings.empty(pod);
  }

  held(pod: number, now: number): number {
    return this.rings.countAfter(pod, now);
  }

  emptyAt(pod: number): number {
    return this.freeAt[pod]!;
  }

  cpuUsed(pod: number, now: number): number {
    return (this.promised[pod]! - Math.max(0, this.freeAt[pod]! - now)) * this.speed;
  }

  served(pod: number): number {
    return this.answered[pod]!;
  }

  throttling(): Throttling {
    return unthrottled;
  }

  private send(user: number, now: number): void {
    const { counts } = this;
    const pod = this.choice.choose(user);
    const work = this.workSampler.draw(this.streams.work) * microsecondsPerSecond;
    this.drawThink(user);
    counts.requests++;
    counts.arrivals++;
    if (pod < 0 || this.pods.accepts[pod] === 0) {
      counts.rejected++;
      counts.failed++;
      this.wakes.push(user, now + this.think[user]!);
      return;
    }
    let duration = (work / this.speed) * (1 + this.contention * this.rings.countAfter(pod, now));
    if (this.warmsUp) duration *= warmUpFactor(this.warmUp, now - this.warmFrom[pod]!);
    const service = Math.round(duration);
    const freeAt = this.freeAt[pod]!;
    const departsAt = (freeAt > now ? freeAt : now) + service;
    this.freeAt[pod] = departsAt;
    this.promised[pod]! += service;
    this.rings.push(pod, departsAt);
    this.open[user] = 1;
    this.podOf[user] = pod;
    this.arrivedAt[user] = now;
    this.departsAt[user] = departsAt;
    this.wakes.push(user, departsAt + this.think[user]!);
  }

  private writeDown(user: number, now: number): void {
    const arrivedAt = this.arrivedAt[user]!;
    const departsAt = this.departsAt[user]!;
    const sentAt = arrivedAt - this.overhead;
    this.open[user] = 0;
    this.counts.completed++;
    this.counts.succeeded++;
    this.answered[this.podOf[user]!]!++;
    this.written += departsAt - arrivedAt;
    this.latencies.push(departsAt - sentAt);
    this.spans.push(sentAt, departsAt, now);
  }

  /** Writes down every response that has come by now, and counts what is in flight. */
  private writeDownAll(now: number): void {
    const { open, departsAt, arrivedAt } = this;
    let inFlight = 0;
    let spent = 0;
    for (let user = 0; user < open.length; user++) {
      if (open[user] === 0) continue;
      if (departsAt[user]! <= now) this.writeDown(user, now);
      else {
        inFlight++;
        spent += now - arrivedAt[user]!;
      }
    }
    this.inFlight = inFlight;
    this.area = this.written + spent;
  }

  private drawThink(user: number): void {
    const think = Math.round(this.thinkSampler.draw(this.streams.think) * microsecondsPerSecond);
    this.think[user] = Math.max(1, think + this.overhead);
  }

  private growUsers(): void {
    const length = this.state.length * 2;
    this.state = grown(this.state, length);
    this.open = grown(this.open, length);
    this.arrivedAt = grown(this.arrivedAt, length);
    this.departsAt = grown(this.departsAt, length);
    this.podOf = grown(this.podOf, length);
    this.think = grown(this.think, length);
    this.wakes.grow(length);
    this.rings.growDepth(length);
  }
}
