import { existsSync } from 'node:fs';
import { z } from 'zod';
import { parseWith } from '../../workloads/parse-with.js';
import { InputError } from '../core/input-error.js';
import type { Backend } from './config.js';
import type { HorizontalConfigOptions, PlatformChoice } from './config-options.js';
import { type PlatformOptions, platformConfig } from './platform/config-schema.js';
import { type PlatformPreset, platformPreset, platformPresets } from './platform/presets.js';
import { presetDefaults } from './preset-defaults.js';
import { type RecordedTable, recordedPods } from './table/recorded-table.js';
import { readRecordedTable } from './table/table-file.js';
import { validateRecordedTable } from './table/table-schema.js';
import type { ReplicaLimits } from './view.js';
import { within } from './within.js';

/** What runs the pods, and what a configuration takes from it unless it says otherwise. */
export interface BackendChoice {
  readonly backend: Backend;
  readonly limits: ReplicaLimits;
  readonly initialReplicas: number;
  /** Objective for the percentile of latency, milliseconds; null where there is none that fits. */
  readonly latencyMs: number | null;
}

/**
 * Reads which backend a configuration asks for: the preset `orange`, request by request, when it names none.
 * @throws InputError for a bad platform or table, and for both at once
 */
export function chooseBackend(
  { platform, engine, table }: Pick<HorizontalConfigOptions, 'platform' | 'engine' | 'table'>,
  file: string | undefined,
): BackendChoice {
  if (table === undefined) return platformBackend(platform ?? 'orange', engine ?? 'events', file);
  for (const [field, value] of Object.entries({ platform, engine }))
    if (value !== undefined)
      throw new InputError({ ...(file === undefined ? {} : { file }), field, value }, 'nothing beside a table');
  return tableBackend(table, file);
}

function platformBackend(choice: PlatformChoice, kind: 'events' | 'fluid', file: string | undefined): BackendChoice {
  const { preset, options } = platformOptions(choice, file);
  const platform = within('platform', () => platformConfig(options, file));
  const { initialReplicas } = platform;
  return { backend: { kind, platform }, initialReplicas, ...presetDefaults(preset) };
}

const presetChoice = z.strictObject({
  preset: z.enum(platformPresets),
  changes: z.record(z.string(), z.unknown()).default({}),
});

function platformOptions(
  choice: PlatformChoice,
  file: string | undefined,
): { readonly preset: PlatformPreset | null; readonly options: PlatformOptions } {
  if (typeof choice !== 'string' && !('preset' in choice)) return { preset: null, options: choice };
  const { preset, changes } = parseWith(presetChoice, typeof choice === 'string' ? { preset: choice } : choice, file, [
    'platform',
  ]);
  return { preset, options: platformPreset(preset, changes as Partial<PlatformOptions>) };
}

function tableBackend(choice: RecordedTable | string, file: string | undefined): BackendChoice {
  const table =
    typeof choice === 'string' ? tableAt(choice, file) : within('table', () => validateRecordedTable(choice, file));
  const pods = recordedPods(table);
  const limits = { minReplicas: pods[0]!, maxReplicas: pods.at(-1)! };
  return { backend: { kind: 'table', table }, limits, initialReplicas: limits.minReplicas, latencyMs: null };
}

function tableAt(path: string, file: string | undefined): RecordedTable {
  if (existsSync(path)) return readRecordedTable(path);
  throw new InputError(
    { ...(file === undefined ? {} : { file }), field: 'table', value: path },
    'the path of a recorded table; there is no such file',
  );
}
