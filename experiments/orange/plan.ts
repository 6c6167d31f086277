import type { AgentSpec } from '../../agents/agent-spec.js';
import { InputError } from '../../env/core/input-error.js';
import { type PlatformOptions, platformPreset } from '../../env/horizontal/platform/index.js';
import { contentHash } from '../content-hash.js';
import { scalegymVersion } from '../package-version.js';
import { type OrangeAgent, orangeAgents } from './agents.js';
import { type OrangeSetting, orangeSetting, rowsPerCell } from './setting.js';

/** What people choose. */
export interface OrangeOptions {
  /** Repetitions: the sampling units of every interval. Default 10, as published. */
  readonly runs?: number;
  /** Default 9000, as published. */
  readonly rounds?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Agents beside those that always take part. */
  readonly agents?: readonly AgentSpec[];
}

/** The whole reproduction as plain JSON. */
export interface OrangePlan {
  readonly format: 'scalegym-orange/1';
  /** Hash of all the rest. */
  readonly id: string;
  readonly scalegymVersion: string;
  readonly runs: number;
  readonly rounds: number;
  readonly seed: number;
  readonly agents: readonly OrangeAgent[];
  readonly setting: OrangeSetting;
  readonly rowsPerCell: typeof rowsPerCell;
  readonly platform: PlatformOptions;
}

/** @throws InputError for a number that is none, an agent that there is not, or a bad option */
export function planOrange(options: OrangeOptions = {}): OrangePlan {
  const seed = whole('seed', options.seed ?? 1);
  const plan = {
    format: 'scalegym-orange/1',
    scalegymVersion,
    runs: atLeastOne('runs', options.runs ?? 10),
    rounds: atLeastOne('rounds', options.rounds ?? 9000),
    seed,
    agents: orangeAgents(seed, options.agents),
    setting: orangeSetting,
    rowsPerCell,
    platform: platformPreset('orange'),
  } as const;
  return { ...plan, id: contentHash(plan, 12) };
}

function atLeastOne(field: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new InputError({ field, value }, 'a whole number ≥ 1');
  return value;
}

function whole(field: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new InputError({ field, value }, 'a whole number ≥ 0');
  return value;
}
