import type { Comparison } from '../comparison.js';
import type { HalfId } from '../half.js';
import type { ReportBase } from '../report-data.js';
import type { RunFolder } from '../run-folder.js';
import { type AgentTiming, summaryCsv, timingCsv, trialsCsv } from './csv.js';
import { trialsParquet } from './parquet.js';
import { trialColumns } from './trial-columns.js';

/**
 * Writes everything a finished comparison gives into its folder. All files but `timing.*` depend on the plan alone.
 * @returns the names, in the order of writing
 */
export async function writeOutputs<E extends HalfId>(
  folder: RunFolder<unknown>,
  { summary, report, timings }: Comparison<E>,
): Promise<string[]> {
  // Drawing takes half a second to load: nothing but this needs it.
  const { renderReport } = await import('../report/render.js');
  const scores: ReportBase<string> = summary;
  const columns = trialColumns(scores);
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    ['report.html', renderReport(report)],
    ['results.csv', trialsCsv(columns)],
    ['summary.csv', summaryCsv(scores)],
    ['results.json', `${JSON.stringify(summary, null, 1)}\n`],
    ['results.parquet', trialsParquet(columns)],
    ['timing.csv', timingCsv(timings)],
    ['timing.js', timingScript(timings)],
  ];
  for (const [name, content] of files) folder.write(name, content);
  return files.map(([name]) => name);
}

/** Decision times by label for the report, which shows them when it finds this file beside it. */
function timingScript(timings: readonly AgentTiming[]): string {
  const byLabel = timings
    .filter(({ decisions }) => decisions > 0)
    .map(({ agent, decisions, seconds }) => [agent, { microsecondsPerDecision: (1e6 * seconds) / decisions }]);
  return `globalThis.scalegymTiming = ${JSON.stringify(Object.fromEntries(byLabel))};\n`;
}
