import type { Pods } from '../pods/pods.js';
import type { Servers } from '../servers/servers.js';
import type { Choice } from './choice.js';
import type { Endpoints } from './endpoints.js';

/** The next pod in turn that has an idle worker, for a shared queue; -1 while none has. */
export class IdleChoice implements Choice {
  private turn = 0;

  constructor(
    private readonly endpoints: Endpoints,
    private readonly servers: Servers,
    private readonly pods: Pods,
  ) {}

  choose(): number {
    const { list, count } = this.endpoints;
    for (let i = 0; i < count; i++) {
      if (this.turn >= count) this.turn = 0;
      const pod = list[this.turn++]!;
      if (this.pods.accepts[pod] === 1 && this.servers.hasIdleWorker(pod)) return pod;
    }
    return -1;
  }
}
