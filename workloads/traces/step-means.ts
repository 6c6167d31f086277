import { InputError } from '../../env/core/input-error.js';
import { type SeriesChannel, StepOrigin } from '../usage-series.js';
import type { Sampling, Windows } from './entity-windows.js';

/** One entity on the grid: step `i` is the step `firstStep + i` counted from time 0. */
export interface EntityGrid {
  readonly firstStep: number;
  readonly channels: ReadonlyMap<SeriesChannel, Float64Array>;
  readonly origin: Uint8Array;
}

/** Grid and channels of the means. */
export interface MeanOptions {
  readonly stepSeconds: number;
  readonly sampling: Sampling;
  /** What the doubles after start and end of a record are. */
  readonly channels: readonly SeriesChannel[];
  /** Seconds; parts of windows outside are cut off. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Longest series that is believed; beyond it a time stamp is wrong, or its unit. */
const MAX_STEPS = 20_000_000;

/**
 * Averages windows over the steps of a fixed grid, weighted by the time they share with each step.
 *
 * CPU is `Σ rate·shared / step` where the rest of a step is idle and `Σ rate·shared / Σ shared` where it is unknown; memory always the
 * latter; peaks are the highest of the windows in a step; of requests and limits the last in a step holds. A step no window
 * touches is NaN and `missing`; a step that lies within a window begun earlier is `carried`. A point's value holds until its
 * channel's next one.
 *
 * @param records `width` doubles each: start, end, one a channel
 * @returns undefined when no window lies in the range
 * @throws InputError when the entity would span more than 20 million steps
 */
export function stepMeans(
  entity: string,
  records: Float64Array,
  width: number,
  windows: Windows,
  options: MeanOptions,
): EntityGrid | undefined {
  const { stepSeconds, sampling, channels, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = options;
  const { count, start, end } = windows;
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < count; i++) {
    if (end[i]! > from) earliest = Math.min(earliest, Math.max(start[i]!, from));
    if (start[i]! < to) latest = Math.max(latest, Math.min(end[i]!, to));
  }
  if (!(earliest < latest)) return undefined;
  const firstStep = Math.floor(earliest / stepSeconds);
  const steps = Math.ceil(latest / stepSeconds) - firstStep;
  if (steps > MAX_STEPS)
    throw new InputError(
      { field: entity, value: `${earliest} … ${latest} s` },
      `at most ${MAX_STEPS} steps of ${stepSeconds} s (is a time stamp wrong, or its unit?)`,
    );
  const grid = new StepGrid(firstStep, steps, stepSeconds, sampling.kind === 'point');
  const isOnGrid = sampling.kind !== 'point' && isStepByStep(windows, stepSeconds, from, to);
  const values = channels.map((channel, index) => {
    if (isOnGrid) return place(records, width, 2 + index, windows, grid, isMean(channel));
    const spread = spreaderOf(channel, sampling, grid);
    eachSpan(records, width, 2 + index, windows, sampling, (value, begin, finish) => {
      if (begin < to && finish > from) spread.add(value, begin, Math.max(begin, from), Math.min(finish, to));
    });
    return spread.values();
  });
  return { firstStep, origin: grid.origin, channels: new Map(channels.map((name, index) => [name, values[index]!])) };
}

/** Whether every window is exactly one step of the grid, as in most published traces: then every mean is the value itself. */
function isStepByStep({ count, start, end }: Windows, stepSeconds: number, from: number, to: number): boolean {
  for (let i = 0; i < count; i++)
    if (start[i]! % stepSeconds !== 0 || end[i]! - start[i]! !== stepSeconds || start[i]! < from || end[i]! > to)
      return false;
  return true;
}

/** One channel of windows that are one step each. */
function place(
  records: Float64Array,
  width: number,
  slot: number,
  { count, record, start }: Windows,
  { steps, stepSeconds, firstStep, origin }: StepGrid,
  isMean: boolean,
): Float64Array {
  const values = new Float64Array(steps).fill(Number.NaN);
  for (let i = 0; i < count; i++) {
    const value = records[record[i]! * width + slot]!;
    const step = start[i]! / stepSeconds - firstStep;
    values[step] = value;
    if (isMean && !Number.isNaN(value)) origin[step] = StepOrigin.observed;
  }
  return values;
}

function isMean(channel: SeriesChannel): boolean {
  return channel === 'cpuMillicores' || channel === 'memoryBytes';
}

type OnSpan = (value: number, begin: number, end: number) => void;

/** Calls `onSpan` for every window with its value in one channel; a point's window ends at the next point with a value. */
function eachSpan(
  records: Float64Array,
  width: number,
  slot: number,
  { count, record, start, end }: Windows,
  sampling: Sampling,
  onSpan: OnSpan,
): void {
  if (sampling.kind !== 'point') {
    for (let i = 0; i < count; i++) onSpan(records[record[i]! * width + slot]!, start[i]!, end[i]!);
    return;
  }
  let held = -1;
  const release = (until: number) =>
    onSpan(records[record[held]! * width + slot]!, start[held]!, Math.min(until, start[held]! + sampling.holdSeconds));
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(records[record[i]! * width + slot]!)) continue;
    if (held >= 0) release(start[i]!);
    held = i;
  }
  if (held >= 0) release(end[count - 1]!);
}

