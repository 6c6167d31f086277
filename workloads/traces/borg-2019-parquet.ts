import { InputError } from '../../env/core/input-error.js';
import { type Borg2019Options, borg2019Options } from './borg-2019-cell.js';
import {
  type Borg2019Encoding,
  type Borg2019Row,
  type Borg2019Table,
  importCell,
  roleOf,
  tableWith,
} from './borg-2019-tables.js';
import { borg2019Licence } from './borg-2019-units.js';
import { firstLine, type TraceFormat } from './format.js';
import { type ParquetGroup, scanParquet } from './parquet-groups.js';

const INT64_MAX = 2n ** 63n - 1n;

/** Columns that are read; those with `?` may be absent. */
const columnsOf: Readonly<Record<Borg2019Table, readonly string[]>> = {
  instance_usage: [
    'start_time',
    'end_time',
    'collection_id',
    'instance_index',
    'collection_type?',
    'alloc_collection_id?',
    'average_usage',
    'maximum_usage?',
    'assigned_memory?',
  ],
  instance_events: ['time', 'type', 'collection_id', 'instance_index', 'resource_request?'],
  collection_events: ['collection_id', 'priority', 'vertical_scaling?'],
};

const encoding: Borg2019Encoding = {
  tableOf(head) {
    const [magic, ...columns] = firstLine(head).split(',');
    return magic === 'PAR1' ? tableWith((column) => columns.includes(column)) : undefined;
  },
  read: (path, table, onRow, run) =>
    scanParquet(
      path,
      columnsOf[table],
      (group) => {
        const row = new ParquetRow(path, group);
        for (row.index = 0; row.index < group.rows; row.index++) {
          try {
            onRow(row);
          } catch (error) {
            if (run.scan.refuse === undefined || !(error instanceof InputError)) throw error;
            run.scan.refuse(error);
          }
        }
      },
      run.scan.onRead,
    ),
};

/**
 * Google ClusterData 2019 as Parquet. Google calls the files `.parquet.gz`, and they are no gzip files: only their columns are compressed.
 */
export const borg2019Parquet: TraceFormat<Borg2019Options> = {
  id: 'borg-2019-parquet',
  title: 'Google ClusterData 2019, Parquet export',
  describe:
    'instance_usage shards of one cell (.parquet.gz); with instance_events requests and run times are known, with collection_events tiers can be selected. One series a task.',
  licence: borg2019Licence,
  options: borg2019Options,
  detect: (head) => roleOf(encoding.tableOf(head)),
  import: (files, options, run) => importCell(files, options, run, encoding),
};

/** One row of a row group; moves from row to row. */
class ParquetRow implements Borg2019Row {
  index = 0;

  constructor(
    private readonly file: string,
    private readonly group: ParquetGroup,
  ) {}

  number(column: string, field?: string): number {
    const cell = this.group.column(column)[this.index];
    const value = field === undefined ? cell : (cell as Record<string, unknown> | null | undefined)?.[field];
    if (value === null || value === undefined) return Number.NaN;
    if (value === INT64_MAX) return Number.POSITIVE_INFINITY;
    if (typeof value !== 'number' && typeof value !== 'bigint') throw this.error(column, value, 'a number');
    return Number(value);
  }

  stamp(column: string): number {
    const value = this.number(column);
    if (Number.isNaN(value)) throw this.error(column, null, 'a time stamp');
    return value;
  }

  text(column: string): string {
    const value = this.group.column(column)[this.index];
    if (typeof value !== 'number' && typeof value !== 'bigint') throw this.error(column, value, 'a whole number');
    return String(value);
  }

  private error(field: string, value: unknown, expected: string): InputError {
    return new InputError({ file: this.file, line: this.group.firstRow + this.index, field, value }, expected);
  }
}
