import { heldValues } from '../../../../workloads/held-values.js';
import type { ClosedLoad } from '../config.js';
import { toMicroseconds } from '../time.js';

/** The size a closed population is to have, from change to change. Steps that ask for no other number are passed over. */
export class PopulationSchedule {
  /** Users asked for now. */
  users: number;
  /** When the number changes next, microseconds; infinity if it does not. */
  nextAt = Number.POSITIVE_INFINITY;
  private readonly counts: Float64Array;
  private readonly stepSeconds: number;
  private readonly repeat: boolean;
  /** Index of the step that begins at {@link nextAt}, counted through all repetitions. */
  private nextStep = 0;

  /** A series has been checked to have `users`. */
  constructor(users: ClosedLoad['users']) {
    if (typeof users === 'number') {
      this.counts = Float64Array.of(users);
      this.stepSeconds = 0;
      this.repeat = false;
    } else {
      this.counts = heldValues(users.series.users!, users.scale).map(Math.round);
      this.stepSeconds = users.series.stepSeconds;
      this.repeat = users.repeat;
    }
    this.users = this.counts[0]!;
    this.findNext();
  }

  /** Goes on to the change that is due. */
  advance(): void {
    this.users = this.counts[this.nextStep % this.counts.length]!;
    this.findNext();
  }

  private findNext(): void {
    const { counts, nextStep } = this;
    const end = this.repeat ? nextStep + counts.length : counts.length - 1;
    this.nextAt = Number.POSITIVE_INFINITY;
    for (let step = nextStep + 1; step <= end; step++) {
      if (counts[step % counts.length] === this.users) continue;
      this.nextStep = step;
      this.nextAt = toMicroseconds(step * this.stepSeconds);
      return;
    }
  }
}
