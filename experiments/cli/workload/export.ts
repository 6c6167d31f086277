import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../../env/core/input-error.js';
import { writeFileAtomically } from '../../../workloads/atomic-file.js';
import { openDataset, type SeriesDataset } from '../../../workloads/dataset.js';
import { formatLoadCsv } from '../../../workloads/load-csv.js';
import { formatSeriesCsv } from '../../../workloads/series-csv.js';
import { folderFromFlag } from '../folder-flag.js';

interface ExportFlags {
  readonly series?: string;
  readonly out?: string;
  readonly force?: true;
}

/**
 * `scalegym workload export PATH`: series as CSV, one file a series, in the columns that `series-csv.ts` and `load-csv.ts` document.
 * Exit code 2 for a damaged file, an unknown series or a file that is taken.
 */
export function exportCommand(): Command {
  return new Command('export')
    .description('Write series of usage and loads as CSV.')
    .addHelpText(
      'after',
      `
Examples:
  scalegym workload export data/workloads/shop --out csv/
  scalegym workload export data/workloads/shop --series shop > shop.csv
  scalegym workload export data/workloads/diurnal-42 --out csv/
`,
    )
    .argument('<path>', 'series file, or a folder of them')
    .option('--series <id>', 'only this series, to standard output unless --out is given')
    .option('--out <folder>', 'where to; each series becomes <id>.csv', folderFromFlag)
    .option('--force', 'replace files that exist')
    .action(exportSeries);
}

function exportSeries(path: string, { series, out, force }: ExportFlags): void {
  const dataset = openDataset(path);
  if (series !== undefined && out === undefined) {
    process.stdout.write(csvOf(dataset, series));
    return;
  }
  if (out === undefined) throw new InputError({ field: '--out' }, 'a folder, or --series with one id');
  const ids = series === undefined ? dataset.entries.map(({ id }) => id) : [series];
  for (const id of ids) {
    const file = join(out, `${encodeURIComponent(id)}.csv`);
    if (existsSync(file) && force !== true)
      throw new InputError({ file }, 'a file that does not exist yet (or --force to replace it)');
    writeFileAtomically(file, csvOf(dataset, id));
  }
  process.stdout.write(`wrote ${ids.length} series to ${out}\n`);
}

function csvOf(dataset: SeriesDataset, id: string): string {
  const isLoad = dataset.entries.find((entry) => entry.id === id)?.kind === 'load';
  return isLoad ? formatLoadCsv(dataset.load(id)) : formatSeriesCsv(dataset.usage(id));
}
