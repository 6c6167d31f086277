import { z } from 'zod';
import { openDataset } from '../../workloads/dataset.js';
import { readConfigFile } from '../../workloads/generators/config-file.js';
import { generateLoad } from '../../workloads/generators/generate-load.js';
import { generateLoadPreset } from '../../workloads/load-presets.js';
import { type LoadSeries, loadLength, validateLoadSeries } from '../../workloads/load-series.js';
import { parseWith } from '../../workloads/parse-with.js';
import { InputError } from '../core/input-error.js';

const seed = z.union([z.int().min(0), z.string().min(1)]);
const values = z.array(z.number().min(0).nullable());

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('preset'), name: z.string(), seed: seed.default(0) }),
  z.strictObject({ kind: z.literal('generator'), config: z.unknown(), seed: seed.exactOptional() }),
  z.strictObject({ kind: z.literal('file'), path: z.string(), id: z.string().exactOptional() }),
  z.strictObject({
    kind: z.literal('values'),
    id: z.string().default('values'),
    startTime: z.number().default(0),
    stepSeconds: z.number().positive().default(60),
    users: values.exactOptional(),
    requestsPerSecond: values.exactOptional(),
  }),
]);

/**
 * Where a load comes from, as plain JSON.
 *
 * - `preset`: a bundled load by name.
 * - `generator`: a load configuration, written out.
 * - `file`: a series file or a folder of them, of which `id` picks the load where there are several, or (`.json`) a load configuration.
 * - `values`: the load itself, null for missing; users, requests/s or both.
 */
export type LoadSourceSpec = z.input<typeof schema>;

/** What an environment takes for a load: a source, the name of a preset or the path of a file alone, or a series already loaded. */
export type LoadInput = string | LoadSourceSpec | LoadSeries;

/** The load an environment plays when it is told nothing: the seed's triangle of 5 to 50 users. */
export const defaultLoad: LoadInput = 'triangular';

/**
 * Loads what a source stands for.
 * @param field where the source stands, named in errors
 * @throws InputError for a bad source, a missing file or series, or values that no load may have
 */
export function loadSeriesOf(input: LoadInput, field = 'load'): LoadSeries {
  if (isLoadSeries(input)) return validateLoadSeries(input);
  const source = parseWith(schema, typeof input === 'string' ? named(input) : input, undefined, [field]);
  switch (source.kind) {
    case 'preset':
      return generateLoadPreset(source.name, source.seed, typeof input === 'string' ? field : `${field}.name`);
    case 'generator':
      return generateLoad(source.config, source.seed === undefined ? {} : { seed: source.seed });
    case 'file':
      return readPath(source.path, source.id, field);
    case 'values':
      return fromValues(source, field);
  }
}

/** A path has a slash or an ending; the name of a preset has neither. */
function named(text: string): LoadSourceSpec {
  return /[\\/.]/.test(text) ? { kind: 'file', path: text } : { kind: 'preset', name: text };
}

function isLoadSeries(input: LoadInput): input is LoadSeries {
  return typeof input === 'object' && input !== null && 'stepSeconds' in input && !('kind' in input);
}

function readPath(path: string, id: string | undefined, field: string): LoadSeries {
  if (path.endsWith('.json')) return generateLoad(readConfigFile(path), { file: path });
  const dataset = openDataset(path);
  if (id !== undefined) return dataset.load(id);
  const loads = dataset.entries.filter(({ kind }) => kind === 'load');
  const [only] = loads;
  if (only === undefined || loads.length > 1)
    throw new InputError(
      { file: path, field: `${field}.id` },
      `exactly one load series, or the id of one; there are ${loads.length}`,
    );
  return dataset.load(only.id);
}

function fromValues(source: Extract<z.output<typeof schema>, { kind: 'values' }>, field: string): LoadSeries {
  const { kind: _, users, requestsPerSecond, ...grid } = source;
  const series: LoadSeries = {
    ...grid,
    ...(users === undefined ? {} : { users: toArray(users) }),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond: toArray(requestsPerSecond) }),
    source: { dataset: 'values', entity: source.id, assumptions: {} },
  };
  if (loadLength(series) === 0)
    throw new InputError({ field }, 'users, requestsPerSecond or both, with at least one step');
  return validateLoadSeries(series);
}

function toArray(list: readonly (number | null)[]): Float64Array {
  return Float64Array.from(list, (value) => value ?? Number.NaN);
}
