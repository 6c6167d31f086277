import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { LoadSeries } from '../../../workloads/load-series.js';
import { chooseFormat } from '../../../workloads/traces/formats.js';
import { ImportReport } from '../../../workloads/traces/import-report.js';
import { importTrace } from '../../../workloads/traces/import-trace.js';
import type { UsageSeries } from '../../../workloads/usage-series.js';

export interface Collected {
  readonly format: string;
  readonly usage: readonly UsageSeries[];
  readonly loads: readonly LoadSeries[];
  readonly report: ImportReport;
}

/** Imports everything at once; the format is told from the files unless it is named. */
export async function collect(
  paths: readonly string[],
  options: Readonly<Record<string, unknown>> = {},
  { format: name = 'auto', lenient = false }: { readonly format?: string; readonly lenient?: boolean } = {},
): Promise<Collected> {
  const format = await chooseFormat(name, paths);
  const report = new ImportReport();
  const usage: UsageSeries[] = [];
  const loads: LoadSeries[] = [];
  for await (const imported of importTrace(format, paths, { options, lenient, report })) {
    if (imported.kind === 'usage') usage.push(imported.series);
    else loads.push(imported.series);
  }
  return { format: format.id, usage, loads, report };
}

/** A folder for a test file's own input; removed when its tests are done. */
export function inputFolder(): (name: string, content: string | Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), 'scalegym-traces-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}

/** Counts that are not zero. */
export function counted({ counts }: ImportReport): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** Sum of the values that are numbers. */
export function total(values: Float64Array): number {
  return values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
}
