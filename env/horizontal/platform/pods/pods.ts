import { grown } from '../grown.js';

/** Where a pod stands. */
export const PodPhase = {
  /** The slot is empty. */
  none: 0,
  /** Not yet on a node. */
  unscheduled: 1,
  /** On a node; its image comes. */
  pulling: 2,
  /** Its container runs and has not been found ready. */
  starting: 3,
  ready: 4,
  /** Its container died and waits to be restarted. */
  backOff: 5,
  /** Deleted; finishes what it holds. */
  terminating: 6,
} as const;

/** All pods as a structure of arrays. Slots are reused, lowest first; the arrays are replaced when they grow. Times are microseconds, NaN before the event. */
export class Pods {
  capacity = 16;
  /** By phase: pods in it. */
  readonly inPhase = new Int32Array(7);
  phase = new Uint8Array(this.capacity);
  /** Counts pods since the episode began; names a pod once and for all. */
  id = new Int32Array(this.capacity);
  /** Changes with the phase, so that a timer set before knows it is out of date. */
  version = new Float64Array(this.capacity);
  createdAt = new Float64Array(this.capacity);
  /** When the kubelet took it on, `status.startTime`. */
  startedAt = new Float64Array(this.capacity);
  containerStartedAt = new Float64Array(this.capacity);
  /** When it last became ready. */
  readyAt = new Float64Array(this.capacity);
  /** When its Ready condition last changed. */
  readyChangedAt = new Float64Array(this.capacity);
  deletedAt = new Float64Array(this.capacity);
  /** The Ready condition; a terminating pod keeps its own. */
  isReady = new Uint8Array(this.capacity);
  /** Whether its server takes new requests. */
  accepts = new Uint8Array(this.capacity);
  restarts = new Int32Array(this.capacity);
  /** Crashes in a row, for the back-off. */
  crashesInRow = new Int32Array(this.capacity);
  /** Node it is on, -1 before it is scheduled. */
  node = new Int32Array(this.capacity);
  private stamps = 0;
  private ids = 0;

  /** Takes the lowest empty slot for a new pod. @returns the slot */
  create(now: number): number {
    let pod = this.phase.indexOf(PodPhase.none);
    if (pod < 0) {
      pod = this.capacity;
      this.grow();
    }
    this.id[pod] = this.ids++;
    this.createdAt[pod] = now;
    for (const times of [this.startedAt, this.containerStartedAt, this.readyAt, this.readyChangedAt, this.deletedAt])
      times[pod] = Number.NaN;
    this.isReady[pod] = 0;
    this.accepts[pod] = 0;
    this.restarts[pod] = 0;
    this.crashesInRow[pod] = 0;
    this.node[pod] = -1;
    this.enter(pod, PodPhase.unscheduled);
    return pod;
  }

  /** Moves a pod to another phase; what was timed for the old one no longer counts. */
  enter(pod: number, phase: number): void {
    const old = this.phase[pod]!;
    if (old !== PodPhase.none) this.inPhase[old]!--;
    if (phase !== PodPhase.none) this.inPhase[phase]!++;
    this.phase[pod] = phase;
    this.version[pod] = ++this.stamps;
  }

  setReady(pod: number, ready: boolean, now: number): void {
    if ((this.isReady[pod] === 1) === ready && !Number.isNaN(this.readyChangedAt[pod]!)) return;
    this.isReady[pod] = ready ? 1 : 0;
    this.readyChangedAt[pod] = now;
    if (ready) this.readyAt[pod] = now;
  }

  /** Pods that exist. */
  get count(): number {
    return this.inPhase.reduce((sum, count) => sum + count, 0);
  }

  /** Pods the controller counts as replicas: all but the terminating. */
  get replicas(): number {
    return this.count - this.inPhase[PodPhase.terminating]!;
  }

  /** Slots of the pods that exist, oldest pod first. */
  byAge(): number[] {
    const slots: number[] = [];
    for (let pod = 0; pod < this.capacity; pod++) if (this.phase[pod] !== PodPhase.none) slots.push(pod);
    return slots.sort((a, b) => this.id[a]! - this.id[b]!);
  }

  private grow(): void {
    this.capacity *= 2;
    const { capacity } = this;
    this.phase = grown(this.phase, capacity);
    this.id = grown(this.id, capacity);
    this.version = grown(this.version, capacity);
    this.createdAt = grown(this.createdAt, capacity);
    this.startedAt = grown(this.startedAt, capacity);
    this.containerStartedAt = grown(this.containerStartedAt, capacity);
    this.readyAt = grown(this.readyAt, capacity);
    this.readyChangedAt = grown(this.readyChangedAt, capacity);
    this.deletedAt = grown(this.deletedAt, capacity);
    this.isReady = grown(this.isReady, capacity);
    this.accepts = grown(this.accepts, capacity);
    this.restarts = grown(this.restarts, capacity);
    this.crashesInRow = grown(this.crashesInRow, capacity);
    this.node = grown(this.node, capacity);
  }
}
