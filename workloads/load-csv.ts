import { writeFileAtomically } from './atomic-file.js';
import { columnsOf, csvNames, formatCsvTable, parseCsvTable, readCsvText } from './csv-table.js';
import { type LoadChannel, type LoadSeries, loadChannels, validateLoadSeries } from './load-series.js';

/**
 * The columns of an exported load, one row a step: `time`, `requests_per_second`, `users`, `origin`. At least one of the channels is
 * there; otherwise it is as with usage series (`csvColumns`).
 */
export const loadCsvColumns: Readonly<Record<string, LoadChannel>> = columnsOf(loadChannels);

const names = Object.keys(loadCsvColumns);

/** A load as CSV text; see {@link loadCsvColumns}. */
export function formatLoadCsv(series: LoadSeries): string {
  const columns = Object.entries(loadCsvColumns).flatMap(([name, channel]) => {
    const values = series[channel];
    return values === undefined ? [] : [{ name, values }];
  });
  return formatCsvTable({ head: series, columns, origin: series.origin });
}

/** Writes a load as CSV, atomically. */
export function writeLoadCsv(path: string, series: LoadSeries): void {
  writeFileAtomically(path, formatLoadCsv(validateLoadSeries(series)));
}

/** Whether CSV text is that of a load rather than of usage, by its columns. */
export function isLoadCsv(text: string): boolean {
  return csvNames(text).some((name) => names.includes(name));
}

/**
 * Reads a load from CSV text.
 * @param file named in errors; its name is the id when the text has no comment line
 * @throws InputError naming line and column
 */
export function parseLoadCsv(text: string, file: string): LoadSeries {
  const { head, columns, origin } = parseCsvTable(text, names, names, file);
  const channels = Object.fromEntries(columns.map(({ name, values }) => [loadCsvColumns[name]!, values]));
  return validateLoadSeries({ ...head, ...channels, ...(origin === undefined ? {} : { origin }) }, file);
}

/** Reads a load from a CSV file; see {@link parseLoadCsv}. */
export function readLoadCsv(path: string): LoadSeries {
  return parseLoadCsv(readCsvText(path), path);
}
