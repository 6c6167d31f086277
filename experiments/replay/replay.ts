import { stat } from 'node:fs/promises';
import type { Recommender } from '../../agents/vertical/recommender.js';
import { InputError } from '../../env/core/input-error.js';
import { kubernetesUpdaterDefaults } from '../../env/vertical/updater/defaults.js';
import { readHead } from '../../workloads/traces/byte-source.js';
import { type ImportCount, ImportReport, importCounts } from '../../workloads/traces/import-report.js';
import { isEvents, readEvents } from './events.js';
import { inputBytes, standardInput } from './input-bytes.js';
import { recommendationLines } from './recommendation-lines.js';
import { replayLine, replayTable, type TableRow, tableRow } from './replay-table.js';
import { ReplayedPod, type Requests } from './replayed-pod.js';
import { firstValue, playSeries } from './series-events.js';
import { seriesInput } from './series-input.js';
import type { TextOutput } from './text-output.js';
import { updaterRows } from './updater-rows.js';

/** Options of a replay. */
export interface ReplayOptions {
  /** Makes a fresh recommender for a container sampled every `stepSeconds` that requests this much at first. */
  readonly recommender: (stepSeconds: number, requests: Requests) => Recommender;
  /** A recommendation is shown after every so many samples. */
  readonly every: number;
  /** Requests at first where the input has none; NaN for none. */
  readonly requests: Requests;
  /** By default events give JSON lines and everything else gives tables. */
  readonly format?: 'lines' | 'table' | undefined;
  /** Receives, in a line, what of the input was not played: samples that are no numbers, say. */
  readonly onLeftOut?: (text: string) => void;
}

/** Counts of an import that say that something measured is missing from a replay. */
const leftOut = ['nanSamples', 'outliers', 'negatives', 'rowsWithoutUsage'] as const satisfies readonly ImportCount[];

/** Events are taken to be as far apart as the recommender's own passes. */
const eventStepSeconds = 60;

/**
 * Tells what a recommender would have said over recorded usage, and when the updater would have acted on it.
 *
 * @param path an event file, gzip or not, `-` for events on standard input, or anything that {@link seriesInput} reads
 * @throws InputError for a path that does not exist and for whatever is wrong in the input
 */
export async function replay(path: string, options: ReplayOptions, output: TextOutput): Promise<void> {
  if (path === standardInput) return replayEvents(path, '(standard input)', options, output);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new InputError({ file: path }, 'a file that exists');
  const isFolder = found.isDirectory();
  if (!isFolder && isEvents(await readHead(path))) return replayEvents(path, path, options, output);
  return replaySeries(path, isFolder, options, output);
}

async function replayEvents(path: string, name: string, options: ReplayOptions, output: TextOutput): Promise<void> {
  const recommender = options.recommender(eventStepSeconds, options.requests);
  const bytes = inputBytes(path);
  if (options.format !== 'table') {
    const handler = recommendationLines(recommender, options.every, output.write);
    await readEvents(bytes, name, handler, output.flush);
  } else {
    const rows: TableRow[] = [];
    const pod = new ReplayedPod(options.requests, kubernetesUpdaterDefaults);
    await readEvents(
      bytes,
      name,
      updaterRows(recommender, pod, options.every, (row) => rows.push(tableRow(row))),
    );
    output.write(replayTable(name, rows));
  }
  await output.flush();
}

async function replaySeries(
  path: string,
  isFolder: boolean,
  options: ReplayOptions,
  output: TextOutput,
): Promise<void> {
  let first = true;
  const report = new ImportReport();
  for await (const series of seriesInput(path, isFolder, report)) {
    const requests = {
      cpuMillicores: orElse(firstValue(series.cpuRequestMillicores), options.requests.cpuMillicores),
      memoryBytes: orElse(firstValue(series.memoryRequestBytes), options.requests.memoryBytes),
    };
    const recommender = options.recommender(series.stepSeconds, requests);
    const pod = new ReplayedPod(requests, kubernetesUpdaterDefaults);
    if (options.format === 'lines') {
      playSeries(
        series,
        updaterRows(recommender, pod, options.every, (row) => output.write(replayLine(series.id, row))),
      );
    } else {
      const rows: TableRow[] = [];
      playSeries(
        series,
        updaterRows(recommender, pod, options.every, (row) => rows.push(tableRow(row))),
      );
      output.write(`${first ? '' : '\n'}${replayTable(series.id, rows)}`);
    }
    first = false;
    await output.flush();
  }
  if (first) throw new InputError({ file: path }, 'at least one usage series');
  const counts = leftOut.filter((name) => report.counts[name] > 0);
  if (counts.length > 0)
    options.onLeftOut?.(`${path}: ${counts.map((name) => `${report.counts[name]} ${importCounts[name]}`).join(', ')}`);
}

function orElse(value: number, fallback: number): number {
  return Number.isNaN(value) ? fallback : value;
}
