import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { timeOf } from './csv-columns.js';
import { csvRecords } from './csv-records.js';
import { headText, type TraceFormat } from './format.js';
import { fileRole, prometheusOptions, prometheusSeries } from './prometheus-import.js';
import type { Labels } from './prometheus-matrix.js';
import type { PrometheusFileRole } from './prometheus-roles.js';
import { PrometheusSamples } from './prometheus-samples.js';
import { type PrometheusTable, tableOf } from './prometheus-table.js';
import { parseUnitCell, type UnitCell } from './unit-cell.js';

const options = prometheusOptions.extend({
  coresAtFull: z.number().positive().default(1).describe('cores that 100 % stands for, where cells are percentages'),
  bytesAtFull: z
    .number()
    .positive()
    .optional()
    .describe('bytes that 100 % stands for, where cells of a memory file are percentages'),
  separator: z.string().length(1).optional().describe('separator of columns; default: found by itself'),
  decimal: z.enum(['.', ',']).default('.').describe('decimal mark'),
});

type Options = z.infer<typeof options>;

/**
 * Prometheus samples in CSV (traces.md §11): Grafana's "Download CSV" (wide, or the older `Series;Time;Value`), what promtool and scripts
 * write (long: time, labels, value), and Metrics Explorer's wide table with a row a label. Cells may carry units (`12.3%`, `1.2 GiB`,
 * `230 m`, `35 req/s`); times may be dates, seconds or milliseconds.
 */
export const prometheusCsv: TraceFormat<Options> = {
  id: 'prometheus-csv',
  title: 'Prometheus or Grafana CSV',
  describe:
    'Grafana "Download CSV" (wide or Series;Time;Value), promtool long CSV; a file a query, CPU, memory and requests told apart as for prometheus, and by units in the cells (1.2 GiB, 35 req/s).',
  options,
  detect: (head) => (isPrometheusCsv(headText(head)) ? 'usage' : undefined),
  async *import(files, settings, { report, scan, wanted }) {
    const samples = new PrometheusSamples(settings, report, wanted);
    for (const file of files) {
      const role = fileRole(file, settings);
      samples.beginFile(file.path, role);
      let table: PrometheusTable | undefined;
      const known = new Map<Labels, number>();
      const header: (readonly string[])[] = [];
      for await (const { number, cells } of csvRecords(file.path, settings, scan.onRead)) {
        if (number === 1 && /^sep=/.test(cells[0]!)) continue;
        if (table === undefined) {
          const found = tableOf(header, cells, file.path);
          if (found === undefined) {
            header.push(cells);
            continue;
          }
          table = found;
        }
        try {
          addRow({ table, known, samples, settings, role }, cells, number);
        } catch (error) {
          if (scan.refuse === undefined || !(error instanceof InputError)) throw error;
          scan.refuse(error);
        }
      }
      if (table === undefined)
        throw new InputError(
          { file: file.path, value: header[0]?.join(',') ?? '' },
          'a header with a time column, and rows below it',
        );
    }
    yield* prometheusSeries(samples, 'prometheus', settings, report);
  },
};

/** Header forms no other table has: Grafana's `Time`, labels in braces, labels of Kubernetes beside a value. */
function isPrometheusCsv(text: string): boolean {
  const [first = '', second = ''] = text.replace(/^sep=.\r?\n/, '').split(/\r?\n/);
  if (/^"?Time"?[,;\t]/.test(first) || /^"?Series"?[,;\t]"?Time"?[,;\t]"?Value"?$/.test(first)) return true;
  if (/^"?TimeSeries ID"?,/.test(first)) return true;
  if (/^"?(time|timestamp|date)"?[,;]/i.test(first) && /\{.+=\\?"{1,2}.+\}/.test(first)) return second !== '';
  return (
    /(^|[,;])"?(timestamp|time|ts)"?([,;]|$)/i.test(first) &&
    /[,;]"?value"?\s*$/i.test(first) &&
    /(^|[,;])"?(__name__|pod|container|namespace|instance)"?[,;]/.test(first)
  );
}

/** A file while its records are read. */
interface OpenTable {
  readonly table: PrometheusTable;
  /** Numbers of the series whose first value has come. */
  readonly known: Map<Labels, number>;
  readonly samples: PrometheusSamples;
  readonly settings: Options;
  readonly role: PrometheusFileRole | undefined;
}

function addRow({ table, known, samples, settings, role }: OpenTable, cells: readonly string[], record: number): void {
  const error = (column: number, expected: string) => {
    const field = table.names[column] ?? `column ${column + 1}`;
    return new InputError({ file: table.file, line: record, field, value: cells[column] ?? '' }, expected);
  };
  const time = timeOf(cells[table.time] ?? '', 'auto');
  if (Number.isNaN(time)) throw error(table.time, 'a time: a date, seconds or milliseconds');
  for (const { column, labels } of table.valuesOf(cells)) {
    const text = (cells[column] ?? '').trim();
    if (text === '') continue;
    const cell = parseUnitCell(text, settings.decimal);
    if (cell === undefined) throw error(column, 'a number, with a unit or without');
    const unit = roleOfUnit(cell);
    let series = known.get(labels);
    if (series === undefined && Number.isNaN(cell.value)) {
      samples.skipNaN();
      continue;
    }
    if (series === undefined) {
      series = samples.series(labels, unit);
      known.set(labels, series);
    }
    if (unit !== undefined && (unit !== 'cpu' || role === undefined)) samples.hint(series, unit);
    const value = amount(cell, role, settings);
    if (value === undefined)
      throw error(column, 'an amount of memory, or bytesAtFull to say of how much it is a percentage');
    samples.sample(series, time, value);
  }
}

/** What a cell's unit says of its column. */
function roleOfUnit({ dimension }: UnitCell): PrometheusFileRole | undefined {
  if (dimension === 'plain') return undefined;
  return dimension === 'bytes' ? 'memory' : dimension === 'rate' ? 'load' : 'cpu';
}

/** A cell in cores, bytes or requests a second; undefined for a percentage of nobody knows how much memory. */
function amount(
  { value, dimension }: UnitCell,
  role: PrometheusFileRole | undefined,
  settings: Options,
): number | undefined {
  if (dimension !== 'percent') return value;
  if (role !== 'memory') return (value / 100) * settings.coresAtFull;
  return settings.bytesAtFull === undefined ? undefined : (value / 100) * settings.bytesAtFull;
}
