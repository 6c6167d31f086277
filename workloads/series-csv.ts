import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { z } from 'zod';
import { InputError } from '../env/core/input-error.js';
import { writeFileAtomically } from './atomic-file.js';
import { parseWith } from './parse-with.js';
import { sourceSchema } from './series-layout.js';
import {
  type SeriesChannel,
  type SeriesSource,
  seriesChannels,
  seriesLength,
  type UsageSeries,
  validateSeries,
} from './usage-series.js';

/**
 * The columns of an exported series, one row a step. An empty cell is a missing value; a column that the series does not
 * have is left out. Numbers are written so that they are read back exactly.
 *
 * | column | unit |
 * |---|---|
 * | `time` | Unix seconds (or the trace's own) of the beginning of the step |
 * | `cpu_millicores`, `cpu_max_millicores` | mean and peak CPU usage of the step |
 * | `memory_bytes`, `memory_max_bytes` | memory usage and its peak |
 * | `cpu_request_millicores`, `memory_request_bytes`, `cpu_limit_millicores`, `memory_limit_bytes` | what was in force |
 * | `origin` | 0 observed, 1 interpolated, 2 carried, 3 not running, 4 missing |
 *
 * The first line is a comment: `# ` and a JSON object with id, startTime, stepSeconds and source. Without it (a CSV from
 * elsewhere) the id is the file's name, and the step the distance of the first two times.
 */
export const csvColumns: Readonly<Record<string, SeriesChannel>> = Object.fromEntries(
  seriesChannels.map((channel) => [channel.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), channel]),
);

const headSchema = z.object({
  id: z.string().min(1),
  startTime: z.number(),
  stepSeconds: z.number().positive(),
  source: sourceSchema,
});

/** A series as CSV text; see {@link csvColumns}. */
export function formatSeriesCsv(series: UsageSeries): string {
  const { id, startTime, stepSeconds, source, origin } = series;
  const columns = Object.entries(csvColumns).flatMap(([name, channel]) => {
    const values = series[channel];
    return values === undefined ? [] : [{ name, values }];
  });
  const names = ['time', ...columns.map(({ name }) => name), ...(origin === undefined ? [] : ['origin'])];
  const lines = [`# ${JSON.stringify({ id, startTime, stepSeconds, source })}`, names.join(',')];
  for (let step = 0; step < seriesLength(series); step++) {
    const cells = [String(startTime + step * stepSeconds)];
    for (const { values } of columns) cells.push(Number.isNaN(values[step]!) ? '' : String(values[step]));
    if (origin !== undefined) cells.push(String(origin[step]));
    lines.push(cells.join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** Writes a series as CSV, atomically. */
export function writeSeriesCsv(path: string, series: UsageSeries): void {
  writeFileAtomically(path, formatSeriesCsv(validateSeries(series)));
}

/**
 * Reads a series from CSV text.
 * @param file named in errors; its name is the id when the text has no comment line
 * @throws InputError naming line and column
 */
export function parseSeriesCsv(text: string, file: string): UsageSeries {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const head = lines[0]?.startsWith('#') === true ? readHead(lines[0], file) : undefined;
  const firstRow = head === undefined ? 1 : 2;
  const names = (lines[firstRow - 1] ?? '').split(',').map((name) => name.trim());
  const unknown = names.find((name) => name !== 'time' && name !== 'origin' && !(name in csvColumns));
  if (unknown !== undefined)
    throw new InputError(
      { file, line: firstRow, field: unknown },
      `columns time, ${Object.keys(csvColumns).join(', ')}, origin`,
    );
  for (const needed of ['time', 'cpu_millicores'])
    if (!names.includes(needed)) throw new InputError({ file, line: firstRow, field: needed }, 'this column');
  const length = lines.length - firstRow;
  if (length === 0) throw new InputError({ file }, 'at least one row');
  const table = names.map(() => new Float64Array(length));
  for (let row = 0; row < length; row++)
    readRow(lines[firstRow + row]!, row, names, table, { file, line: firstRow + row + 1 });
  const column = (name: string) => table[names.indexOf(name)];
  const times = column('time')!;
  const grid = head ?? gridOf(times, file, firstRow);
  checkTimes(times, grid, file, firstRow);
  const arrays = Object.fromEntries(
    Object.entries(csvColumns).flatMap(([name, channel]) => (names.includes(name) ? [[channel, column(name)!]] : [])),
  ) as Pick<UsageSeries, 'cpuMillicores'>;
  const origin = column('origin');
  return validateSeries(
    {
      ...grid,
      memoryBytes: new Float64Array(length).fill(Number.NaN),
      ...arrays,
      ...(origin === undefined ? {} : { origin: Uint8Array.from(origin) }),
    },
    file,
  );
}

/** Reads a series from a CSV file; see {@link parseSeriesCsv}. */
export function readSeriesCsv(path: string): UsageSeries {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError({ file: path, value: (error as NodeJS.ErrnoException).code }, 'a file that can be read');
  }
  return parseSeriesCsv(text, path);
}

type Head = Pick<UsageSeries, 'id' | 'startTime' | 'stepSeconds' | 'source'>;

function readHead(line: string, file: string): Head {
  let json: unknown;
  try {
    json = JSON.parse(line.slice(1));
  } catch {
    throw new InputError(
      { file, line: 1, value: line },
      '# and a JSON object with id, startTime, stepSeconds and source',
    );
  }
  const { source, ...grid } = parseWith(headSchema, json, file);
  return { ...grid, source: source as SeriesSource };
}

function readRow(
  line: string,
  row: number,
  names: readonly string[],
  table: readonly Float64Array[],
  place: { readonly file: string; readonly line: number },
): void {
  const cells = line.split(',');
  if (cells.length !== names.length) throw new InputError({ ...place, value: cells.length }, `${names.length} cells`);
  for (const [i, cell] of cells.entries()) {
    const value = cell.trim() === '' ? Number.NaN : Number(cell);
    const name = names[i]!;
    const bad =
      name === 'origin'
        ? !Number.isInteger(value) || value < 0 || value > 4
        : Number.isNaN(value) && (name === 'time' || cell.trim() !== '');
    if (bad)
      throw new InputError(
        { ...place, field: name, value: cell },
        name === 'origin' ? 'an origin from 0 to 4' : 'a number',
      );
    table[i]![row] = value;
  }
}

function gridOf(times: Float64Array, file: string, firstRow: number): Head {
  const id = basename(file, extname(file));
  const stepSeconds = times.length > 1 ? times[1]! - times[0]! : 60;
  if (!(stepSeconds > 0))
    throw new InputError({ file, line: firstRow + 2, field: 'time', value: times[1] }, 'times that rise');
  return { id, startTime: times[0]!, stepSeconds, source: { dataset: 'csv', entity: id, assumptions: {} } };
}

function checkTimes(times: Float64Array, { startTime, stepSeconds }: Head, file: string, firstRow: number): void {
  for (let row = 0; row < times.length; row++) {
    const expected = startTime + row * stepSeconds;
    if (Math.abs(times[row]! - expected) > 1e-6 * stepSeconds)
      throw new InputError(
        { file, line: firstRow + row + 1, field: 'time', value: times[row] },
        `${expected}, on a grid of ${stepSeconds} s`,
      );
  }
}
