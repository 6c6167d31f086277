import Papa from 'papaparse';
import { orangeMetricDefinitions } from './metrics.js';
import type { OrangeFolder } from './orange-folder.js';
import type { OrangeSummary } from './summary.js';

/** `results.csv`: one row a part, agent and run. */
export function orangeCsv({ parts }: OrangeSummary): string {
  const fields = ['part', 'agent', 'run', ...orangeMetricDefinitions.map(({ key }) => key)];
  const data = parts.flatMap(({ key, rows }) =>
    rows.flatMap(({ label, runs }) =>
      runs.map((metrics, i) => [key, label, i + 1, ...orangeMetricDefinitions.map((metric) => metrics[metric.key])]),
    ),
  );
  return `${Papa.unparse({ fields, data }, { newline: '\n' })}\n`;
}

/**
 * Writes everything a reproduction gives into its folder. All files depend on the plan alone.
 * @returns the names, in the order of writing
 */
export async function writeOrangeOutputs(folder: OrangeFolder, summary: OrangeSummary): Promise<string[]> {
  // Drawing takes half a second to load: nothing but this needs it.
  const { renderOrangeReport } = await import('./report/render.js');
  const files: readonly (readonly [string, string])[] = [
    ['report.html', renderOrangeReport(summary)],
    ['results.csv', orangeCsv(summary)],
    ['summary.json', `${JSON.stringify(summary, null, 1)}\n`],
  ];
  for (const [name, content] of files) folder.write(name, content);
  return files.map(([name]) => name);
}
