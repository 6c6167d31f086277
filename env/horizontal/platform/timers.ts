import { grown } from './grown.js';

/** What a timer is for. The subject is a pod's slot, a node or nothing, as the comment says. */
export const TimerKind = {
  /** Pod: the scheduler looks at it. */
  schedule: 0,
  /** Nothing: a new node has joined the cluster. */
  nodeReady: 1,
  /** Node: it has been empty for long. */
  nodeIdle: 2,
  /** Pod: its image is there, or its back-off is over; the container starts. */
  containerStart: 3,
  /** Pod: a readiness probe succeeds. */
  ready: 4,
  /** Pod: balancers hear that it is ready. */
  endpointJoin: 5,
  /** Pod: balancers hear that it is not. */
  endpointLeave: 6,
  /** Pod: its process dies. */
  crash: 7,
  /** Pod: its preStop hook is done; the server takes no new connections. */
  preStopEnd: 8,
  /** Pod: its termination grace period is over. */
  graceEnd: 9,
  /** Pod: it finishes its last request. */
  drained: 14,
  /** Nothing: the monitoring system scrapes. */
  scrape: 10,
  /** Nothing: the resource-metrics pipeline scrapes. */
  resourceScrape: 11,
  /** Nothing: the load has something to do (a user spawns). */
  load: 12,
  /** Request: its back-off is over. */
  retry: 13,
  /** Nothing: a closed population is to have another size. */
  population: 15,
} as const;

/** Timers in time order, those of one instant in the order in which they were set. They are never cancelled: a stamp tells whether one still counts. */
export class Timers {
  size = 0;
  private times = new Float64Array(64);
  private orders = new Float64Array(64);
  private kinds = new Uint8Array(64);
  private subjects = new Int32Array(64);
  private stamps = new Float64Array(64);
  private order = 0;

  /** When the next timer is due, microseconds; infinity without one. */
  get nextAt(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.times[0]!;
  }

  get kind(): number {
    return this.kinds[0]!;
  }

  get subject(): number {
    return this.subjects[0]!;
  }

  get stamp(): number {
    return this.stamps[0]!;
  }

  set(at: number, kind: number, subject = 0, stamp = 0): void {
    if (this.size === this.times.length) this.grow();
    let place = this.size++;
    const order = this.order++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.times[parent]! <= at) break;
      this.move(parent, place);
      place = parent;
    }
    this.write(place, at, order, kind, subject, stamp);
  }

  /** Takes the next timer out; its fields are to be read before. */
  pop(): void {
    const last = --this.size;
    if (last === 0) return;
    const { times, orders } = this;
    const at = times[last]!;
    const order = orders[last]!;
    let place = 0;
    for (let child = 1; child < last; child = 2 * place + 1) {
      if (child + 1 < last && this.before(child + 1, times[child]!, orders[child]!)) child++;
      if (!this.before(child, at, order)) break;
      this.move(child, place);
      place = child;
    }
    this.move(last, place);
  }

  private before(place: number, at: number, order: number): boolean {
    const time = this.times[place]!;
    return time < at || (time === at && this.orders[place]! < order);
  }

  private move(from: number, to: number): void {
    this.write(to, this.times[from]!, this.orders[from]!, this.kinds[from]!, this.subjects[from]!, this.stamps[from]!);
  }

  private write(place: number, at: number, order: number, kind: number, subject: number, stamp: number): void {
    this.times[place] = at;
    this.orders[place] = order;
    this.kinds[place] = kind;
    this.subjects[place] = subject;
    this.stamps[place] = stamp;
  }

  private grow(): void {
    const length = this.times.length * 2;
    this.times = grown(this.times, length);
    this.orders = grown(this.orders, length);
    this.kinds = grown(this.kinds, length);
    this.subjects = grown(this.subjects, length);
    this.stamps = grown(this.stamps, length);
  }
}
