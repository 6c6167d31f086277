import { grown } from '../grown.js';
import type { Requests } from './requests.js';

/** First-in-first-out queues of requests, linked through the requests themselves, so that a request can leave from the middle at once. */
export class RequestQueues {
  length: Int32Array;
  private head: Int32Array;
  private tail: Int32Array;

  /** @param count number of queues */
  constructor(
    private readonly requests: Requests,
    count: number,
  ) {
    this.length = new Int32Array(count);
    this.head = new Int32Array(count).fill(-1);
    this.tail = new Int32Array(count).fill(-1);
  }

  push(queue: number, request: number): void {
    const { requests, head, tail } = this;
    const last = tail[queue]!;
    requests.previous[request] = last;
    requests.next[request] = -1;
    if (last < 0) head[queue] = request;
    else requests.next[last] = request;
    tail[queue] = request;
    this.length[queue]!++;
  }

  /** Takes out the first request of a queue, or gives -1 when it is empty. */
  shift(queue: number): number {
    const request = this.head[queue]!;
    if (request >= 0) this.remove(queue, request);
    return request;
  }

  remove(queue: number, request: number): void {
    const { requests, head, tail } = this;
    const before = requests.previous[request]!;
    const after = requests.next[request]!;
    if (before < 0) head[queue] = after;
    else requests.next[before] = after;
    if (after < 0) tail[queue] = before;
    else requests.previous[after] = before;
    this.length[queue]!--;
  }

  grow(count: number): void {
    this.length = grown(this.length, count);
    this.head = grown(this.head, count, -1);
    this.tail = grown(this.tail, count, -1);
  }
}
