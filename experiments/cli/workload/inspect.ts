import { Command } from 'commander';
import { InputError } from '../../../env/core/input-error.js';
import { openDataset } from '../../../workloads/dataset.js';
import { readSeriesCsv } from '../../../workloads/series-csv.js';
import type { UsageSeries } from '../../../workloads/usage-series.js';
import { inspectionText, inspectSeries } from './inspection.js';

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
    .description('show what series files hold')
    .addHelpText(
      'after',
      `
Examples:
  scalegym workload inspect data/workloads/shop
  scalegym workload inspect --json data/workloads/borg | jq '.[0].cpu'
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
  for (const [i, { total, loads, series, counts }] of found.entries()) {
    if (total > series.length + loads)
      process.stdout.write(`${paths[i]}: ${total - loads - series.length} more series; --limit shows them\n`);
    if (loads > 0) process.stdout.write(`${paths[i]}: ${loads} load series\n`);
    if (counts.length > 0) process.stdout.write(`${paths[i]}: imported with ${counts.join(', ')}\n`);
  }
}

interface Found {
  readonly series: readonly UsageSeries[];
  /** Series at the path, load series included. */
  readonly total: number;
  readonly loads: number;
  readonly counts: readonly string[];
}

function seriesAt(path: string, most: number): Found {
  if (path.endsWith('.csv')) return { series: [readSeriesCsv(path)], total: 1, loads: 0, counts: [] };
  const dataset = openDataset(path);
  const usage = dataset.entries.filter(({ kind }) => kind === 'usage');
  return {
    series: usage.slice(0, most).map(({ id }) => dataset.usage(id)),
    total: dataset.entries.length,
    loads: dataset.entries.length - usage.length,
    counts: Object.entries(dataset.counts).map(([name, count]) => `${name} ${count}`),
  };
}
