import { verticalRoster } from '../../agents/vertical/registry.js';
import { InputError } from '../../env/core/input-error.js';
import type { VerticalConfig } from '../../env/vertical/config.js';
import { type VerticalConfigOptions, verticalConfig } from '../../env/vertical/config-schema.js';
import { parseDuration } from '../duration.js';
import { planComparison } from '../vertical/plan.js';
import { loadWorkloads } from '../vertical/workloads.js';
import {
  type CompareFlags,
  checkChoice,
  choiceFromFlag,
  chosenAgents,
  type PreparedComparison,
  readOptionsFile,
  referenceFromFlag,
  type StandingAgents,
  seedsFromFlag,
} from './compare-options.js';

/** Flags of `scalegym compare` for recommenders. */
export interface VerticalFlags extends CompareFlags {
  readonly history: string;
  readonly interval: string;
  readonly updater?: string;
  readonly updateMode?: string;
  readonly limitRatio?: string;
  readonly pods: string;
}

/** Flags that only the vertical half has: how they are written, what they are, and their defaults. */
export const verticalFlags: readonly (readonly [flags: string, text: string, standard?: string])[] = [
  ['--history <time>', 'beginning of every series that agents hear and that is not scored', '1d'],
  ['--interval <time>', "time between recommendations; below the series' step: every step", '60s'],
  ['--updater <rule>', 'who applies recommendations: kubernetes, usage-bounds or direct'],
  ['--update-mode <mode>', 'Off, Initial, Recreate, InPlaceOrRecreate or InPlace'],
  ['--limit-ratio <ratios>', 'limit divided by request, as cpu=1,memory=1; none for no limit'],
  ['--pods <choice>', 'pods shown in full in the report: how many, or their ids', '4'],
];

const usualSeeds = '3';

/** Reads the flags, loads the series and plans the trials. @throws InputError for whatever is wrong in any of them */
export async function prepareVertical(flags: VerticalFlags): Promise<PreparedComparison<'VerticalScaling-v0'>> {
  const seeds = seedsFromFlag(flags.seeds ?? usualSeeds);
  const agents = chosenAgents(verticalRoster, flags.agents, standingRecommenders(flags));
  const config = verticalConfigFromFlags(flags);
  const timelines = choiceFromFlag(flags.pods);
  const historySeconds = historyFromFlags(flags);
  const recommendationSeconds = intervalFromFlags(flags);
  const workloads = await loadWorkloads(flags, seeds);
  const plan = planComparison({ agents, workloads, config, seeds, historySeconds, recommendationSeconds });
  checkChoice(timelines, plan.workloads, '--pods');
  return { plan, workloads, timelines, reference: referenceFromFlag(flags.reference, plan.agents, ['kubernetes']) };
}

/** Every deterministic recommender, and the clairvoyant optimum unless `bound` is off. */
export function standingRecommenders({ bound }: Pick<CompareFlags, 'bound'>): StandingAgents {
  const recommenders = verticalRoster.agents.filter(({ kind, stochastic }) => kind === 'recommender' && !stochastic);
  return { usual: recommenders.map(({ id }) => id), always: bound ? ['optimum'] : [] };
}

/** The environment: the file's options, then the flags over them, then the defaults. */
export function verticalConfigFromFlags(
  flags: Pick<VerticalFlags, 'config' | 'updater' | 'updateMode' | 'limitRatio'>,
): VerticalConfig {
  const file = flags.config === undefined ? {} : readOptionsFile<VerticalConfigOptions>(flags.config);
  const { updater: fileUpdater, ...rest } = file;
  const sameRule = flags.updater === undefined || flags.updater === (fileUpdater?.rule ?? 'kubernetes');
  const updater = {
    ...(sameRule ? fileUpdater : fileUpdater?.mode === undefined ? {} : { mode: fileUpdater.mode }),
    ...(flags.updater === undefined ? {} : { rule: flags.updater }),
    ...(flags.updateMode === undefined ? {} : { mode: flags.updateMode }),
  } as VerticalConfigOptions['updater'];
  const limits = flags.limitRatio === undefined ? {} : { limitToRequest: parseLimitRatio(flags.limitRatio) };
  return verticalConfig({ ...rest, ...limits, ...(updater === undefined ? {} : { updater }) }, flags.config);
}

/**
 * Seconds of history.
 * @throws InputError for anything but a length of time
 */
export function historyFromFlags({ history }: Pick<VerticalFlags, 'history'>): number {
  return parseDuration(history, { file: '--history' });
}

/**
 * Seconds between recommendations.
 * @throws InputError for anything but a length of time above 0
 */
export function intervalFromFlags({ interval }: Pick<VerticalFlags, 'interval'>): number {
  const seconds = parseDuration(interval, { file: '--interval' });
  if (seconds === 0) throw new InputError({ file: '--interval', value: interval }, 'a length of time above 0');
  return seconds;
}

function parseLimitRatio(text: string): NonNullable<VerticalConfigOptions['limitToRequest']> {
  const ratios: { cpu?: number | null; memory?: number | null } = {};
  for (const part of text.split(',')) {
    const match = /^(cpu|memory)=(none|\d+(?:\.\d+)?)$/.exec(part.trim());
    if (!match)
      throw new InputError({ file: '--limit-ratio', value: part }, 'cpu=RATIO or memory=RATIO, or none for no limit');
    ratios[match[1] as 'cpu' | 'memory'] = match[2] === 'none' ? null : Number(match[2]);
  }
  return ratios;
}
