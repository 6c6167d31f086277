import { grown } from '../grown.js';

/** Deadlines of attempts, in the order in which they were set, which is their order in time because every attempt waits equally long. */
export class Deadlines {
  private times = new Float64Array(256);
  private requests = new Int32Array(256);
  private serials = new Uint32Array(256);
  private first = 0;
  private size = 0;

  /** The earliest deadline, microseconds; infinity without one. */
  get nextAt(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.times[this.first]!;
  }

  /** The request it is for, and the serial its slot had then. */
  get request(): number {
    return this.requests[this.first]!;
  }

  get serial(): number {
    return this.serials[this.first]!;
  }

  push(at: number, request: number, serial: number): void {
    if (this.size === this.times.length) this.grow();
    const place = (this.first + this.size++) & (this.times.length - 1);
    this.times[place] = at;
    this.requests[place] = request;
    this.serials[place] = serial;
  }

  shift(): void {
    this.first = (this.first + 1) & (this.times.length - 1);
    this.size--;
  }

  private grow(): void {
    const { length } = this.times;
    this.times = unrolled(this.times, this.first, 2 * length);
    this.requests = unrolled(this.requests, this.first, 2 * length);
    this.serials = unrolled(this.serials, this.first, 2 * length);
    this.first = 0;
  }
}

/** A longer copy of a full ring that begins at index 0. */
function unrolled<T extends Float64Array | Int32Array | Uint32Array>(ring: T, first: number, length: number): T {
  const to = grown(ring, length);
  to.copyWithin(0, first, ring.length);
  to.set(ring.subarray(0, first), ring.length - first);
  return to;
}
