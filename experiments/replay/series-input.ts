import { openDataset } from '../../workloads/dataset.js';
import { seriesMagic } from '../../workloads/series-layout.js';
import { readHead } from '../../workloads/traces/byte-source.js';
import { chooseFormat } from '../../workloads/traces/formats.js';
import { importTrace } from '../../workloads/traces/import-trace.js';
import type { UsageSeries } from '../../workloads/usage-series.js';

/**
 * Series behind a path, one after the other: a saved Prometheus range query, a series file, or any other trace the importers
 * know; a folder stands for the trace files in it.
 *
 * @param isFolder whether the path is one
 * @throws InputError for a file that is none of them
 */
export async function* seriesInput(path: string, isFolder: boolean): AsyncGenerator<UsageSeries, void> {
  const head = isFolder ? new Uint8Array(0) : await readHead(path);
  if (Buffer.from(head.subarray(0, seriesMagic.length)).toString('latin1') === seriesMagic) {
    const { entries, usage } = openDataset(path);
    for (const [i, { kind }] of entries.entries()) if (kind === 'usage') yield usage(i);
    return;
  }
  for await (const imported of importTrace(await chooseFormat('auto', [path]), [path]))
    if (imported.kind === 'usage') yield imported.series;
}
