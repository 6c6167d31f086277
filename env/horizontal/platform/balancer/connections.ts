import type { RandomStream } from '../../../core/random.js';
import type { Pods } from '../pods/pods.js';
import { noOwner } from '../traffic/requests.js';
import type { Choice } from './choice.js';
import type { Endpoints } from './endpoints.js';

/**
 * Client connections that stay with a pod for as long as balancers know it, as keep-alive and gRPC clients do: new pods get work only
 * through connections made anew. Users keep to a connection; requests of open load take any.
 */
export class Connections implements Choice {
  private readonly pod: Int32Array;
  /** The pod's id when the connection was made. */
  private readonly id: Int32Array;

  constructor(
    count: number,
    private readonly pods: Pods,
    private readonly endpoints: Endpoints,
    private readonly choice: Choice,
    private readonly random: RandomStream,
  ) {
    this.pod = new Int32Array(count).fill(-1);
    this.id = new Int32Array(count);
  }

  /** The pod a user's (or nobody's) request goes to, -1 without endpoints. */
  choose(owner: number): number {
    const count = this.pod.length;
    const connection = owner === noOwner ? Math.floor(this.random.next() * count) : owner % count;
    const kept = this.pod[connection]!;
    if (kept >= 0 && this.endpoints.has(kept) && this.pods.id[kept] === this.id[connection]) return kept;
    const pod = this.choice.choose(owner);
    this.pod[connection] = pod;
    if (pod >= 0) this.id[connection] = this.pods.id[pod]!;
    return pod;
  }
}
