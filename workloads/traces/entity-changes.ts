import { StepOrigin } from '../usage-series.js';

/** Requests and limits, in the order in which a change holds them. */
export const changeChannels = [
  'cpuRequestMillicores',
  'memoryRequestBytes',
  'cpuLimitMillicores',
  'memoryLimitBytes',
] as const;

export type ChangeChannel = (typeof changeChannels)[number];

/** What a change record says; the doubles of a record are time in seconds, kind, and one value a {@link changeChannels}. */
export const ChangeKind = { sizes: 0, started: 1, stopped: 2 } as const;

/** Doubles a change record. */
export const CHANGE_WIDTH = 2 + changeChannels.length;

/** An entity's changes, sorted by time (stable). */
export class Changes {
  private readonly order: Int32Array;

  constructor(
    private readonly records: Float64Array,
    count: number,
  ) {
    const at = (index: number) => records[index * CHANGE_WIDTH]!;
    this.order = Int32Array.from({ length: count }, (_, index) => index).sort((a, b) => at(a) - at(b) || a - b);
  }

  /**
   * A request or limit at every step: the last one set before the step began, or, until there is one, the first one set within it.
   * @returns undefined when no change sets it
   */
  sizes(channel: ChangeChannel, firstStep: number, steps: number, stepSeconds: number): Float64Array | undefined {
    const slot = 2 + changeChannels.indexOf(channel);
    const values = new Float64Array(steps).fill(Number.NaN);
    let current = Number.NaN;
    let isSet = false;
    let next = 0;
    for (let step = 0; step < steps; step++) {
      const begin = (firstStep + step) * stepSeconds;
      for (; next < this.order.length; next++) {
        const at = this.order[next]! * CHANGE_WIDTH;
        const isDue = this.records[at]! <= begin || (Number.isNaN(current) && this.records[at]! < begin + stepSeconds);
        if (!isDue) break;
        const value = this.records[at + slot]!;
        if (Number.isNaN(value)) continue;
        current = value;
        isSet = true;
      }
      values[step] = current;
    }
    return isSet ? values : undefined;
  }

  /**
   * Marks every step that lies wholly outside the times in which the entity ran, and has no usage, as not running. Without a start or a
   * stop nothing is known and nothing is marked.
   */
  markStopped(origin: Uint8Array, firstStep: number, stepSeconds: number): void {
    const states = [...this.order].filter((index) => this.kind(index) !== ChangeKind.sizes);
    if (states.length === 0) return;
    let isRunning = this.kind(states[0]!) === ChangeKind.stopped;
    let next = 0;
    for (let step = 0; step < origin.length; step++) {
      const end = (firstStep + step + 1) * stepSeconds;
      let ranInStep = isRunning;
      for (; next < states.length && this.records[states[next]! * CHANGE_WIDTH]! < end; next++) {
        isRunning = this.kind(states[next]!) === ChangeKind.started;
        ranInStep ||= isRunning;
      }
      if (!ranInStep && origin[step] === StepOrigin.missing) origin[step] = StepOrigin.notRunning;
    }
  }

  private kind(index: number): number {
    return this.records[index * CHANGE_WIDTH + 1]!;
  }
}
