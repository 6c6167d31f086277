import { readAllSeries } from '../../workloads/dataset.js';
import { seriesMagic } from '../../workloads/series-layout.js';
import { readHead } from '../../workloads/traces/byte-source.js';
import { chooseFormat } from '../../workloads/traces/formats.js';
import { importTrace } from '../../workloads/traces/import-trace.js';
import type { UsageSeries } from '../../workloads/usage-series.js';

/**
 * Series behind a path, one after the other: a series file, or any trace the importers know, a saved Prometheus range query among
 * them; a folder stands for the trace files in it.
 *
 * @param isFolder whether the path is one
 * @throws InputError for a file that is none of them
 */
export async function* seriesInput(path: string, isFolder: boolean): AsyncGenerator<UsageSeries, void> {
  if (!isFolder && Buffer.from(await readHead(path, seriesMagic.length)).toString('latin1') === seriesMagic) {
    yield* readAllSeries(path);
    return;
  }
  for await (const imported of importTrace(await chooseFormat('auto', [path]), [path]))
    if (imported.kind === 'usage') yield imported.series;
}
