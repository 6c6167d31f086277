import { z } from 'zod';
import { parseWith } from '../../workloads/parse-with.js';
import type { RenderMode } from '../core/env.js';
import { InputError } from '../core/input-error.js';
import type { HorizontalConfigOptions } from './config-options.js';
import { horizontalConfig } from './config-schema.js';
import { defaultLoad, type LoadInput, loadSeriesOf } from './load-input.js';
import type { NamedService } from './service-player.js';
import { within } from './within.js';

/** Which part of its load an episode is played on. */
export interface HorizontalEpisodeOptions {
  /** Decisions of an episode; null (the default) for all that are left from the first one on. */
  readonly steps: number | null;
  /** First decision's interval: a number, or drawn anew for every episode from those that leave room for `steps`. Default 0. */
  readonly start: number | 'random';
}

/** Arguments of `HorizontalScaling-v0` for one service. Plain JSON, unless a load is handed over as a series. */
export interface HorizontalEnvOptions {
  /** The load offered; the triangular one of the seed's experiments without it. */
  readonly load?: LoadInput;
  /** Rules of the environment; see `horizontalConfig`. */
  readonly config?: HorizontalConfigOptions;
  readonly episode?: Partial<HorizontalEpisodeOptions>;
  readonly renderMode?: RenderMode | null;
}

/** Arguments of `HorizontalScaling-v0` for several services, each with a platform and a load of its own. */
export interface HorizontalJointEnvOptions extends Pick<HorizontalEnvOptions, 'episode' | 'renderMode'> {
  readonly services: readonly {
    /** `service-0` and so on without it. */
    readonly name?: string;
    readonly load?: LoadInput;
    readonly config?: HorizontalConfigOptions;
  }[];
}

/** Arguments, checked and complete. */
export interface HorizontalEnvSettings {
  readonly services: readonly NamedService[];
  readonly episode: HorizontalEpisodeOptions;
  readonly renderMode: RenderMode | null;
}

const frame = {
  episode: z
    .strictObject({
      steps: z.int().min(1).nullable().default(null),
      start: z.union([z.int().min(0), z.literal('random')]).default(0),
    })
    .prefault({}),
  renderMode: z.enum(['ansi', 'svg']).nullable().default(null),
};

const schema = z.strictObject(frame);
const jointSchema = z.strictObject({
  ...frame,
  services: z
    .array(
      z.strictObject({
        name: z.string().min(1).exactOptional(),
        load: z.custom<LoadInput>().exactOptional(),
        config: z.custom<HorizontalConfigOptions>().exactOptional(),
      }),
    )
    .min(1),
});

/**
 * Checks and completes the arguments for one service.
 * @throws InputError for an unknown or bad argument, and for a load that cannot be loaded
 */
export function horizontalEnvSettings({ load, config, ...rest }: HorizontalEnvOptions): HorizontalEnvSettings {
  const settings = parseWith(schema, rest);
  const service = {
    name: 'service',
    config: within('config', () => horizontalConfig(config)),
    load: loadSeriesOf(load ?? defaultLoad),
  };
  return { ...settings, services: [service] };
}

/**
 * Checks and completes the arguments for several services.
 * @throws InputError as {@link horizontalEnvSettings}, for names that repeat, for different times between decisions, and for what only one
 *   service alone can do: waiting for its pods, and actions that stop the clock
 */
export function horizontalJointEnvSettings(options: HorizontalJointEnvOptions): HorizontalEnvSettings {
  const { services, ...settings } = parseWith(jointSchema, options);
  const named = services.map(({ name, load, config }, i) => ({
    name: name ?? `service-${i}`,
    config: within(`services.${i}.config`, () => horizontalConfig(config)),
    load: loadSeriesOf(load ?? defaultLoad, `services.${i}.load`),
  }));
  named.forEach((service, i) => {
    checkTogether(service, named[0]!, `services.${i}`);
    if (named.findIndex(({ name }) => name === service.name) !== i)
      throw new InputError({ field: `services.${i}.name`, value: service.name }, 'a name no other service has');
  });
  return { ...settings, services: named };
}

function checkTogether({ config }: NamedService, { config: first }: NamedService, field: string): void {
  const reject = (name: string, value: unknown, expected: string): never => {
    throw new InputError({ field: `${field}.config.${name}`, value }, expected);
  };
  if (config.decisionSeconds !== first.decisionSeconds)
    reject('decisionSeconds', config.decisionSeconds, `${first.decisionSeconds}, as the first service has`);
  if (config.settle.kind === 'wait-ready')
    reject('settle', config.settle.kind, 'none or instant: services that wait for their pods would lose step');
  if (config.action.outOfRange === 'no-op')
    reject('action.outOfRange', config.action.outOfRange, 'clamp: one service cannot stop the clock of all');
}
