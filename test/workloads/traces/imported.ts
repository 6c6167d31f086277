import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import type { LoadSeries } from '../../../workloads/load-series.js';
import type { TraceFormat } from '../../../workloads/traces/format.js';
import { ImportReport } from '../../../workloads/traces/import-report.js';
import { importTrace } from '../../../workloads/traces/import-trace.js';
import type { UsageSeries } from '../../../workloads/usage-series.js';
import { sharedPath } from '../../shared.js';

/** Everything one import gave. */
export interface Imported {
  readonly usage: readonly UsageSeries[];
  readonly load: readonly LoadSeries[];
  readonly report: ImportReport;
}

/** Imports files whole. */
export async function imported(
  format: TraceFormat,
  paths: string | readonly string[],
  options: Readonly<Record<string, unknown>> = {},
  lenient = false,
): Promise<Imported> {
  const report = new ImportReport();
  const usage: UsageSeries[] = [];
  const load: LoadSeries[] = [];
  const list = typeof paths === 'string' ? [paths] : paths;
  for await (const one of importTrace(format, list, { options, lenient, report }))
    if (one.kind === 'usage') usage.push(one.series);
    else load.push(one.series);
  return { usage, load, report };
}

/** The message of the input error an import ends with. */
export async function refusal(format: TraceFormat, paths: string | readonly string[], options = {}): Promise<string> {
  const failure = await imported(format, paths, options).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InputError);
  return (failure as InputError).message;
}

/** A real excerpt. */
export function excerpt(path: string): string {
  return sharedPath(`traces/${path}`);
}

/** A place for made-up files that is gone after the test file. */
export function workshop(): (name: string, content: string | Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), 'scalegym-trace-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
}

/** Sum over the steps that are known. */
export function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
}
