import { type Borg2019Options, borg2019Options } from './borg-2019-cell.js';
import { type Borg2019Encoding, importCell, roleOf, tableWith } from './borg-2019-tables.js';
import { borg2019Licence } from './borg-2019-units.js';
import { firstLine, type TraceFormat } from './format.js';
import { scanJsonLines } from './json-lines.js';

const encoding: Borg2019Encoding = {
  tableOf(head) {
    const line = firstLine(head);
    return line.startsWith('{') ? tableWith((column) => line.includes(`"${column}":`)) : undefined;
  },
  read: (path, _table, onRow, run) => scanJsonLines(path, onRow, run.scan),
};

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
  detect: (head) => roleOf(encoding.tableOf(head)),
  import: (files, options, run) => importCell(files, options, run, encoding),
};
