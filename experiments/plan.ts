import type { AgentRoster, DescribedAgent } from '../agents/agent-roster.js';
import { type AgentSpec, agentLabel } from '../agents/agent-spec.js';
import { InputError } from '../env/core/input-error.js';
import { canonicalJson, contentHash } from './content-hash.js';
import type { HalfId } from './half.js';
import type { AgentRole } from './report-data.js';
import { type SeriesReference, trialId } from './trial.js';

/** A workload to compare on: one series, or one a seed where a generator draws it. */
export interface Workload<Series> {
  /** Where it came from, as people gave it: preset or scenario name, file or trace. */
  readonly origin: string;
  readonly series: readonly Series[];
}

/** A comparison, fully expanded: plain JSON, written to the run folder before the first trial. */
export interface PlanBase {
  readonly format: 'scalegym-plan/2';
  readonly env: HalfId;
  /** Content hash of all the rest, 12 hex digits. */
  readonly id: string;
  readonly scalegymVersion: string;
  readonly seeds: readonly number[];
  readonly agents: readonly PlannedAgent[];
  readonly workloads: readonly PlannedWorkload[];
  readonly skipped: readonly SkippedWorkload[];
  /** In canonical order: workload, seed, agent. */
  readonly trials: readonly PlannedTrial[];
}

/** A plan whose trials are not expanded yet. */
export type PlanDraft<Plan extends PlanBase> = Omit<Plan, 'id' | 'trials'>;

/** An agent of a plan. */
export interface PlannedAgent {
  /** Unique in the plan. */
  readonly label: string;
  readonly role: AgentRole;
  readonly spec: AgentSpec;
}

/** A workload of a plan: what is known of its series, and where they lie. */
export interface PlannedWorkload {
  readonly id: string;
  readonly origin: string;
  readonly dataset: string;
  readonly assumptions: Readonly<Record<string, string | number | boolean>>;
  /** Unix seconds of the beginning of the first scored step. */
  readonly startTime: number;
  readonly stepSeconds: number;
  /** Scored steps. */
  readonly steps: number;
  /** One, or one a seed. */
  readonly series: readonly SeriesReference[];
}

/** A workload that cannot be scored, and why, in plain words. */
export interface SkippedWorkload {
  readonly workload: string;
  readonly reason: string;
}

/** Positions in the plan's workloads, seeds and agents. */
export interface TrialPosition {
  readonly workload: number;
  readonly seed: number;
  readonly agent: number;
}

/** A point of the grid with the trial's content hash. */
export interface PlannedTrial extends TrialPosition {
  readonly id: string;
}

/**
 * The agents of a plan. Options are completed by their defaults: a trial says all it ran with, whatever a later version's
 * defaults are. Only where the completed options cannot be read again (a manifest's fields, once read, are the controller's) they
 * stay as they were given.
 *
 * @param competitor what an agent that is no planner is called
 * @throws InputError for a bad agent, and for one that is named twice
 */
export function planAgents(
  roster: AgentRoster<DescribedAgent>,
  specs: readonly AgentSpec[],
  competitor: Exclude<AgentRole, 'bound'>,
): PlannedAgent[] {
  const labels = new Set<string>();
  return specs.map((spec) => {
    const label = agentLabel(spec);
    if (labels.has(label)) throw new InputError({ file: '--agents', value: label }, 'every agent once');
    labels.add(label);
    const { agent, config } = roster.configure(spec);
    const complete = { id: spec.id, config: config as AgentSpec['config'] };
    const role = agent.kind === 'planner' ? 'bound' : competitor;
    return { label, role, spec: readsAgain(agent, config) ? complete : spec };
  });
}

function readsAgain({ configSchema }: DescribedAgent, config: unknown): boolean {
  const again = configSchema.safeParse(config);
  return again.success && canonicalJson(again.data) === canonicalJson(config);
}

/**
 * Describes workloads for a plan, and sets those aside that cannot be scored.
 *
 * @param unfit says why a workload cannot be scored; null when it can
 * @throws InputError for an id that two workloads have, and when none can be scored
 */
export function planWorkloads<Given extends Pick<Workload<unknown>, 'origin'>, Planned extends PlannedWorkload>(
  given: readonly Given[],
  describe: (workload: Given) => Planned,
  unfit: (planned: Planned, workload: Given) => string | null,
): { readonly workloads: readonly Planned[]; readonly skipped: readonly SkippedWorkload[] } {
  const ids = new Set<string>();
  const workloads: Planned[] = [];
  const skipped: SkippedWorkload[] = [];
  for (const workload of given) {
    const planned = describe(workload);
    if (ids.has(planned.id))
      throw new InputError(
        { file: workload.origin, field: 'id', value: planned.id },
        'series ids that differ; another workload has this one',
      );
    ids.add(planned.id);
    const reason = unfit(planned, workload);
    if (reason === null) workloads.push(planned);
    else skipped.push({ workload: planned.id, reason });
  }
  if (workloads.length === 0)
    throw new InputError(
      { field: 'workloads' },
      `at least one workload that can be scored${skipped.length === 0 ? '' : `; ${skipped[0]!.workload}: ${skipped[0]!.reason}`}`,
    );
  return { workloads, skipped };
}

/**
 * Expands a plan into its trials. A trial whose outcome cannot depend on the seed is run with the first seed only.
 *
 * @param trialOf the trial at a position, plain JSON
 * @param varies whether seeds can give different outcomes for an agent on a workload
 */
export function expandPlan<Draft extends PlanDraft<PlanBase>>(
  draft: Draft,
  trialOf: (draft: Draft, at: TrialPosition) => object,
  varies: (workload: number, agent: number) => boolean,
): { readonly trials: readonly PlannedTrial[]; readonly id: string } {
  const trials: PlannedTrial[] = [];
  for (const workload of draft.workloads.keys())
    for (const seed of draft.seeds.keys())
      for (const agent of draft.agents.keys()) {
        if (seed > 0 && !varies(workload, agent)) continue;
        const at = { workload, seed, agent };
        trials.push({ ...at, id: trialId(trialOf(draft, at)) });
      }
  return { trials, id: contentHash([draft, trials], 12) };
}

/** Position of a seed's series among a workload's series. */
export function seriesIndex(workload: Pick<PlannedWorkload, 'series'>, seed: number): number {
  return workload.series.length === 1 ? 0 : seed;
}

/** The series of a workload that a seed runs on. */
export function seriesFor(workload: Pick<PlannedWorkload, 'series'>, seed: number): SeriesReference {
  return workload.series[seriesIndex(workload, seed)]!;
}
