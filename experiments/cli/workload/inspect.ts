import { Command } from 'commander';
import { InputError } from '../../../env/core/input-error.js';
import { readCsvText } from '../../../workloads/csv-table.js';
import { openDataset } from '../../../workloads/dataset.js';
import { isLoadCsv, parseLoadCsv } from '../../../workloads/load-csv.js';
import { parseSeriesCsv } from '../../../workloads/series-csv.js';
import type { AnySeries } from '../../../workloads/series-layout.js';
import { inspectSeries } from './inspection.js';
import { inspectionText } from './inspection-text.js';

interface InspectFlags {
  readonly json?: true;
  readonly limit: string;
}

/**
 * `scalegym workload inspect PATH…`: what series files, folders of them and CSV files hold.
 * Exit code 2 for a path that holds no series or a damaged file.
 */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('Show what series files hold: usage of containers, loads of services.')
    .addHelpText(
      'after',
      `
Examples:
  scalegym workload inspect data/workloads/shop
  scalegym workload inspect data/workloads/diurnal-42 load.csv
  scalegym workload inspect --json data/workloads/borg | jq '.[0].cpu'

Of loads also: max/mean, and IDC, the index of dispersion of the requests in a step (1 for a Poisson process).
`,
    )
    .argument('<path...>', 'series files, folders of them, or CSV files')
    .option('--limit <count>', 'show at most this many series of a path', '20')
    .option('--json', 'print everything about every series as JSON')
    .action(inspect);
}

function inspect(paths: readonly string[], { json, limit }: InspectFlags): void {
  const most = json === true ? Number.POSITIVE_INFINITY : Number(limit);
  if (!(most >= 1)) throw new InputError({ field: '--limit', value: limit }, 'a whole number from 1');
  const found = paths.map((path) => seriesAt(path, most));
  const inspections = found.flatMap(({ series }) => series.map(inspectSeries));
  if (json === true) {
    process.stdout.write(`${JSON.stringify(inspections, null, 2)}\n`);
    return;
  }
  process.stdout.write(inspectionText(inspections));
  for (const [i, { total, series, counts }] of found.entries()) {
    if (total > series.length)
      process.stdout.write(`${paths[i]}: ${total - series.length} more series; --limit shows them\n`);
    if (counts.length > 0) process.stdout.write(`${paths[i]}: imported with ${counts.join(', ')}\n`);
  }
}

interface Found {
  readonly series: readonly AnySeries[];
  /** Series at the path. */
  readonly total: number;
  readonly counts: readonly string[];
}

function seriesAt(path: string, most: number): Found {
  if (path.endsWith('.csv')) {
    const text = readCsvText(path);
    const series = isLoadCsv(text) ? parseLoadCsv(text, path) : parseSeriesCsv(text, path);
    return { series: [series], total: 1, counts: [] };
  }
  const dataset = openDataset(path);
  return {
    series: dataset.entries.slice(0, most).map(({ kind, id }) => dataset[kind](id)),
    total: dataset.entries.length,
    counts: Object.entries(dataset.counts).map(([name, count]) => `${name} ${count}`),
  };
}
