import type { RandomStream } from '../../../core/random.js';
import { CalendarQueue } from '../calendar-queue.js';
import type { ClosedLoad } from '../config.js';
import { Sampler } from '../distribution/sampler.js';
import { grown } from '../grown.js';
import { microsecondsPerSecond, toMicroseconds } from '../time.js';
import type { Timers } from '../timers.js';
import type { LoadSource } from './load-source.js';
import { type Population, SpawnRamp } from './spawn-ramp.js';

const UserState = { absent: 0, thinking: 1, waiting: 2 } as const;

/**
 * A closed population, at first of nobody: every user thinks, sends a request, waits for its end, and thinks again. Users are numbered from 0; when the
 * population shrinks the highest numbers leave, at once while they think and with their response while they wait. A user who joins thinks
 * first. How long a user will think is drawn when the request before is sent, in the order of sending.
 */
export class Users implements LoadSource, Population {
  users = 0;
  private readonly ramp: SpawnRamp;
  private readonly sampler: Sampler;
  private readonly overhead: number;
  private readonly wakes = new CalendarQueue(64);
  private state = new Uint8Array(64);
  /** By user: how long the next thinking will take, overhead included, microseconds. */
  private think = new Float64Array(64);

  constructor(
    load: ClosedLoad,
    overheadSeconds: number,
    timers: Timers,
    private readonly random: RandomStream,
  ) {
    this.sampler = new Sampler(load.thinkSeconds);
    this.overhead = toMicroseconds(overheadSeconds);
    this.ramp = new SpawnRamp(load.spawnRate, this, timers);
  }

  get nextAt(): number {
    return this.wakes.time;
  }

  take(): number {
    const user = this.wakes.pop();
    this.state[user] = UserState.waiting;
    this.drawThink(user);
    return user;
  }

  answer(user: number, now: number): void {
    if (user < this.users) this.startThinking(user, now);
    else this.state[user] = UserState.absent;
  }

  setUsers(count: number, now: number): void {
    this.ramp.setUsers(count, now);
  }

  setRate(): void {}

  tick(now: number): void {
    this.ramp.tick(now);
  }

  join(now: number): void {
    const user = this.users++;
    if (user === this.state.length) this.grow();
    if (this.state[user] !== UserState.absent) return;
    this.drawThink(user);
    this.startThinking(user, now);
  }

  dismiss(count: number): void {
    for (let user = count; user < this.users; user++) {
      if (this.state[user] !== UserState.thinking) continue;
      this.wakes.remove(user);
      this.state[user] = UserState.absent;
    }
    this.users = count;
  }

  private drawThink(user: number): void {
    const think = Math.round(this.sampler.draw(this.random) * microsecondsPerSecond);
    this.think[user] = Math.max(1, think + this.overhead);
  }

  private startThinking(user: number, now: number): void {
    this.state[user] = UserState.thinking;
    this.wakes.push(user, now + this.think[user]!);
  }

  private grow(): void {
    const length = this.state.length * 2;
    this.state = grown(this.state, length);
    this.think = grown(this.think, length);
    this.wakes.grow(length);
  }
}
