import { createHash } from 'node:crypto';
import type { AnySeries } from '../workloads/series-layout.js';
import { seriesArrays } from './series-arrays.js';

/** JSON with the keys of every object in order, so that equal data has equal text. Members that are undefined are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** The first `digits` hex digits of the SHA-256 of plain data. */
export function contentHash(value: unknown, digits = 16): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, digits);
}

/** Hash of everything in a series that can change a result: its grid and its channels, not its name or its source. */
export function seriesHash(series: AnySeries): string {
  const hash = createHash('sha256').update(canonicalJson([series.startTime, series.stepSeconds]));
  for (const [channel, values] of seriesArrays(series)) hash.update(`${channel}:${values.length}`).update(values);
  return hash.digest('hex').slice(0, 16);
}
