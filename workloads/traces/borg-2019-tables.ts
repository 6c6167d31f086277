import { Borg2019Cell, type Borg2019Options } from './borg-2019-cell.js';
import type { FileRole, ImportedSeries, ImportRun, TraceFile } from './format.js';

/** Tables of Google's 2019 trace that an import uses. */
export type Borg2019Table = 'instance_usage' | 'instance_events' | 'collection_events';

/** A row of a table in any encoding; fields of a struct are named after its column. NaN for null. */
export interface Borg2019Row {
  /** @throws InputError when the number is malformed */
  number(column: string, field?: string): number;
  /** A time in microseconds; 2⁶³−1 is Infinity. @throws InputError when it is absent or malformed */
  stamp(column: string): number;
  /** A whole number that is a name. @throws InputError when it is absent */
  text(column: string): string;
}

/** How one encoding is told and read. */
export interface Borg2019Encoding {
  /** Which table a file is, from its head; undefined when it is none of them. */
  tableOf(head: Uint8Array): Borg2019Table | undefined;
  read(path: string, table: Borg2019Table, onRow: (row: Borg2019Row) => void, run: ImportRun): Promise<void>;
}

/** Which table has these columns. */
export function tableWith(has: (column: string) => boolean): Borg2019Table | undefined {
  if (!has('collection_id')) return undefined;
  if (has('start_time')) return 'instance_usage';
  if (!has('time')) return undefined;
  return has('instance_index') ? 'instance_events' : 'collection_events';
}

/** What a table is to an import. */
export function roleOf(table: Borg2019Table | undefined): FileRole | undefined {
  if (table === undefined) return undefined;
  return table === 'instance_usage' ? 'usage' : 'side';
}

/** Reads the tables of a cell in the order in which they build on each other. A file of no known table is read as usage. */
export async function* importCell(
  files: readonly TraceFile[],
  options: Borg2019Options,
  run: ImportRun,
  { tableOf, read }: Borg2019Encoding,
): AsyncGenerator<ImportedSeries, void> {
  const of = (table: Borg2019Table) => files.filter(({ head }) => (tableOf(head) ?? 'instance_usage') === table);
  const cell = new Borg2019Cell(options, run, of('collection_events').length > 0);
  const takers: readonly (readonly [Borg2019Table, (row: Borg2019Row) => void])[] = [
    ['collection_events', (row) => cell.collectionEvent(collectionEvent(row))],
    ['instance_usage', (row) => cell.usage(instanceUsage(row))],
    ['instance_events', (row) => cell.instanceEvent(instanceEvent(row))],
  ];
  for (const [table, take] of takers) for (const { path } of of(table)) await read(path, table, take, run);
  yield* cell.series();
}

function instanceUsage(row: Borg2019Row) {
  return {
    startTime: row.stamp('start_time'),
    endTime: row.stamp('end_time'),
    collectionId: row.text('collection_id'),
    instanceIndex: row.text('instance_index'),
    collectionType: row.number('collection_type'),
    allocCollectionId: row.number('alloc_collection_id'),
    cpu: row.number('average_usage', 'cpus'),
    memory: row.number('average_usage', 'memory'),
    cpuMax: row.number('maximum_usage', 'cpus'),
    memoryMax: row.number('maximum_usage', 'memory'),
    assignedMemory: row.number('assigned_memory'),
  };
}

function instanceEvent(row: Borg2019Row) {
  return {
    time: row.stamp('time'),
    type: row.number('type'),
    collectionId: row.text('collection_id'),
    instanceIndex: row.text('instance_index'),
    cpuRequest: row.number('resource_request', 'cpus'),
    memoryRequest: row.number('resource_request', 'memory'),
  };
}

function collectionEvent(row: Borg2019Row) {
  return {
    collectionId: row.text('collection_id'),
    priority: row.number('priority'),
    verticalScaling: row.number('vertical_scaling'),
  };
}
