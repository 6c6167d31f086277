import { grown } from '../grown.js';

/** By pod, when the requests it holds will leave, in order. A request is forgotten by the first question asked after it has left. */
export class DepartureRings {
  private depth = 64;
  private departures: Float64Array;
  private first: Int32Array;
  private count: Int32Array;

  constructor(pods: number) {
    this.departures = new Float64Array(pods * this.depth);
    this.first = new Int32Array(pods);
    this.count = new Int32Array(pods);
  }

  /** Adds a departure, none earlier than the last. A ring holds as many as {@link growDepth} made room for. */
  push(pod: number, at: number): void {
    const { depth } = this;
    const place = (this.first[pod]! + this.count[pod]!++) & (depth - 1);
    this.departures[pod * depth + place] = at;
  }

  /** How many leave after an instant, which never lies before that of an earlier question. */
  countAfter(pod: number, now: number): number {
    const { depth, departures } = this;
    let count = this.count[pod]!;
    if (count === 0 || departures[pod * depth + this.first[pod]!]! > now) return count;
    let first = this.first[pod]!;
    while (count > 0 && departures[pod * depth + first]! <= now) {
      first = (first + 1) & (depth - 1);
      count--;
    }
    this.first[pod] = first;
    this.count[pod] = count;
    return count;
  }

  empty(pod: number): void {
    this.count[pod] = 0;
  }

  growPods(pods: number): void {
    this.departures = grown(this.departures, pods * this.depth);
    this.first = grown(this.first, pods);
    this.count = grown(this.count, pods);
  }

  /** Makes room for `depth` requests a pod, a power of two. */
  growDepth(depth: number): void {
    const old = this.departures;
    const departures = new Float64Array(this.first.length * depth);
    for (let pod = 0; pod < this.first.length; pod++) {
      for (let i = 0; i < this.count[pod]!; i++)
        departures[pod * depth + i] = old[pod * this.depth + ((this.first[pod]! + i) & (this.depth - 1))]!;
      this.first[pod] = 0;
    }
    this.departures = departures;
    this.depth = depth;
  }
}
