import type { RandomStream } from '../../../core/random.js';
import type { ClosedLoad, Load, Rate } from '../config.js';
import { toSeconds } from '../time.js';
import { TimerKind, type Timers } from '../timers.js';
import { PopulationSchedule } from './population-schedule.js';
import { RateMean } from './rate-mean.js';
import { ConstantRate, rateProcess } from './rate-process.js';

/** What carries out the load: it is told whenever the load is not as it was configured, or a population is to change. */
export interface LoadDriver {
  setUsers(count: number, now: number): void;
  setRate(requestsPerSecond: number, now: number): void;
}

/** The load as it is offered, whatever becomes of it: users asked for, or the rate that arrivals are drawn from. */
export interface OfferedLoad {
  /** Mean from the end of the last call (0 at first) to now: users, or requests/s. */
  takeMean(now: number): number;
  /** Replaces the population by a constant. */
  setUsers(count: number, now: number): void;
  /** Replaces the rate by a constant. */
  setRate(requestsPerSecond: number, now: number): void;
  /** The timer of the population is due. @param stamp what it was set with */
  tick(stamp: number, now: number): void;
}

/** Makes the load of an episode, and sets the first population. @param random the stream the load's own rate process has, anew */
export function offeredLoad(load: Load, timers: Timers, driver: LoadDriver, random: () => RandomStream): OfferedLoad {
  return load.kind === 'closed'
    ? new OfferedUsers(load.users, timers, driver)
    : new OfferedRate(load.rate, driver, random());
}

/** A population that follows its schedule. The users asked for count, also while those who are to come have not joined yet. */
class OfferedUsers implements OfferedLoad {
  private schedule: PopulationSchedule;
  /** Schedules so far: timers of earlier ones mean nothing. */
  private generation = 0;
  /** User-microseconds since {@link takenAt}, up to {@link settledAt}. */
  private area = 0;
  private settledAt = 0;
  private takenAt = 0;

  constructor(
    users: ClosedLoad['users'],
    private readonly timers: Timers,
    private readonly driver: LoadDriver,
  ) {
    this.schedule = new PopulationSchedule(users);
    this.apply(0);
  }

  takeMean(now: number): number {
    this.settle(now);
    const mean = this.area / (now - this.takenAt);
    this.area = 0;
    this.takenAt = now;
    return mean;
  }

  setUsers(count: number, now: number): void {
    this.settle(now);
    this.schedule = new PopulationSchedule(count);
    this.generation++;
    this.apply(now);
  }

  setRate(): void {}

  tick(stamp: number, now: number): void {
    if (stamp !== this.generation) return;
    this.settle(now);
    this.schedule.advance();
    this.apply(now);
  }

  private apply(now: number): void {
    const { users, nextAt } = this.schedule;
    this.driver.setUsers(users, now);
    if (nextAt < Number.POSITIVE_INFINITY) this.timers.set(nextAt, TimerKind.population, 0, this.generation);
  }

  private settle(now: number): void {
    this.area += this.schedule.users * (now - this.settledAt);
    this.settledAt = now;
  }
}

/** The rate of open load: a process like the one that arrivals are drawn from, with the same random numbers, which it never runs ahead of. */
class OfferedRate implements OfferedLoad {
  private rate: RateMean;
  /** Mean of what was settled since {@link takenAt}. */
  private mean = 0;
  private settledAt = 0;
  private takenAt = 0;

  constructor(
    rate: Rate,
    private readonly driver: LoadDriver,
    random: RandomStream,
  ) {
    this.rate = new RateMean(rateProcess(rate, random));
  }

  takeMean(now: number): number {
    this.settle(now);
    const { mean } = this;
    this.mean = 0;
    this.takenAt = now;
    return mean;
  }

  setUsers(): void {}

  setRate(requestsPerSecond: number, now: number): void {
    this.settle(now);
    this.rate = new RateMean(new ConstantRate(requestsPerSecond));
    this.driver.setRate(requestsPerSecond, now);
  }

  tick(): void {}

  private settle(now: number): void {
    if (now === this.settledAt) return;
    const stretch = this.rate.between(toSeconds(this.settledAt), toSeconds(now));
    this.mean += (stretch - this.mean) * ((now - this.settledAt) / (now - this.takenAt));
    this.settledAt = now;
  }
}
