import { existsSync } from 'node:fs';
import { readAgentSpec } from '../../agents/agent-spec.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import { InputError } from '../../env/core/input-error.js';
import type { HorizontalConfigOptions, PlatformChoice } from '../../env/horizontal/config-options.js';
import { checkConfigOptions, horizontalConfig } from '../../env/horizontal/config-schema.js';
import { platformPresets } from '../../env/horizontal/platform/presets.js';
import { parseDuration } from '../duration.js';
import { changedOptions } from '../horizontal/changed-options.js';
import { optionsInFile } from '../horizontal/options-in-file.js';
import { planHorizontalComparison } from '../horizontal/plan.js';
import { loadScenarios } from '../horizontal/workloads.js';
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

/** Flags of `scalegym compare` for autoscalers. */
export interface HorizontalFlags extends CompareFlags {
  readonly platform?: string;
  readonly objectiveMs?: string;
  readonly limits?: string;
  readonly decision?: string;
  readonly settle?: string;
  readonly reward?: string;
  readonly engine?: string;
  readonly peak?: string;
  readonly episodes: string;
  readonly calibrated: boolean;
}

/** Flags that only the horizontal half has: how they are written, what they are, and their defaults. */
export const horizontalFlags: readonly (readonly [flags: string, text: string, standard?: string])[] = [
  ['--platform <service>', `what runs the pods: ${platformPresets.join(', ')}, or a JSON file of platform options`],
  ['--objective-ms <ms>', 'latency that the percentile of the objective (the 95th) must not exceed'],
  ['--limits <range>', 'least and most replicas, as 1..20'],
  ['--decision <time>', 'time between decisions'],
  ['--settle <how>', 'none, instant or wait-ready, as wait-ready:maxSeconds=60: when a decision has taken effect'],
  ['--reward <name>', 'what learning agents are rewarded by, as penalty:violation=2,pods=0.5'],
  ['--engine <engine>', 'events (request by request) or fluid'],
  ['--peak <load>', 'scale loads that bring no service so that their highest step is this: requests/s or users'],
  ['--episodes <choice>', 'workloads whose course the report shows: how many, or their ids', '4'],
  ['--no-calibrated', 'leave out the calibrated HPA, without which nobody knows whether an agent is good'],
];

const usualSeeds = '10';

/** The rules people run, and learners of each kind. */
const usualAgents = [
  ...['static', 'threshold', 'kubernetes-hpa', 'keda', 'predictive-hpa'],
  ...['hslinucb-as-released', 'hslinucb', 'linucb', 'lin-ts', 'q-learning'],
];

/** Reads the flags, draws or loads the loads and plans the trials. @throws InputError for whatever is wrong in any of them */
export async function prepareHorizontal(flags: HorizontalFlags): Promise<PreparedComparison<'HorizontalScaling-v0'>> {
  const seeds = seedsFromFlag(flags.seeds ?? usualSeeds);
  const agents = chosenAgents(horizontalRoster, flags.agents, standingAutoscalers(flags));
  const timelines = choiceFromFlag(flags.episodes);
  const peak = flags.peak === undefined ? null : positive('--peak', flags.peak);
  const workloads = await loadScenarios(flags, seeds, {
    config: horizontalOptionsFromFlags(flags),
    ...(flags.config === undefined ? {} : { configFile: flags.config }),
    peak,
  });
  const plan = planHorizontalComparison({ agents, scenarios: workloads, seeds });
  checkChoice(timelines, plan.workloads, '--episodes');
  const reference = referenceFromFlag(flags.reference, plan.agents, ['calibrated-hpa', 'kubernetes-hpa']);
  return { plan, workloads, timelines, reference };
}

/** The usual agents; and in every comparison, unless they are left out, a calibrated HPA and the planner that knows the future. */
export function standingAutoscalers({
  calibrated,
  bound,
}: Pick<HorizontalFlags, 'calibrated' | 'bound'>): StandingAgents {
  return {
    usual: usualAgents,
    always: [...(calibrated ? ['calibrated-hpa'] : []), ...(bound ? ['clairvoyant'] : [])],
  };
}

/** Options of the environment: the file's, and the flags over them. @throws InputError naming the file, or the flag */
export function horizontalOptionsFromFlags(flags: Partial<HorizontalFlags>): HorizontalConfigOptions {
  const file = flags.config === undefined ? {} : optionsInFile(readOptionsFile(flags.config), flags.config);
  const { platform, objectiveMs, limits, decision, settle, reward, engine } = flags;
  return changedOptions(file, {
    ...(platform === undefined ? {} : { platform: platformFromFlag(platform) }),
    ...(objectiveMs === undefined ? {} : { objective: { latencyMs: positive('--objective-ms', objectiveMs) } }),
    ...(limits === undefined ? {} : { limits: limitsFromFlag(limits) }),
    ...(decision === undefined ? {} : { decisionSeconds: decisionFromFlag(decision) }),
    ...(settle === undefined ? {} : variantFromFlag('settle', settle)),
    ...(reward === undefined ? {} : variantFromFlag('reward', reward)),
    ...(engine === undefined ? {} : { engine: engineFromFlag(engine) }),
  });
}

function platformFromFlag(text: string): PlatformChoice {
  const preset = platformPresets.find((name) => name === text);
  if (preset !== undefined) return preset;
  if (!existsSync(text))
    throw new InputError({ file: '--platform', value: text }, `a JSON file, or one of ${platformPresets.join(', ')}`);
  const platform = readOptionsFile<Exclude<PlatformChoice, string>>(text);
  checkConfigOptions({ platform }, text);
  return platform;
}

function limitsFromFlag(text: string): { readonly minReplicas: number; readonly maxReplicas: number } {
  const match = /^(\d+)\.\.(\d+)$/.exec(text.trim());
  const [minReplicas, maxReplicas] = [Number(match?.[1]), Number(match?.[2])];
  if (!(minReplicas <= maxReplicas) || maxReplicas === 0)
    throw new InputError({ file: '--limits', value: text }, 'least and most replicas, as 1..20');
  return { minReplicas, maxReplicas };
}

function decisionFromFlag(text: string): number {
  const seconds = parseDuration(text, { file: '--decision' });
  if (seconds === 0) throw new InputError({ file: '--decision', value: text }, 'a length of time above 0');
  return seconds;
}

/**
 * Reads `name`, or `name:option=value,…`, as a variant of settling or rewards.
 * @throws InputError naming the flag, not the scenario the variant is put into
 */
function variantFromFlag<Field extends 'settle' | 'reward'>(
  field: Field,
  text: string,
): Pick<HorizontalConfigOptions, Field> {
  const { id, config } = readAgentSpec(text, `--${field}`);
  const options = { [field]: { kind: id, ...config } } as Pick<HorizontalConfigOptions, Field>;
  horizontalConfig(options, `--${field}`);
  return options;
}

function engineFromFlag(text: string): 'events' | 'fluid' {
  if (text !== 'events' && text !== 'fluid') throw new InputError({ file: '--engine', value: text }, 'events or fluid');
  return text;
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new InputError({ file: flag, value: text }, 'a number above 0');
  return value;
}
