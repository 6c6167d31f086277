import { heldValues } from '../../workloads/held-values.js';
import { type LoadChannel, type LoadSeries, validateLoadSeries } from '../../workloads/load-series.js';
import { InputError, type InputPlace } from '../core/input-error.js';
import type { LoadLayout } from './config.js';
import type { Load, PlatformConfig } from './platform/config.js';
import { type Distribution, meanOf } from './platform/distribution/distribution.js';

/** A load series as a platform plays it. */
export interface LaidLoad {
  /** For the platform's configuration: the series from time 0 on, its last value held after its end. */
  readonly load: Load;
  /**
   * The load of each step in the platform's unit, as it is played: users (whole numbers) of a closed load, requests/s of an open one;
   * scaled, converted, and with missing steps filled. Linear interpolation goes through these in the middles of the steps.
   */
  readonly values: Float64Array;
  /** What was assumed to bring the series into the platform's unit, in one line; null when nothing was. */
  readonly assumption: string | null;
}

/**
 * Lays a load series on a platform: `requestsPerSecond` on one of open load, `users` on one of closed load. A series that has only the
 * other is converted by users = rate · (mean think time + response time without queueing), which holds while little queues: think
 * times are `layout.thinkSeconds`, or the closed platform's own. A missing step holds the last known value, 0 before the first. A
 * population is a whole number and changes at the steps; only open load is interpolated.
 *
 * @param origin where the series comes from, named in errors in place of its id
 * @throws InputError for a bad series, and for users on a platform of open load without `layout.thinkSeconds`
 */
export function layLoad(platform: PlatformConfig, series: LoadSeries, layout: LoadLayout, origin?: string): LaidLoad {
  validateLoadSeries(series);
  return platform.load.kind === 'closed'
    ? layUsers(platform, platform.load, series, layout)
    : layRate(platform, series, layout, origin);
}

/** Only {@link LaidLoad.load} of {@link layLoad}. */
export function platformLoad(platform: PlatformConfig, series: LoadSeries, layout: LoadLayout): Load {
  return layLoad(platform, series, layout).load;
}

function layUsers(
  platform: PlatformConfig,
  closed: Extract<Load, { kind: 'closed' }>,
  series: LoadSeries,
  { scale, thinkSeconds }: LoadLayout,
): LaidLoad {
  const isConverted = series.users === undefined;
  const think = isConverted && thinkSeconds !== null ? thinkSeconds : closed.thinkSeconds;
  const cycle = cycleSeconds(platform, think);
  const users = series.users ?? convert(series.requestsPerSecond!, cycle);
  const played = { kind: 'series', series: only('users', series, users), scale, repeat: false } as const;
  return {
    load: { ...closed, users: played, thinkSeconds: think },
    values: heldValues(users, scale).map(Math.round),
    assumption: isConverted ? assumed('users = requests/s', '×', cycle, think, series) : null,
  };
}

function layRate(
  platform: PlatformConfig,
  series: LoadSeries,
  { scale, interpolation, thinkSeconds }: LoadLayout,
  origin: string | undefined,
): LaidLoad {
  const isConverted = series.requestsPerSecond === undefined;
  if (isConverted && thinkSeconds === null)
    throw new InputError(
      loadPlace(series, origin),
      'requestsPerSecond for a platform of open load; with load.thinkSeconds users are converted to it',
    );
  const cycle = isConverted ? cycleSeconds(platform, thinkSeconds!) : 0;
  if (isConverted && cycle === 0)
    throw new InputError(
      { ...(origin === undefined ? {} : { file: origin }), field: 'load.thinkSeconds', value: thinkSeconds },
      'a mean above 0 where requests take no time',
    );
  const rates = series.requestsPerSecond ?? convert(series.users!, 1 / cycle);
  const played = only('requestsPerSecond', series, rates);
  return {
    load: { kind: 'open', rate: { kind: 'series', series: played, scale, interpolation, repeat: false } },
    values: heldValues(rates, scale),
    assumption: isConverted ? assumed('requests/s = users', '÷', cycle, thinkSeconds!, series) : null,
  };
}

/** Where a load that counts something else stands: where it comes from, or what it is called. */
export function loadPlace({ id }: LoadSeries, origin: string | undefined): InputPlace {
  return origin === undefined ? { field: 'load', value: id } : { file: origin, field: 'load' };
}

/** Mean time from one request of a user to the next where nothing queues, seconds. */
function cycleSeconds({ work, overheadSeconds, server, resources }: PlatformConfig, think: Distribution): number {
  const cores = server.kind === 'fcfs' ? resources.cores / server.workers : resources.cores;
  return meanOf(think) + overheadSeconds + meanOf(work) / Math.min(1, cores);
}

function convert(values: Float64Array, factor: number): Float64Array {
  return values.map((value) => value * factor);
}

/** The series with one channel and no other. */
function only(channel: LoadChannel, series: LoadSeries, values: Float64Array): LoadSeries {
  const { requestsPerSecond: _rates, users: _users, ...rest } = series;
  return { ...rest, [channel]: values };
}

function assumed(from: string, sign: string, cycle: number, think: Distribution, { id }: LoadSeries): string {
  const seconds = (value: number) => Number(value.toPrecision(4));
  const response = seconds(cycle - meanOf(think));
  return `${id}: ${from} ${sign} ${seconds(cycle)} s (${seconds(meanOf(think))} s of thinking and a response time of ${response} s without queueing)`;
}
