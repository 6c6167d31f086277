import { InputError } from '../../env/core/input-error.js';
import { timeOf } from './csv-columns.js';
import type { Labels } from './prometheus-matrix.js';

/** Where time and values stand in a CSV file of Prometheus samples. */
export interface PrometheusTable {
  readonly file: string;
  readonly names: readonly string[];
  readonly time: number;
  /** Columns with a value in a record, and whose it is: one and the same object for all samples of a series. */
  valuesOf(cells: readonly string[]): readonly { readonly column: number; readonly labels: Labels }[];
}

/**
 * Understands the header once the first record of data has come.
 *
 * @param header the records so far, none of which had a time in its time column
 * @param cells the next record
 * @returns undefined while `cells` is still part of the header
 * @throws InputError for a header without a time column
 */
export function tableOf(
  header: readonly (readonly string[])[],
  cells: readonly string[],
  file: string,
): PrometheusTable | undefined {
  const first = header[0];
  if (first === undefined) return undefined;
  const names = first.map((name) => name.trim());
  const lower = names.map((name) => name.toLowerCase());
  const named = lower.findIndex((name) => /^(time|timestamp|date|ts|datetime)$/.test(name));
  const time =
    named >= 0
      ? named
      : Math.max(
          0,
          lower.findIndex((name) => /time|date/.test(name)),
        );
  if (Number.isNaN(timeOf(cells[time] ?? '', 'auto'))) {
    const isLabelRow = header.length < 40 && time === 0 && cells.length === names.length && lower[0] !== 'time';
    if (isLabelRow) return undefined;
    throw new InputError(
      { file, line: header.length + 1, field: names[time]!, value: cells[time] ?? '' },
      'a time: a date, seconds or milliseconds',
    );
  }
  const value = lower.indexOf('value');
  return value >= 0 ? longTable(names, time, value, file) : wideTable(header, names, time, file);
}

/** One record a sample; the other columns are labels, or the legend in a column `Series`. */
function longTable(names: readonly string[], time: number, value: number, file: string): PrometheusTable {
  const known = new Map<string, Labels>();
  const labelColumns = names.map((_, column) => column).filter((column) => column !== time && column !== value);
  return {
    file,
    names,
    time,
    valuesOf(cells) {
      const key = labelColumns.map((column) => cells[column] ?? '').join('\u0000');
      let labels = known.get(key);
      if (labels === undefined) {
        const texts = labelColumns.map((column) => [names[column]!, (cells[column] ?? '').trim()] as const);
        const parts = texts.map(([name, text]) =>
          /^(series|metric)$/i.test(name) ? labelsOf(text) : text === '' ? {} : { [name]: text },
        );
        labels = Object.assign({}, ...parts) as Labels;
        known.set(key, labels);
      }
      return [{ column: value, labels }];
    },
  };
}

/** One column a series; its labels are in its name, or in rows of their own below it. */
function wideTable(
  header: readonly (readonly string[])[],
  names: readonly string[],
  time: number,
  file: string,
): PrometheusTable {
  const rows = header.length > 1 ? header.filter((row) => row[0]!.trim() !== 'TimeSeries ID') : [];
  const columns = names.flatMap((name, column) => {
    if (column === time || name === '') return [];
    const fromRows = rows.map((row) => [row[0]!.trim().split('.').at(-1)!, (row[column] ?? '').trim()] as const);
    const labels = rows.length > 0 ? Object.fromEntries(fromRows) : labelsOf(name);
    return [{ column, labels }];
  });
  if (columns.length === 0)
    throw new InputError({ file, line: 1, value: names.join(',') }, 'at least one column beside the time');
  return { file, names, time, valuesOf: () => columns };
}

const labelPattern = /([A-Za-z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g;

/** The labels in a series' name such as `container_cpu{pod="a", container="b"}`; any other text is a legend. */
export function labelsOf(text: string): Labels {
  const match = /^([A-Za-z_:][\w:]*)?\s*\{(.*)\}$/.exec(text);
  if (match === null) return { legend: text };
  const labels = [...match[2]!.matchAll(labelPattern)].map(
    ([, name, value]) => [name!, value!.replace(/\\(.)/g, '$1')] as const,
  );
  return { ...(match[1] === undefined ? {} : { __name__: match[1] }), ...Object.fromEntries(labels) };
}
