import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import type { BytesRead } from './byte-source.js';
import { parseClockTime } from './clock-time.js';
import type { ImportReport } from './import-report.js';
import { forElements } from './json-elements.js';

/** A time series of the API as far as it is needed. */
const timeSeriesSchema = z.object({
  metric: z.object({ type: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  resource: z.object({ type: z.string().default(''), labels: z.record(z.string(), z.string()).default({}) }),
  metricKind: z.enum(['GAUGE', 'DELTA', 'CUMULATIVE', 'METRIC_KIND_UNSPECIFIED']).default('GAUGE'),
  points: z
    .array(
      z.object({
        interval: z.object({ startTime: z.string().optional(), endTime: z.string() }),
        value: z.object({
          int64Value: z.union([z.string(), z.number()]).optional(),
          doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]).optional(),
        }),
      }),
    )
    .default([]),
});

/** One time series: points in the order of the file (newest first). */
export interface GcpTimeSeries {
  readonly type: string;
  readonly metricLabels: Readonly<Record<string, string>>;
  readonly resourceLabels: Readonly<Record<string, string>>;
  readonly kind: 'GAUGE' | 'DELTA' | 'CUMULATIVE';
  /** Start, end (Unix seconds) and value of every point. */
  readonly points: Float64Array;
}

/** Doubles a point. */
export const POINT_WIDTH = 3;

/**
 * Reads the time series of one file of any size: one answer, a list of time series, or answers one after the other.
 *
 * @returns how many there were
 * @throws InputError naming the time series and the field that is not as the API writes it
 */
export async function readTimeSeries(
  path: string,
  onSeries: (series: GcpTimeSeries) => void,
  {
    onRead,
    refuse,
    report,
  }: { readonly onRead?: BytesRead; readonly refuse?: (error: InputError) => void; readonly report: ImportReport },
): Promise<number> {
  return forElements(
    path,
    'timeSeries',
    (element, index) => {
      try {
        const pages = (element as { timeSeries?: unknown } | null)?.timeSeries;
        for (const one of Array.isArray(pages) ? pages : [element]) onSeries(checked(one, path, index, report));
      } catch (error) {
        if (refuse === undefined || !(error instanceof InputError)) throw error;
        refuse(error);
      }
    },
    onRead,
  );
}

function checked(element: unknown, file: string, index: number, report: ImportReport): GcpTimeSeries {
  const result = timeSeriesSchema.safeParse(element);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    throw new InputError(
      { file, field: ['timeSeries', index, ...path].join('.') },
      message.replace(/^Invalid input: expected /, ''),
    );
  }
  const { metric, resource, metricKind, points } = result.data;
  const values = new Float64Array(points.length * POINT_WIDTH);
  for (const [i, { interval, value }] of points.entries()) {
    report.counts.rowsRead++;
    const field = `timeSeries.${index}.points.${i}`;
    const end = timeOf(interval.endTime, file, `${field}.interval.endTime`);
    const start =
      interval.startTime === undefined ? end : timeOf(interval.startTime, file, `${field}.interval.startTime`);
    const number = Number(value.doubleValue ?? value.int64Value ?? Number.NaN);
    if (Number.isNaN(number)) report.counts.missingFields++;
    values.set([start, end, number], i * POINT_WIDTH);
  }
  const kind = metricKind === 'METRIC_KIND_UNSPECIFIED' ? 'GAUGE' : metricKind;
  return { type: metric.type, metricLabels: metric.labels, resourceLabels: resource.labels, kind, points: values };
}

function timeOf(text: string, file: string, field: string): number {
  const seconds = parseClockTime(text);
  if (Number.isNaN(seconds)) throw new InputError({ file, field, value: text }, 'a time such as 2021-07-06T10:00:00Z');
  return seconds;
}
