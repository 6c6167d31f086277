import type { RandomStream } from '../../../core/random.js';
import type { RateProcess } from './rate-process.js';

/** The rate of a Markov-modulated Poisson process whose states follow one another in a circle; it begins in a state drawn by how long each lasts. */
export class ModulatedRate implements RateProcess {
  until = 0;
  private state: number;

  constructor(
    private readonly states: readonly { readonly requestsPerSecond: number; readonly meanSeconds: number }[],
    private readonly random: RandomStream,
  ) {
    let share = random.next() * states.reduce((sum, { meanSeconds }) => sum + meanSeconds, 0);
    this.state = states.findIndex(({ meanSeconds }) => {
      share -= meanSeconds;
      return share < 0;
    });
    if (this.state < 0) this.state = states.length - 1;
    this.until = random.exponential(states[this.state]!.meanSeconds);
  }

  get bound(): number {
    return this.states[this.state]!.requestsPerSecond;
  }

  at(): number {
    return this.bound;
  }

  advance(): void {
    this.state = (this.state + 1) % this.states.length;
    this.until += this.random.exponential(this.states[this.state]!.meanSeconds);
  }
}
