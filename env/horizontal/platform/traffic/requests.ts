import { grown } from '../grown.js';
/** Where an attempt stands. */
export const RequestState = {
  /** The slot is empty. */
  free: 0,
  /** In a queue, of a pod or the central one. */
  waiting: 1,
  inService: 2,
  /** Waits out its back-off before it is sent again. */
  backingOff: 3,
} as const;

/** What stands in {@link Requests.owner} for a request that no closed-loop user waits for. */
export const noOwner = -1;

/**
 * Attempts under way, one slot each, as a structure of arrays. Slots are reused, last freed first. The arrays are replaced when the
 * pool grows: read them through the pool, do not keep them.
 */
export class Requests {
  /** Slots in use. */
  count = 0;
  capacity = 256;
  state = new Uint8Array(this.capacity);
  /** When the client first sent the request, microseconds: the attempts before this one and their back-offs count. */
  sentAt = new Float64Array(this.capacity);
  /** When this attempt left the client, microseconds. */
  attemptAt = new Float64Array(this.capacity);
  /** The user that waits for it, or {@link noOwner}. */
  owner = new Int32Array(this.capacity);
  /** CPU work, microseconds of one core, before warm-up and contention. */
  work = new Float64Array(this.capacity);
  /** 1 for the first attempt. */
  attempt = new Uint8Array(this.capacity);
  /** 1 once the client has stopped waiting while the pod works on. */
  abandoned = new Uint8Array(this.capacity);
  /** Slot of the pod that has it, -1 in the central queue. */
  pod = new Int32Array(this.capacity);
  /** How long a first-come-first-served worker will take for it, microseconds. */
  duration = new Float64Array(this.capacity);
  /** Virtual time at which a pod that shares its processor is done with it. */
  finish = new Float64Array(this.capacity);
  /** Neighbours in a queue, -1 at its ends. */
  next = new Int32Array(this.capacity);
  previous = new Int32Array(this.capacity);
  /** Changes whenever the slot is taken, so that a timer knows whether it still means the same attempt. */
  serial = new Uint32Array(this.capacity);
  private free = Int32Array.from({ length: this.capacity }, (_, i) => this.capacity - 1 - i);

  /** Takes a slot; its fields are the caller's to fill. */
  take(): number {
    if (this.count === this.capacity) this.grow();
    const request = this.free[this.capacity - 1 - this.count++]!;
    this.serial[request]!++;
    this.abandoned[request] = 0;
    return request;
  }

  release(request: number): void {
    this.state[request] = RequestState.free;
    this.free[this.capacity - this.count--] = request;
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    this.state = grown(this.state, capacity);
    this.sentAt = grown(this.sentAt, capacity);
    this.attemptAt = grown(this.attemptAt, capacity);
    this.owner = grown(this.owner, capacity);
    this.work = grown(this.work, capacity);
    this.attempt = grown(this.attempt, capacity);
    this.abandoned = grown(this.abandoned, capacity);
    this.pod = grown(this.pod, capacity);
    this.duration = grown(this.duration, capacity);
    this.finish = grown(this.finish, capacity);
    this.next = grown(this.next, capacity);
    this.previous = grown(this.previous, capacity);
    this.serial = grown(this.serial, capacity);
    this.free = Int32Array.from({ length: capacity }, (_, i) => capacity - 1 - i);
    this.capacity = capacity;
  }
}
