import { grown } from '../grown.js';
import type { Requests } from '../traffic/requests.js';

/** One binary heap a pod of the requests in its service, the one with the earliest virtual finishing time on top. */
export class FinishHeaps {
  size: Int32Array;
  private heaps: Int32Array[];

  constructor(
    private readonly requests: Requests,
    pods: number,
  ) {
    this.size = new Int32Array(pods);
    this.heaps = Array.from({ length: pods }, () => new Int32Array(16));
  }

  /** The request that finishes first, -1 when the pod serves none. */
  top(pod: number): number {
    return this.size[pod]! === 0 ? -1 : this.heaps[pod]![0]!;
  }

  push(pod: number, request: number): void {
    const { finish } = this.requests;
    const heap = this.roomIn(pod);
    const due = finish[request]!;
    let at = this.size[pod]!++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (finish[heap[parent]!]! <= due) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = request;
  }

  /** Takes out a request that is in the heap. */
  remove(pod: number, request: number): void {
    const { finish } = this.requests;
    const heap = this.heaps[pod]!;
    let at = heap.indexOf(request);
    const size = --this.size[pod]!;
    const moved = heap[size]!;
    if (at === size) return;
    const due = finish[moved]!;
    while (at > 0 && finish[heap[(at - 1) >> 1]!]! > due) {
      heap[at] = heap[(at - 1) >> 1]!;
      at = (at - 1) >> 1;
    }
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && finish[heap[child + 1]!]! < finish[heap[child]!]!) child++;
      if (finish[heap[child]!]! >= due) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moved;
  }

  /** Empties a pod's heap into a list. */
  drain(pod: number, into: number[]): void {
    const heap = this.heaps[pod]!;
    for (let i = 0; i < this.size[pod]!; i++) into.push(heap[i]!);
    this.size[pod] = 0;
  }

  grow(pods: number): void {
    this.size = grown(this.size, pods);
    while (this.heaps.length < pods) this.heaps.push(new Int32Array(16));
  }

  private roomIn(pod: number): Int32Array {
    const heap = this.heaps[pod]!;
    if (this.size[pod]! < heap.length) return heap;
    const grown = new Int32Array(heap.length * 2);
    grown.set(heap);
    this.heaps[pod] = grown;
    return grown;
  }
}
