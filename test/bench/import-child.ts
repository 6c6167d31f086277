import { createSeriesFile } from '../../workloads/series-writer.js';
import { chooseFormat } from '../../workloads/traces/formats.js';
import { importTrace } from '../../workloads/traces/import-trace.js';

/** What one measured process says of itself. */
export interface Measured {
  readonly rows: number;
  readonly seconds: number;
  /** Processor time of all threads, seconds. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** The columns the importers read, and all of them for DuckDB to be told. */
const columns = {
  azure: { all: ['BIGINT', 'VARCHAR', 'DOUBLE', 'DOUBLE', 'DOUBLE'], read: [0, 1, 3, 4] },
  borg: {
    all: Array.from({ length: 20 }, (_, field) => (field < 5 || field === 18 ? 'BIGINT' : 'DOUBLE')),
    read: [0, 1, 2, 3, 5, 6, 7, 10, 13],
  },
} as const;

/** Imports a file as the command line does; with `out`, into a series file. */
async function importFile(file: string, out: string | undefined): Promise<number> {
  const writer = out === undefined ? undefined : createSeriesFile(out);
  let rows = 0;
  for await (const { series } of importTrace(await chooseFormat('auto', [file]), [file])) {
    if ('cpuMillicores' in series) rows += series.cpuMillicores.length;
    writer?.append(series);
  }
  writer?.finish();
  return rows;
}

/** Lets DuckDB read the same columns, its chunks handed over as vectors. */
async function readWithDuckDb(file: string, kind: keyof typeof columns): Promise<number> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const { all, read } = columns[kind];
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const types = all.map((type, field) => `'c${field}': '${type}'`).join(', ');
  const chosen = read.map((field) => `c${field}`).join(', ');
  const result = await connection.stream(
    `SELECT ${chosen} FROM read_csv('${file}', header = false, columns = {${types}})`,
  );
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return rows;
    for (let column = 0; column < chunk.columnCount; column++) chunk.getColumnVector(column);
    rows += chunk.rowCount;
  }
}

const [task = '', file = '', argument] = process.argv.slice(2);
const started = performance.now();
const before = process.cpuUsage();
const rows =
  task === 'duckdb' ? await readWithDuckDb(file, argument as keyof typeof columns) : await importFile(file, argument);
const { user, system } = process.cpuUsage(before);
const measured: Measured = {
  rows,
  seconds: (performance.now() - started) / 1000,
  cpuSeconds: (user + system) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(measured));
