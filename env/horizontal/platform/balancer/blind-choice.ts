import type { RandomStream } from '../../../core/random.js';
import type { Choice } from './choice.js';
import type { Endpoints } from './endpoints.js';

/** Chooses without a look at what pods hold: in turn, or at random. */
export class BlindChoice implements Choice {
  private turn = 0;

  /** @param random null to take the pods in turn */
  constructor(
    private readonly endpoints: Endpoints,
    private readonly random: RandomStream | null,
  ) {}

  choose(): number {
    const { list, count } = this.endpoints;
    if (count === 0) return -1;
    if (this.random !== null) return list[Math.floor(this.random.next() * count)]!;
    if (this.turn >= count) this.turn = 0;
    return list[this.turn++]!;
  }
}
