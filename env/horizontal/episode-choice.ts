import { z } from 'zod';
import { parseWith } from '../../workloads/parse-with.js';
import { InputError } from '../core/input-error.js';
import { replicaLimits } from './limits.js';
import type { LoadInput } from './load-input.js';
import type { ReplicaLimits } from './view.js';

/** Choices for one episode, in `reset({ options })`. */
export interface HorizontalEpisodeChoice {
  /** Another load, for this episode. */
  readonly load?: LoadInput;
  /** Other limits, for this episode. */
  readonly limits?: ReplicaLimits;
  /** First decision's interval. */
  readonly start?: number;
  /** Decisions of the episode. */
  readonly steps?: number;
}

/** {@link HorizontalEpisodeChoice} where there are several services: loads and limits by their order, one for every service. */
export interface HorizontalJointEpisodeChoice extends Omit<HorizontalEpisodeChoice, 'load' | 'limits'> {
  readonly load?: readonly LoadInput[];
  readonly limits?: readonly ReplicaLimits[];
}

/** How one episode differs from what the environment was made with, checked; lists go by service. */
export interface EpisodeChoice {
  readonly loads?: readonly LoadInput[];
  readonly limits?: readonly ReplicaLimits[];
  readonly start?: number;
  readonly steps?: number;
}

const place = ['reset', 'options'];
const load = z.custom<LoadInput>();
const limits = z.strictObject({ minReplicas: z.number(), maxReplicas: z.number() });
const stretch = { start: z.int().min(0).exactOptional(), steps: z.int().min(1).exactOptional() };

const schema = z.strictObject({ ...stretch, load: load.exactOptional(), limits: limits.exactOptional() });
const jointSchema = z.strictObject({
  ...stretch,
  load: z.array(load).exactOptional(),
  limits: z.array(limits).exactOptional(),
});

/**
 * Checks what `reset` was told of one service's episode.
 * @throws InputError for an unknown choice, a bad number, and limits that go against each other
 */
export function episodeChoice(options: unknown = {}): EpisodeChoice {
  const { load, limits, ...rest } = parseWith(schema, options, undefined, place);
  return listed(rest, load === undefined ? undefined : [load], limits === undefined ? undefined : [limits]);
}

/**
 * Checks what `reset` was told of an episode of several services.
 * @throws InputError as {@link episodeChoice}, and unless there is a load or limits for every service or for none
 */
export function jointEpisodeChoice(options: unknown = {}, services: number): EpisodeChoice {
  const { load, limits, ...rest } = parseWith(jointSchema, options, undefined, place);
  for (const [name, list] of Object.entries({ load, limits }))
    if (list !== undefined && list.length !== services)
      throw new InputError(
        { field: `reset.options.${name}`, value: list.length },
        `one for each of ${services} services`,
      );
  return listed(rest, load, limits);
}

function listed(
  stretch: Pick<EpisodeChoice, 'start' | 'steps'>,
  loads: readonly LoadInput[] | undefined,
  limits: readonly ReplicaLimits[] | undefined,
): EpisodeChoice {
  return {
    ...stretch,
    ...(loads === undefined ? {} : { loads }),
    ...(limits === undefined ? {} : { limits: limits.map((one) => replicaLimits(one, 'reset.options.limits')) }),
  };
}