/** The steps of one entity and what is known of each. */
class StepGrid {
  readonly origin: Uint8Array;

  constructor(
    readonly firstStep: number,
    readonly steps: number,
    readonly stepSeconds: number,
    private readonly hasPoints: boolean,
  ) {
    this.origin = new Uint8Array(steps).fill(StepOrigin.missing);
  }

  firstOf(begin: number): number {
    return Math.floor(begin / this.stepSeconds) - this.firstStep;
  }

  lastOf(end: number): number {
    return Math.ceil(end / this.stepSeconds) - this.firstStep - 1;
  }

  /** Marks a step as measured when the window that began at `measuredAt` begins in it or ends within it, else as carried. */
  mark(step: number, measuredAt: number, end: number): void {
    const stepStart = (this.firstStep + step) * this.stepSeconds;
    const isMeasured = measuredAt >= stepStart || (!this.hasPoints && end < stepStart + this.stepSeconds);
    if (isMeasured) this.origin[step] = StepOrigin.observed;
    else if (this.origin[step] === StepOrigin.missing) this.origin[step] = StepOrigin.carried;
  }

  /** Part of a step that `[begin, end)` covers, 0 … 1. */
  share(step: number, begin: number, end: number): number {
    const stepStart = (this.firstStep + step) * this.stepSeconds;
    return (Math.min(end, stepStart + this.stepSeconds) - Math.max(begin, stepStart)) / this.stepSeconds;
  }
}

/** Gathers one channel's windows into one value a step. */
interface Spreader {
  /** Adds the window begun at `measuredAt`, of which `[begin, end)` counts. */
  add(value: number, measuredAt: number, begin: number, end: number): void;
  values(): Float64Array;
}

function spreaderOf(channel: SeriesChannel, sampling: Sampling, grid: StepGrid): Spreader {
  switch (channel) {
    case 'cpuMillicores':
      return new MeanSpreader(grid, sampling.kind !== 'point' && sampling.rest === 'idle');
    case 'memoryBytes':
      return new MeanSpreader(grid, false);
    case 'cpuMaxMillicores':
    case 'memoryMaxBytes':
      return new LatestSpreader(grid, (before, value) => !(before >= value));
    default:
      return new LatestSpreader(grid, () => true);
  }
}

class MeanSpreader implements Spreader {
  private readonly sums: Float64Array;
  private readonly weights: Float64Array;
  /** Part of each step of which the source says that it does not know. */
  private readonly unknown: Float64Array;

  constructor(
    private readonly grid: StepGrid,
    private readonly isIdleBetween: boolean,
  ) {
    this.sums = new Float64Array(grid.steps);
    this.weights = new Float64Array(grid.steps);
    this.unknown = isIdleBetween ? new Float64Array(grid.steps) : this.sums;
  }

  add(value: number, measuredAt: number, begin: number, end: number): void {
    const { grid, sums, weights, unknown } = this;
    const isUnknown = Number.isNaN(value);
    if (isUnknown && !this.isIdleBetween) return;
    const last = grid.lastOf(end);
    for (let step = grid.firstOf(begin); step <= last; step++) {
      const share = grid.share(step, begin, end);
      if (isUnknown) {
        unknown[step]! += share;
      } else {
        sums[step]! += value * share;
        weights[step]! += share;
        grid.mark(step, measuredAt, end);
      }
    }
  }

  values(): Float64Array {
    const { sums, weights, unknown, isIdleBetween } = this;
    for (let step = 0; step < sums.length; step++) {
      const weight = weights[step]!;
      if (weight === 0) sums[step] = Number.NaN;
      else sums[step]! /= isIdleBetween ? Math.max(1 - unknown[step]!, Math.min(weight, 1)) : weight;
    }
    return sums;
  }
}

/** Keeps one of the values that fall into a step. */
class LatestSpreader implements Spreader {
  private readonly kept: Float64Array;

  constructor(
    private readonly grid: StepGrid,
    private readonly replaces: (before: number, value: number) => boolean,
  ) {
    this.kept = new Float64Array(grid.steps).fill(Number.NaN);
  }

  add(value: number, _measuredAt: number, begin: number, end: number): void {
    if (Number.isNaN(value)) return;
    const { grid, kept } = this;
    const last = grid.lastOf(end);
    for (let step = grid.firstOf(begin); step <= last; step++)
      if (this.replaces(kept[step]!, value)) kept[step] = value;
  }

  values(): Float64Array {
    return this.kept;
  }
}
