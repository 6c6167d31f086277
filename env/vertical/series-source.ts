import { z } from 'zod';
import { readAllSeries } from '../../workloads/dataset.js';
import { readConfigFile } from '../../workloads/generators/config-file.js';
import { generateSeries } from '../../workloads/generators/generate-series.js';
import { parseWith } from '../../workloads/parse-with.js';
import { generatePreset } from '../../workloads/presets.js';
import { readSeriesCsv } from '../../workloads/series-csv.js';
import { type UsageSeries, validateSeries } from '../../workloads/usage-series.js';
import { InputError } from '../core/input-error.js';

const seed = z.union([z.int().min(0), z.string().min(1)]);
const values = z.array(z.number().min(0).nullable());

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('preset'), name: z.string(), seed: seed.default(0) }),
  z.strictObject({ kind: z.literal('generator'), config: z.unknown(), seed: seed.exactOptional() }),
  z.strictObject({ kind: z.literal('file'), path: z.string(), ids: z.array(z.string()).min(1).exactOptional() }),
  z.strictObject({
    kind: z.literal('values'),
    id: z.string().default('values'),
    startTime: z.number().default(0),
    stepSeconds: z.number().positive().default(60),
    cpuMillicores: values.exactOptional(),
    memoryBytes: values.exactOptional(),
  }),
]);

/**
 * Where series come from, as plain JSON.
 *
 * - `preset`: a bundled workload by name.
 * - `generator`: a workload configuration, written out.
 * - `file`: a series file, a folder of them, a CSV export, or (`.json`) a workload configuration; `ids` picks some of
 *   the series.
 * - `values`: usage itself, null for missing. One resource may be left out.
 */
export type SeriesSourceSpec = z.input<typeof schema>;

/** What an environment takes for its series: sources, or series already loaded. */
export type SeriesInput = SeriesSourceSpec | readonly SeriesSourceSpec[] | UsageSeries | readonly UsageSeries[];

/** The bundled workload an environment runs on when it is told nothing. */
export const defaultSeries: SeriesSourceSpec = { kind: 'preset', name: 'web-diurnal' };

/**
 * Loads what a source stands for.
 * @param field where the source stands, named in errors
 * @throws InputError for a bad source, a missing file or series, or values that no series may have
 */
export function loadSeries(input: SeriesInput, field = 'series'): readonly UsageSeries[] {
  const list = Array.isArray(input) ? (input as readonly (SeriesSourceSpec | UsageSeries)[]) : [input];
  if (list.length === 0) throw new InputError({ field, value: [] }, 'at least one series');
  return list.flatMap((one, i) => {
    if (isSeries(one)) return [validateSeries(one)];
    const path = Array.isArray(input) ? [field, i] : [field];
    return loadSource(parseWith(schema, one, undefined, path), path.join('.'));
  });
}

function isSeries(value: unknown): value is UsageSeries {
  return typeof value === 'object' && value !== null && 'cpuMillicores' in value && !('kind' in value);
}

function loadSource(source: z.output<typeof schema>, field: string): readonly UsageSeries[] {
  switch (source.kind) {
    case 'preset':
      return [generatePreset(source.name, source.seed)];
    case 'generator':
      return [generateSeries(source.config, source.seed === undefined ? {} : { seed: source.seed })];
    case 'file':
      return pick(readPath(source.path), source.ids, field);
    case 'values':
      return [fromValues(source, field)];
  }
}

function readPath(path: string): readonly UsageSeries[] {
  if (path.endsWith('.csv')) return [readSeriesCsv(path)];
  if (path.endsWith('.json')) return [generateSeries(readConfigFile(path), { file: path })];
  return readAllSeries(path);
}

function pick(
  series: readonly UsageSeries[],
  ids: readonly string[] | undefined,
  field: string,
): readonly UsageSeries[] {
  if (ids === undefined) return series;
  return ids.map((id) => {
    const found = series.find((one) => one.id === id);
    if (found === undefined)
      throw new InputError({ field: `${field}.ids`, value: id }, 'the id of a series in that file');
    return found;
  });
}

function fromValues(source: Extract<z.output<typeof schema>, { kind: 'values' }>, field: string): UsageSeries {
  const { id, startTime, stepSeconds, cpuMillicores, memoryBytes } = source;
  const length = cpuMillicores?.length ?? memoryBytes?.length ?? 0;
  if (length === 0) throw new InputError({ field }, 'cpuMillicores, memoryBytes or both, with at least one step');
  const toArray = (list: readonly (number | null)[] | undefined) =>
    Float64Array.from(list ?? new Array<null>(length).fill(null), (value) => value ?? Number.NaN);
  return validateSeries({
    id,
    startTime,
    stepSeconds,
    cpuMillicores: toArray(cpuMillicores),
    memoryBytes: toArray(memoryBytes),
    source: { dataset: 'values', entity: id, assumptions: {} },
  });
}
