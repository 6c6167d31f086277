import { availableParallelism } from 'node:os';
import type { AgentSpec } from '../../agents/agent-spec.js';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { InputError } from '../../env/core/input-error.js';
import type { VerticalConfig } from '../../env/vertical/config.js';
import { type VerticalConfigOptions, verticalConfig } from '../../env/vertical/config-schema.js';
import { readConfigFile } from '../../workloads/generators/config-file.js';
import { parseDuration } from '../duration.js';
import type { PodChoice } from '../vertical/pods.js';

/** Far more than any interval needs, and few enough that every trial can be planned in memory. */
const mostSeeds = 10_000;

/** The flags of `scalegym compare` as commander leaves them. */
export interface CompareFlags {
  readonly agents?: readonly string[];
  readonly workloads?: readonly string[];
  readonly trace?: readonly string[];
  readonly seeds: string;
  readonly workers?: string;
  readonly out?: string;
  readonly history: string;
  readonly interval: string;
  readonly updater?: string;
  readonly updateMode?: string;
  readonly limitRatio?: string;
  readonly config?: string;
  readonly reference?: string;
  readonly bound: boolean;
  readonly pods: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/**
 * Agents to compare: those named, or every deterministic one. The clairvoyant optimum is added unless it is named or
 * `bound` is off.
 */
export function agentsFromFlags({ agents, bound }: Pick<CompareFlags, 'agents' | 'bound'>): AgentSpec[] {
  const planners = verticalRoster.agents.filter(({ kind }) => kind === 'planner');
  const named =
    agents === undefined
      ? verticalRoster.agents
          .filter(({ kind, stochastic }) => kind === 'recommender' && !stochastic)
          .map(({ id }): AgentSpec => ({ id, config: {} }))
      : agents.flatMap(splitAgents).map((text) => verticalRoster.parse(text));
  const hasBound = named.some(({ id }) => planners.some((planner) => planner.id === id));
  return bound && !hasBound && planners.length > 0 ? [...named, { id: planners[0]!.id, config: {} }] : named;
}

/**
 * Splits `kubernetes,moving-window:percentile=0.95,hours=24,static` between agents: a part that is only `option=value`
 * belongs to the agent before it. JSON is left whole.
 */
export function splitAgents(text: string): string[] {
  if (text.trimStart().startsWith('{')) return [text];
  const agents: string[] = [];
  for (const part of text.split(',')) {
    const belongsToLast = /^[^:]*=/.test(part) && agents.length > 0;
    if (belongsToLast) agents[agents.length - 1] += `,${part}`;
    else agents.push(part);
  }
  return agents;
}

/** The environment: the file's options, then the flags over them, then the defaults. */
export function configFromFlags(flags: CompareFlags): VerticalConfig {
  const file = flags.config === undefined ? {} : readConfig(flags.config);
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
 * The seeds 1 to n.
 * @throws InputError for anything but a whole number above 0
 */
export function seedsFromFlags({ seeds }: Pick<CompareFlags, 'seeds'>): number[] {
  const count = parseCount('--seeds', seeds);
  if (count > mostSeeds) throw new InputError({ file: '--seeds', value: seeds }, `at most ${mostSeeds} seeds`);
  return Array.from({ length: count }, (_, index) => index + 1);
}

/**
 * How many worker threads: one a core without the flag.
 * @throws InputError for anything but a whole number above 0
 */
export function workersFromFlags({ workers }: Pick<CompareFlags, 'workers'>): number {
  return workers === undefined ? availableParallelism() : parseCount('--workers', workers);
}

/**
 * Seconds of history.
 * @throws InputError for anything but a length of time
 */
export function historyFromFlags({ history }: Pick<CompareFlags, 'history'>): number {
  return parseDuration(history, { file: '--history' });
}

/**
 * Seconds between recommendations.
 * @throws InputError for anything but a length of time above 0
 */
export function intervalFromFlags({ interval }: Pick<CompareFlags, 'interval'>): number {
  const seconds = parseDuration(interval, { file: '--interval' });
  if (seconds === 0) throw new InputError({ file: '--interval', value: interval }, 'a length of time above 0');
  return seconds;
}

/** `4` takes four telling pods, `0` none, anything else names workloads. */
export function podsFromFlags({ pods }: Pick<CompareFlags, 'pods'>): PodChoice {
  if (/^\d+$/.test(pods)) return { kind: 'telling', count: Number(pods) };
  return { kind: 'named', workloads: pods.split(',') };
}

/** The agent the others are compared with: the one named, else Kubernetes' own if it takes part, else none. */
export function referenceFromFlags({ reference }: CompareFlags, labels: readonly string[]): string | null {
  if (reference === 'none') return null;
  if (reference === undefined) return labels.includes('kubernetes') && labels.length > 1 ? 'kubernetes' : null;
  if (!labels.includes(reference))
    throw new InputError({ file: '--reference', value: reference }, `an agent of this run: ${labels.join(', ')}`);
  return reference;
}

function readConfig(path: string): VerticalConfigOptions {
  const options = readConfigFile(path);
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  throw new InputError({ file: path }, 'a JSON object of environment options');
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

function parseCount(flag: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InputError({ file: flag, value: text }, 'a whole number ≥ 1');
  return count;
}
