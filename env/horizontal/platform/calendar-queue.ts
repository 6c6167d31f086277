import { grown } from './grown.js';

/** How many pops pass between two looks at whether bucket width and count still fit. */
const reviewEvery = 2048;
/** Mean bucket and list hops an operation above which the calendar is laid out anew. */
const hopsTolerated = 3;
const initialWidth = 16_384;
const initialBuckets = 64;

/**
 * Pending events in time order: a calendar queue (Brown, 1988) over typed arrays. Each id has at most one event, and the order is total:
 * by time, then by id, whatever the history. Push and pop cost a constant on average, without the unpredictable branches of a
 * heap's sift. Bucket width follows the mean gap between events, bucket count the number of events.
 */
export class CalendarQueue {
  /** Instant of the earliest event, microseconds; infinity when there is none. */
  time = Number.POSITIVE_INFINITY;
  /** Its id, or -1. */
  id = -1;
  size = 0;
  private at: Float64Array;
  /** The next id in the same bucket, -1 at the end. */
  private next: Int32Array;
  private heads = new Int32Array(initialBuckets).fill(-1);
  private perWidth = 1 / initialWidth;
  private hops = 0;
  private pops = 0;
  private reviewedAt = 0;

  /** @param capacity ids are 0 … capacity − 1 */
  constructor(capacity: number) {
    this.at = new Float64Array(capacity).fill(Number.POSITIVE_INFINITY);
    this.next = new Int32Array(capacity).fill(-1);
  }

  /** When an id's event is due; infinity without one. */
  timeOf(id: number): number {
    return this.at[id]!;
  }

  /** Adds an event for an id that has none. */
  push(id: number, time: number): void {
    this.insert(id, time);
    this.size++;
    if (time < this.time || (time === this.time && id < this.id)) {
      this.time = time;
      this.id = id;
    }
  }

  /** Takes the earliest event out and returns its id. There must be one. */
  pop(): number {
    const { id, time } = this;
    const bucket = Math.floor(time * this.perWidth) & (this.heads.length - 1);
    this.heads[bucket] = this.next[id]!;
    this.at[id] = Number.POSITIVE_INFINITY;
    this.size--;
    this.findEarliest(time);
    if (++this.pops === reviewEvery) this.review(time);
    return id;
  }

  /** Takes an id's event out, if it has one. */
  remove(id: number): void {
    if (this.at[id] === Number.POSITIVE_INFINITY) return;
    const { time } = this;
    this.unlink(id);
    this.size--;
    if (id === this.id) this.findEarliest(time);
  }

  /** Sets when an id's event is due, whether or not it has one; infinity takes it out. */
  set(id: number, time: number): void {
    if (this.at[id] === time) return;
    this.remove(id);
    if (time !== Number.POSITIVE_INFINITY) this.push(id, time);
  }

  /** Makes room for more ids. */
  grow(capacity: number): void {
    this.at = grown(this.at, capacity, Number.POSITIVE_INFINITY);
    this.next = grown(this.next, capacity, -1);
  }

  private insert(id: number, time: number): void {
    const { at, next, heads } = this;
    const bucket = Math.floor(time * this.perWidth) & (heads.length - 1);
    let before = -1;
    let after = heads[bucket]!;
    while (after >= 0 && (at[after]! < time || (at[after] === time && after < id))) {
      before = after;
      after = next[after]!;
      this.hops++;
    }
    at[id] = time;
    next[id] = after;
    if (before < 0) heads[bucket] = id;
    else next[before] = id;
  }

  private unlink(id: number): void {
    const { at, next, heads } = this;
    const bucket = Math.floor(at[id]! * this.perWidth) & (heads.length - 1);
    if (heads[bucket] === id) heads[bucket] = next[id]!;
    else {
      let before = heads[bucket]!;
      while (next[before] !== id) before = next[before]!;
      next[before] = next[id]!;
    }
    at[id] = Number.POSITIVE_INFINITY;
  }

  /** Finds the earliest event, none of which is before `from`: walks one year of days, then looks at every bucket's first. */
  private findEarliest(from: number): void {
    const { at, heads, perWidth } = this;
    if (this.size === 0) {
      this.time = Number.POSITIVE_INFINITY;
      this.id = -1;
      return;
    }
    const mask = heads.length - 1;
    const first = Math.floor(from * perWidth);
    for (let day = first; day <= first + mask; day++) {
      const head = heads[day & mask]!;
      if (head >= 0 && Math.floor(at[head]! * perWidth) === day) {
        this.hops += day - first;
        this.time = at[head]!;
        this.id = head;
        return;
      }
    }
    this.hops += heads.length;
    this.takeEarliestHead();
  }

  private takeEarliestHead(): void {
    const { at, heads } = this;
    let best = -1;
    for (const head of heads)
      if (head >= 0 && (best < 0 || at[head]! < at[best]! || (at[head] === at[best] && head < best))) best = head;
    this.id = best;
    this.time = at[best]!;
  }

  /** Lays the calendar out anew when operations have come to take many hops. */
  private review(now: number): void {
    const gap = (now - this.reviewedAt) / reviewEvery;
    if (this.hops > hopsTolerated * reviewEvery && gap > 0) this.layOut(Math.max(gap, 1));
    this.hops = 0;
    this.pops = 0;
    this.reviewedAt = now;
  }

  private layOut(width: number): void {
    const { at } = this;
    let buckets = initialBuckets;
    while (buckets < 2 * this.size) buckets *= 2;
    this.perWidth = 1 / width;
    this.heads = new Int32Array(buckets).fill(-1);
    for (let id = 0; id < at.length; id++) if (at[id] !== Number.POSITIVE_INFINITY) this.insert(id, at[id]!);
  }
}
