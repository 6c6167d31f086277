import { openDataset } from '../../workloads/dataset.js';
import { seriesMagic } from '../../workloads/series-layout.js';
import { readHead } from '../../workloads/traces/byte-source.js';
import { chooseFormat } from '../../workloads/traces/formats.js';
import { ImportReport } from '../../workloads/traces/import-report.js';
import { importTrace } from '../../workloads/traces/import-trace.js';
import type { UsageSeries } from '../../workloads/usage-series.js';
import { emptyImport } from '../empty-import.js';

/**
 * Series behind a path, one after the other: a saved Prometheus range query, a series file, or any other trace the importers
 * know; a folder stands for the trace files in it.
 *
 * @param isFolder whether the path is one
 * @param report what an importer counted, complete after the last series
 * @throws InputError for a file that is none of them, and for a trace without usage, saying what it holds instead
 */
export async function* seriesInput(
  path: string,
  isFolder: boolean,
  report = new ImportReport(),
): AsyncGenerator<UsageSeries, void> {
  const head = isFolder ? new Uint8Array(0) : await readHead(path);
  if (Buffer.from(head.subarray(0, seriesMagic.length)).toString('latin1') === seriesMagic) {
    const { entries, usage } = openDataset(path);
    for (const [i, { kind }] of entries.entries()) if (kind === 'usage') yield usage(i);
    return;
  }
  let isEmpty = true;
  for await (const imported of importTrace(await chooseFormat('auto', [path]), [path], { report, wanted: 'usage' })) {
    if (imported.kind !== 'usage') continue;
    isEmpty = false;
    yield imported.series;
  }
  if (isEmpty) throw emptyImport(path, 'at least one usage series', report);
}
