import { InputError } from '../../env/core/input-error.js';
import { Borg2019Cell, type Borg2019Options, borg2019Options } from './borg-2019-cell.js';
import { borg2019Licence } from './borg-2019-units.js';
import { firstLine, type TraceFormat } from './format.js';
import { type ParquetGroup, scanParquet } from './parquet-groups.js';

const INT64_MAX = 2n ** 63n - 1n;

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
  detect(head) {
    const table = tableOf(head);
    return table === undefined ? undefined : table === 'instance_usage' ? 'usage' : 'side';
  },
  async *import(files, options, run) {
    const of = (table: string) => files.filter(({ head }) => (tableOf(head) ?? 'instance_usage') === table);
    const collectionFiles = of('collection_events');
    const cell = new Borg2019Cell(options, run, collectionFiles.length > 0);
    for (const { path } of collectionFiles)
      await scanParquet(
        path,
        ['collection_id', 'priority', 'vertical_scaling?'],
        eachRow(path, (row) =>
          cell.collectionEvent({
            collectionId: row.id('collection_id'),
            priority: row.number('priority'),
            verticalScaling: row.number('vertical_scaling'),
          }),
        ),
        run.scan.onRead,
      );
    for (const { path } of of('instance_usage'))
      await scanParquet(
        path,
        usageColumns,
        eachRow(path, (row) => cell.usage(usage(row))),
        run.scan.onRead,
      );
    for (const { path } of of('instance_events'))
      await scanParquet(
        path,
        ['time', 'type', 'collection_id', 'instance_index', 'resource_request?'],
        eachRow(path, (row) => cell.instanceEvent(instanceEvent(row))),
        run.scan.onRead,
      );
    yield* cell.series();
  },
};

function tableOf(head: Uint8Array): 'instance_usage' | 'instance_events' | 'collection_events' | undefined {
  const [magic, ...columns] = firstLine(head).split(',');
  if (magic !== 'PAR1' || !columns.includes('collection_id')) return undefined;
  if (columns.includes('start_time')) return 'instance_usage';
  if (!columns.includes('time')) return undefined;
  return columns.includes('instance_index') ? 'instance_events' : 'collection_events';
}

const usageColumns = [
  'start_time',
  'end_time',
  'collection_id',
  'instance_index',
  'collection_type?',
  'alloc_collection_id?',
  'average_usage',
  'maximum_usage?',
  'assigned_memory?',
];

function usage(row: ParquetRow) {
  return {
    startTime: row.stamp('start_time'),
    endTime: row.stamp('end_time'),
    collectionId: row.id('collection_id'),
    instanceIndex: row.id('instance_index'),
    collectionType: row.number('collection_type'),
    allocCollectionId: row.number('alloc_collection_id'),
    cpu: row.number('average_usage', 'cpus'),
    memory: row.number('average_usage', 'memory'),
    cpuMax: row.number('maximum_usage', 'cpus'),
    memoryMax: row.number('maximum_usage', 'memory'),
    assignedMemory: row.number('assigned_memory'),
  };
}

function instanceEvent(row: ParquetRow) {
  return {
    time: row.stamp('time'),
    type: row.number('type'),
    collectionId: row.id('collection_id'),
    instanceIndex: row.id('instance_index'),
    cpuRequest: row.number('resource_request', 'cpus'),
    memoryRequest: row.number('resource_request', 'memory'),
  };
}

/** Calls `onRow` for every row of a group; the row is only valid inside the call. */
function eachRow(path: string, onRow: (row: ParquetRow) => void): (group: ParquetGroup) => void {
  return (group) => {
    const row = new ParquetRow(path, group);
    for (row.index = 0; row.index < group.rows; row.index++) onRow(row);
  };
}

class ParquetRow {
  index = 0;

  constructor(
    private readonly file: string,
    private readonly group: ParquetGroup,
  ) {}

  /** A number, or a field of a struct; NaN for null. */
  number(column: string, field?: string): number {
    const cell = this.group.column(column)[this.index];
    const value = field === undefined ? cell : (cell as Record<string, unknown> | null | undefined)?.[field];
    if (value === null || value === undefined) return Number.NaN;
    if (value === INT64_MAX) return Number.POSITIVE_INFINITY;
    if (typeof value !== 'number' && typeof value !== 'bigint') throw this.error(column, value, 'a number');
    return Number(value);
  }

  /** A time stamp, microseconds; 2⁶³−1 becomes Infinity. */
  stamp(column: string): number {
    const value = this.number(column);
    if (Number.isNaN(value)) throw this.error(column, null, 'a time stamp');
    return value;
  }

  /** A whole number that is a name. */
  id(column: string): string {
    const value = this.group.column(column)[this.index];
    if (typeof value !== 'number' && typeof value !== 'bigint') throw this.error(column, value, 'a whole number');
    return String(value);
  }

  private error(field: string, value: unknown, expected: string): InputError {
    return new InputError({ file: this.file, line: this.group.firstRow + this.index, field, value }, expected);
  }
}
