import { writeFileAtomically } from './atomic-file.js';
import { columnsOf, formatCsvTable, parseCsvTable, readCsvText } from './csv-table.js';
import { type SeriesChannel, seriesChannels, type UsageSeries, validateSeries } from './usage-series.js';

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
export const csvColumns: Readonly<Record<string, SeriesChannel>> = columnsOf(seriesChannels);

/** A series as CSV text; see {@link csvColumns}. */
export function formatSeriesCsv(series: UsageSeries): string {
  const columns = Object.entries(csvColumns).flatMap(([name, channel]) => {
    const values = series[channel];
    return values === undefined ? [] : [{ name, values }];
  });
  return formatCsvTable({ head: series, columns, origin: series.origin });
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
  const { head, columns, origin } = parseCsvTable(text, Object.keys(csvColumns), ['cpu_millicores'], file);
  const arrays = Object.fromEntries(columns.map(({ name, values }) => [csvColumns[name]!, values])) as Pick<
    UsageSeries,
    'cpuMillicores'
  >;
  const memoryBytes = new Float64Array(arrays.cpuMillicores.length).fill(Number.NaN);
  return validateSeries({ ...head, memoryBytes, ...arrays, ...(origin === undefined ? {} : { origin }) }, file);
}

/** Reads a series from a CSV file; see {@link parseSeriesCsv}. */
export function readSeriesCsv(path: string): UsageSeries {
  return parseSeriesCsv(readCsvText(path), path);
}
