import { microsecondsPerSecond } from '../time.js';
import { TimerKind, type Timers } from '../timers.js';

/** A closed population that can grow by one and shrink. */
export interface Population {
  /** Users who belong to it. */
  readonly users: number;
  /** One more user begins, thinking first. */
  join(now: number): void;
  /** Only the first `count` users stay; who waits for a response leaves with it. */
  dismiss(count: number, now: number): void;
}

/** Brings a population to the number asked for: up at the spawn rate, down at once. */
export class SpawnRamp {
  private target = 0;
  /** When the next user may join, microseconds. */
  private nextAt = 0;
  private pending = false;

  /** @param rate users a second that join, or null for all at once */
  constructor(
    private readonly rate: number | null,
    private readonly population: Population,
    private readonly timers: Timers,
  ) {}

  setUsers(count: number, now: number): void {
    const { population } = this;
    this.target = count;
    if (count < population.users) population.dismiss(count, now);
    else if (this.rate === null) while (population.users < count) population.join(now);
    else this.schedule(now);
  }

  /** The ramp's timer is due. */
  tick(now: number): void {
    this.pending = false;
    if (this.population.users >= this.target) return;
    this.population.join(now);
    this.nextAt = now + microsecondsPerSecond / this.rate!;
    this.schedule(now);
  }

  private schedule(now: number): void {
    if (this.pending || this.population.users >= this.target) return;
    this.pending = true;
    this.timers.set(Math.max(now, Math.round(this.nextAt)), TimerKind.load);
  }
}
