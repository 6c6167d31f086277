import type { Endpoints } from '../balancer/endpoints.js';
import type { Servers } from '../servers/servers.js';
import { RequestQueues } from './request-queues.js';
import { RequestState, type Requests } from './requests.js';

/** One queue in front of all pods, from which a pod with an idle worker takes the next request. */
export class SharedQueue {
  private readonly queue: RequestQueues;

  constructor(
    private readonly requests: Requests,
    private readonly endpoints: Endpoints,
    private readonly servers: Servers,
  ) {
    this.queue = new RequestQueues(requests, 1);
  }

  get length(): number {
    return this.queue.length[0]!;
  }

  push(request: number): void {
    this.requests.state[request] = RequestState.waiting;
    this.queue.push(0, request);
  }

  remove(request: number): void {
    this.queue.remove(0, request);
  }

  /** Lets a pod take what it can. @returns how many requests it took */
  feed(pod: number, now: number): number {
    const { servers } = this;
    if (!this.endpoints.has(pod)) return 0;
    let taken = 0;
    while (this.length > 0 && servers.hasIdleWorker(pod)) {
      servers.admit(this.queue.shift(0), pod, now);
      taken++;
    }
    return taken;
  }
}
