import type { RandomStream } from '../../../core/random.js';
import type { Servers } from '../servers/servers.js';
import type { Choice } from './choice.js';
import type { Endpoints } from './endpoints.js';

/** The pod with the fewest requests, of all or of some drawn at random. */
export class FewestChoice implements Choice {
  /** @param draws pods drawn at random with replacement; null to look at all */
  constructor(
    private readonly endpoints: Endpoints,
    private readonly servers: Servers,
    private readonly random: RandomStream,
    private readonly draws: number | null,
  ) {}

  choose(): number {
    if (this.endpoints.count === 0) return -1;
    return this.draws === null ? this.fewestOfAll() : this.fewestOf(this.draws);
  }

  /** Among equals each is as likely. */
  private fewestOfAll(): number {
    const { list, count } = this.endpoints;
    const { inPod } = this.servers;
    let best = list[0]!;
    let equals = 1;
    for (let i = 1; i < count; i++) {
      const pod = list[i]!;
      if (inPod[pod]! > inPod[best]!) continue;
      equals = inPod[pod]! < inPod[best]! ? 1 : equals + 1;
      if (equals === 1 || this.random.next() * equals < 1) best = pod;
    }
    return best;
  }

  private fewestOf(draws: number): number {
    const { inPod } = this.servers;
    let best = this.any();
    for (let i = 1; i < draws; i++) {
      const pod = this.any();
      if (inPod[pod]! < inPod[best]!) best = pod;
    }
    return best;
  }

  private any(): number {
    const { list, count } = this.endpoints;
    return list[Math.floor(this.random.next() * count)]!;
  }
}
