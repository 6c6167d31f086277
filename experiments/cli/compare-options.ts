import { availableParallelism } from 'node:os';
import type { AgentRoster, DescribedAgent } from '../../agents/agent-roster.js';
import type { AgentSpec } from '../../agents/agent-spec.js';
import { InputError } from '../../env/core/input-error.js';
import { readConfigFile } from '../../workloads/generators/config-file.js';
import type { HalfId, Halves } from '../half.js';
import type { PlannedAgent } from '../plan.js';
import { positionsOf, type WorkloadChoice } from '../showcase.js';

/** Far more than any interval needs, and few enough that every trial can be planned in memory. */
const mostSeeds = 10_000;

/** Flags of `scalegym compare` that both halves have, as commander leaves them. */
export interface CompareFlags {
  readonly agents?: readonly string[];
  readonly workloads?: readonly string[];
  readonly trace?: readonly string[];
  readonly seeds?: string;
  readonly workers?: string;
  readonly out?: string;
  readonly config?: string;
  readonly reference?: string;
  readonly bound: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** A comparison that is ready to run. */
export interface PreparedComparison<E extends HalfId> {
  readonly plan: Halves[E]['plan'] & { readonly env: E };
  readonly workloads: readonly Halves[E]['workload'][];
  readonly reference: string | null;
  readonly timelines: WorkloadChoice;
}

/** Agents that take part without being named. */
export interface StandingAgents {
  /** Where none is named. */
  readonly usual: readonly string[];
  /** Beside those that are named; unless they are. */
  readonly always: readonly string[];
}

/**
 * Agents to compare.
 * @throws InputError for an unknown agent, an unknown option or a bad value
 */
export function chosenAgents(
  roster: AgentRoster<DescribedAgent>,
  named: readonly string[] | undefined,
  { usual, always }: StandingAgents,
): AgentSpec[] {
  const chosen =
    named === undefined ? usual.map(plainAgent) : named.flatMap(splitAgents).map((text) => roster.parse(text));
  return [...chosen, ...always.filter((id) => !chosen.some((agent) => agent.id === id)).map(plainAgent)];
}

function plainAgent(id: string): AgentSpec {
  return { id, config: {} };
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

/**
 * The seeds 1 to n.
 * @throws InputError for anything but a whole number above 0
 */
export function seedsFromFlag(seeds: string): number[] {
  const count = parseCount('--seeds', seeds);
  if (count > mostSeeds) throw new InputError({ file: '--seeds', value: seeds }, `at most ${mostSeeds} seeds`);
  return Array.from({ length: count }, (_, index) => index + 1);
}

/**
 * How many worker threads: one a core without the flag.
 * @throws InputError for anything but a whole number above 0
 */
export function workersFromFlag(workers: string | undefined): number {
  return workers === undefined ? availableParallelism() : parseCount('--workers', workers);
}

/** `4` takes four telling workloads, `0` none, anything else names them. */
export function choiceFromFlag(text: string): WorkloadChoice {
  if (/^\d+$/.test(text)) return { kind: 'telling', count: Number(text) };
  return { kind: 'named', workloads: text.split(',') };
}

/** @throws InputError when the choice names a workload that is not part of a run */
export function checkChoice(choice: WorkloadChoice, workloads: readonly { readonly id: string }[], flag: string): void {
  if (choice.kind === 'named') positionsOf(choice.workloads, workloads, flag);
}

/**
 * The agent the others are compared with: the one named, else the first of the usual ones that takes part, else none.
 * @throws InputError for an agent that does not compete
 */
export function referenceFromFlag(
  reference: string | undefined,
  agents: readonly Pick<PlannedAgent, 'label' | 'role'>[],
  usual: readonly string[],
): string | null {
  if (reference === 'none') return null;
  const labels = agents.filter(({ role }) => role !== 'bound').map(({ label }) => label);
  if (reference === undefined) return (labels.length > 1 && usual.find((label) => labels.includes(label))) || null;
  if (!labels.includes(reference))
    throw new InputError({ file: '--reference', value: reference }, `an agent of this run: ${labels.join(', ')}`);
  return reference;
}

/**
 * Options of an environment from a JSON file.
 * @throws InputError unless it holds an object
 */
export function readOptionsFile<Options extends object>(path: string): Options {
  const options = readConfigFile(path);
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options as Options;
  throw new InputError({ file: path }, 'a JSON object of environment options');
}

function parseCount(flag: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InputError({ file: flag, value: text }, 'a whole number ≥ 1');
  return count;
}
