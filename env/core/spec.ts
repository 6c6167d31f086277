import { parseEnvId } from './env-id.js';
import { InputError } from './input-error.js';
import { requireJson } from './json.js';

/** Arguments of an environment or a wrapper, by name. */
export type Kwargs = Readonly<Record<string, unknown>>;

/** How to put a wrapper around an environment. */
export interface WrapperSpec {
  readonly name: string;
  /** Where the wrapper comes from, `room/path:Export`. */
  readonly entryPoint: string;
  /** What it was constructed with, or null when it cannot be constructed again. */
  readonly kwargs: Kwargs | null;
}

/**
 * How to make an environment, as data (Gymnasium's `EnvSpec`). Entry points are names, never functions, so that a spec can be
 * stored, hashed and sent to another thread, machine or language.
 */
export interface EnvSpec {
  /** `[namespace/]name[-vN]`. */
  readonly id: string;
  /** Where the environment comes from, `room/path:Export`; null when it exists only in vector form. */
  readonly entryPoint: string | null;
  /** Return at which the task counts as solved. */
  readonly rewardThreshold: number | null;
  /** Whether the same seed and actions may give something else; true for emulated environments. */
  readonly nondeterministic: boolean;
  /** Steps after which an episode is truncated, or null for no limit. */
  readonly maxEpisodeSteps: number | null;
  /** Whether `step` and `render` before `reset` are refused. */
  readonly orderEnforce: boolean;
  /** Whether the passive checks of the first calls are left out. */
  readonly disableEnvChecker: boolean;
  /** Arguments of the environment. */
  readonly kwargs: Kwargs;
  /** Wrappers put around it after the standard ones, innermost first. */
  readonly additionalWrappers: readonly WrapperSpec[];
  /** Where the vector form comes from, or null. */
  readonly vectorEntryPoint: string | null;
}

/** Everything a spec needs besides its defaults. */
export type EnvSpecOptions = Pick<EnvSpec, 'id'> & Partial<EnvSpec>;

/**
 * Completes a spec with Gymnasium's defaults.
 * @throws InputError for a bad id, a step limit that is not a positive whole number, or an entry point that is not a name
 */
export function envSpec(options: EnvSpecOptions): EnvSpec {
  parseEnvId(options.id);
  const spec: EnvSpec = {
    id: options.id,
    entryPoint: options.entryPoint ?? null,
    rewardThreshold: options.rewardThreshold ?? null,
    nondeterministic: options.nondeterministic ?? false,
    maxEpisodeSteps: options.maxEpisodeSteps ?? null,
    orderEnforce: options.orderEnforce ?? true,
    disableEnvChecker: options.disableEnvChecker ?? false,
    kwargs: options.kwargs ?? {},
    additionalWrappers: options.additionalWrappers ?? [],
    vectorEntryPoint: options.vectorEntryPoint ?? null,
  };
  requireEntryPoint(spec.entryPoint, 'spec.entryPoint');
  requireEntryPoint(spec.vectorEntryPoint, 'spec.vectorEntryPoint');
  const { maxEpisodeSteps: limit, rewardThreshold: threshold } = spec;
  if (limit !== null && (!Number.isSafeInteger(limit) || limit < 1))
    throw new InputError({ field: 'spec.maxEpisodeSteps', value: limit }, 'a positive whole number or null');
  if (threshold !== null && !Number.isFinite(threshold))
    throw new InputError({ field: 'spec.rewardThreshold', value: threshold }, 'a finite number or null');
  for (const field of ['nondeterministic', 'orderEnforce', 'disableEnvChecker'] as const)
    if (typeof spec[field] !== 'boolean')
      throw new InputError({ field: `spec.${field}`, value: spec[field] }, 'true or false');
  requireObject(spec.kwargs, 'spec.kwargs');
  return spec;
}

/**
 * The spec as JSON text.
 * @throws InputError when an argument is not plain data (a function, a typed array, an infinity …)
 */
export function specToJson(spec: EnvSpec): string {
  requireJson(spec, 'spec');
  return JSON.stringify(spec);
}

/**
 * Reads what {@link specToJson} wrote; absent fields take their defaults.
 * @throws InputError when the text is not JSON, a field is unknown, or a value is of the wrong kind
 */
export function specFromJson(text: string): EnvSpec {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError({ field: 'spec', value: text }, 'JSON');
  }
  requireObject(json, 'spec');
  const known = envSpec({ id: 'any' });
  for (const key of Object.keys(json))
    if (!Object.hasOwn(known, key)) throw new InputError({ field: `spec.${key}` }, 'no such field');
  const wrappers = json.additionalWrappers ?? [];
  if (!Array.isArray(wrappers))
    throw new InputError({ field: 'spec.additionalWrappers', value: wrappers }, 'a list of wrapper specs');
  return envSpec({
    ...(json as unknown as EnvSpecOptions),
    additionalWrappers: wrappers.map((wrapper, i) => wrapperSpec(wrapper, `spec.additionalWrappers.${i}`)),
  });
}

function wrapperSpec(json: unknown, field: string): WrapperSpec {
  requireObject(json, field);
  const { name, entryPoint, kwargs } = json;
  if (typeof name !== 'string') throw new InputError({ field: `${field}.name`, value: name }, 'a name');
  if (typeof entryPoint !== 'string')
    throw new InputError({ field: `${field}.entryPoint`, value: entryPoint }, 'an entry point');
  if (kwargs !== null) requireObject(kwargs, `${field}.kwargs`);
  return { name, entryPoint, kwargs };
}

function requireEntryPoint(value: unknown, field: string): void {
  if (value !== null && (typeof value !== 'string' || !/^[^:]+:[^:]+$/.test(value)))
    throw new InputError(
      { field, value: typeof value === 'function' ? 'function' : value },
      '"room/path:Export" or null',
    );
}

function requireObject(value: unknown, field: string): asserts value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError({ field, value }, 'an object');
}
