import { InputError } from '../../env/core/input-error.js';
import { type SeriesChannel, StepOrigin } from '../usage-series.js';
import type { Sampling, Windows } from './entity-windows.js';

/** One entity on the grid: step `i` is the step `firstStep + i` counted from time 0. */
export interface EntityGrid {
  readonly firstStep: number;
  readonly channels: ReadonlyMap<SeriesChannel, Float64Array>;
  readonly origin: Uint8Array;
}

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
 * touches is NaN and `missing`; a step that lies within a window begun earlier is `carried`.
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
  const { count, record, start, end } = windows;
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
  const origin = new Uint8Array(steps).fill(StepOrigin.missing);
  const sums = channels.map((channel) => new Float64Array(steps).fill(isMean(channel) ? 0 : Number.NaN));
  const shares = channels.map((channel) => (isMean(channel) ? new Float64Array(steps) : undefined));
  const unknown = sampling.kind === 'point' || sampling.rest === 'unknown' ? undefined : new Float64Array(steps);
  for (let i = 0; i < count; i++) {
    const [begin, finish] = [Math.max(start[i]!, from), Math.min(end[i]!, to)];
    if (!(begin < finish)) continue;
    const firstOf = Math.floor(begin / stepSeconds) - firstStep;
    const lastOf = Math.ceil(finish / stepSeconds) - firstStep - 1;
    const at = record[i]! * width + 2;
    for (let step = firstOf; step <= lastOf; step++) {
      const stepStart = (firstStep + step) * stepSeconds;
      const share = (Math.min(finish, stepStart + stepSeconds) - Math.max(begin, stepStart)) / stepSeconds;
      const isNew = start[i]! >= stepStart || (sampling.kind !== 'point' && end[i]! < stepStart + stepSeconds);
      if (isNew) origin[step] = StepOrigin.observed;
      else if (origin[step] === StepOrigin.missing) origin[step] = StepOrigin.carried;
      for (let channel = 0; channel < channels.length; channel++) {
        const value = records[at + channel]!;
        const weights = shares[channel];
        const sum = sums[channel]!;
        if (Number.isNaN(value)) {
          if (unknown !== undefined && channels[channel] === 'cpuMillicores') unknown[step]! += share;
        } else if (weights !== undefined) {
          sum[step]! += value * share;
          weights[step]! += share;
        } else if (!isPeak(channels[channel]!) || !(sum[step]! >= value)) {
          sum[step] = value;
        }
      }
    }
  }
  for (const [channel, weights] of shares.entries())
    if (weights !== undefined)
      divide(sums[channel]!, weights, channels[channel] === 'cpuMillicores' ? unknown : undefined);
  forgetEmptySteps(channels, sums, origin);
  return { firstStep, origin, channels: new Map(channels.map((channel, index) => [channel, sums[index]!])) };
}

/** Turns weighted sums into means, by the weights or, where the rest of a step is idle, by the part of the step that is known. */
function divide(sums: Float64Array, weights: Float64Array, unknown: Float64Array | undefined): void {
  for (let step = 0; step < sums.length; step++) {
    const weight = weights[step]!;
    if (weight === 0) sums[step] = Number.NaN;
    else sums[step]! /= unknown === undefined ? weight : Math.max(1 - unknown[step]!, Math.min(weight, 1));
  }
}

/** A step whose windows held no usage at all is missing. */
function forgetEmptySteps(channels: readonly SeriesChannel[], sums: readonly Float64Array[], origin: Uint8Array): void {
  const usage = sums.filter((_, index) => isMean(channels[index]!));
  for (let step = 0; step < origin.length; step++)
    if (usage.every((values) => Number.isNaN(values[step]!))) origin[step] = StepOrigin.missing;
}

function isMean(channel: SeriesChannel): boolean {
  return channel === 'cpuMillicores' || channel === 'memoryBytes';
}

function isPeak(channel: SeriesChannel): boolean {
  return channel === 'cpuMaxMillicores' || channel === 'memoryMaxBytes';
}
