import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { type LoadChannel, loadChannels } from '../load-series.js';
import { parseWith } from '../parse-with.js';
import type { WorkloadNode } from './generator.js';
import { loadGenerators } from './registry.js';
import { mostSteps } from './workload-config.js';

const schema = z.strictObject({
  notes: z.string().optional(),
  timesteps: z.int().min(1).max(mostSteps).prefault(960),
  time_interval: z.number().positive().prefault(15),
  start_time: z.number().prefault(0),
  speed: z.number().positive().prefault(1),
  seed: z.union([z.int().min(0), z.string().min(1)]).prefault(42),
  service: z.string().min(1).prefault('service'),
  requests_per_user: z.number().positive().optional(),
  users: z.unknown().optional(),
  requestsPerSecond: z.unknown().optional(),
});

/**
 * A synthetic load: a grid, and a generator for the users, for the requests/s, or for both. Keys are those of usage configurations;
 * where those have an object with `cpu` and `memory`, a load has a plain number.
 */
export interface LoadConfig extends Readonly<Partial<Record<LoadChannel, WorkloadNode>>> {
  readonly notes?: string | undefined;
  /** Steps of the series. Default 960. */
  readonly timesteps: number;
  /** Seconds in a step. Default 15: with 960 steps, four hours. */
  readonly time_interval: number;
  /** Unix seconds of the first step. Default 0, a Thursday. */
  readonly start_time: number;
  /** How many seconds of the generators pass in one of the series: 6 plays a day in four hours. Default 1. */
  readonly speed: number;
  /** Default 42. */
  readonly seed: number | string;
  /** What the load is offered to. */
  readonly service: string;
  /**
   * Requests/s that one user sends. With it the channel that has no generator is derived from the other, so that the load can be played on
   * open and on closed platforms.
   */
  readonly requests_per_user?: number | undefined;
}

/**
 * Checks a load configuration as it stands in a file and fills in every default; `{ "users": { "type": "diurnal" } }` is enough.
 * What comes out is not a configuration to be parsed again.
 *
 * @param file named in errors
 * @throws InputError naming the dotted field, for example `users.config.parts.1.config.alpha`
 */
export function parseLoadConfig(raw: unknown, file?: string): LoadConfig {
  const { users: _users, requestsPerSecond: _rates, ...rest } = parseWith(schema, raw, file);
  const given = raw as Partial<Record<LoadChannel, unknown>>;
  const named = loadChannels.filter((channel) => given[channel] !== undefined);
  const place = file === undefined ? {} : { file };
  if (named.length === 0)
    throw new InputError({ ...place, field: 'users' }, 'users or requestsPerSecond, each with the type of a generator');
  if (named.length === 2 && rest.requests_per_user !== undefined)
    throw new InputError(
      { ...place, field: 'requests_per_user', value: rest.requests_per_user },
      'only users or only requestsPerSecond beside it',
    );
  const nodes = named.map((channel) => [
    channel,
    parseWith(loadGenerators.nodeSchema, given[channel], file, [channel]),
  ]);
  return { ...rest, ...Object.fromEntries(nodes) };
}

/** Whether a configuration is one of a load rather than of usage. */
export function isLoadConfig(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && loadChannels.some((channel) => channel in raw);
}
