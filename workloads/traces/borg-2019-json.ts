import { Borg2019Cell, type Borg2019Options, borg2019Options } from './borg-2019-cell.js';
import { borg2019Licence } from './borg-2019-units.js';
import { firstLine, type TraceFile, type TraceFormat } from './format.js';
import { type JsonLine, scanJsonLines } from './json-lines.js';

type Table = 'instance_usage' | 'instance_events' | 'collection_events';

/**
 * Google ClusterData 2019 as Google exports it: one JSON object a line, int64 as text, null fields left out, resources nested.
 */
export const borg2019Json: TraceFormat<Borg2019Options> = {
  id: 'borg-2019-json',
  title: 'Google ClusterData 2019, JSON export',
  describe:
    'instance_usage shards of one cell (.json.gz); with instance_events requests and run times are known, with collection_events tiers can be selected. One series a task.',
  licence: borg2019Licence,
  options: borg2019Options,
  detect(head) {
    const table = tableOf(head);
    return table === undefined ? undefined : table === 'instance_usage' ? 'usage' : 'side';
  },
  async *import(files, options, run) {
    const of = (table: Table) =>
      files.filter(({ head, role }) => (tableOf(head) ?? role) === table || isDefault(table, head, role));
    const collectionFiles = of('collection_events');
    const cell = new Borg2019Cell(options, run, collectionFiles.length > 0);
    for (const { path } of collectionFiles)
      await scanJsonLines(path, (line) => cell.collectionEvent(collectionEvent(line)), run.scan);
    for (const { path } of of('instance_usage')) await scanJsonLines(path, (line) => cell.usage(usage(line)), run.scan);
    for (const { path } of of('instance_events'))
      await scanJsonLines(path, (line) => cell.instanceEvent(instanceEvent(line)), run.scan);
    yield* cell.series();
  },
};

/** A file named by hand that looks like none of the tables is read as usage, so that its first line says what is wrong. */
function isDefault(table: Table, head: Uint8Array, role: TraceFile['role']): boolean {
  return table === 'instance_usage' && role === 'usage' && tableOf(head) === undefined;
}

function tableOf(head: Uint8Array): Table | undefined {
  const line = firstLine(head);
  if (!line.startsWith('{')) return undefined;
  if (/"start_time":/.test(line) && /"collection_id":/.test(line)) return 'instance_usage';
  if (!/"time":/.test(line) || !/"collection_id":/.test(line)) return undefined;
  return /"instance_index":/.test(line) ? 'instance_events' : 'collection_events';
}

function usage(line: JsonLine) {
  return {
    startTime: line.stamp('start_time'),
    endTime: line.stamp('end_time'),
    collectionId: line.text('collection_id'),
    instanceIndex: line.text('instance_index'),
    collectionType: line.integer('collection_type'),
    allocCollectionId: line.integer('alloc_collection_id'),
    cpu: line.number('average_usage', 'cpus'),
    memory: line.number('average_usage', 'memory'),
    cpuMax: line.number('maximum_usage', 'cpus'),
    memoryMax: line.number('maximum_usage', 'memory'),
    assignedMemory: line.number('assigned_memory'),
  };
}

function instanceEvent(line: JsonLine) {
  return {
    time: line.stamp('time'),
    type: line.integer('type'),
    collectionId: line.text('collection_id'),
    instanceIndex: line.text('instance_index'),
    cpuRequest: line.number('resource_request', 'cpus'),
    memoryRequest: line.number('resource_request', 'memory'),
  };
}

function collectionEvent(line: JsonLine) {
  return {
    collectionId: line.text('collection_id'),
    priority: line.integer('priority'),
    verticalScaling: line.integer('vertical_scaling'),
  };
}
