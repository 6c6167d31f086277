import type { ZodType } from 'zod';
import type { Seed } from '../../env/core/random.js';
import type { ReplicaLimits } from '../../env/horizontal/view.js';
import type { Autoscaler } from './autoscaler.js';

/** Requests and limits of one pod, all containers together. A limit of null: none. */
export interface PodResources {
  readonly cpuRequestMillicores: number;
  readonly cpuLimitMillicores: number | null;
  readonly memoryRequestBytes: number;
  readonly memoryLimitBytes: number | null;
}

/** What an agent may know about the workload before the first decision. */
export interface HorizontalAgentContext {
  /** Stochastic agents draw from streams of this seed. */
  readonly seed: Seed;
  /** Time between decisions. */
  readonly decisionSeconds: number;
  /** The latency that the 95th percentile must not exceed, milliseconds. */
  readonly latencyObjectiveMs: number;
  /** Limits in force at the beginning. */
  readonly limits: ReplicaLimits;
  readonly initialReplicas: number;
  readonly pod: PodResources;
  /**
   * Requests a second that one pod answers within the objective, as a load test of the initial replicas would tell; absent where nobody
   * made one. Agents scale what they see of the load by it unless an option says otherwise.
   */
  readonly podRequestsPerSecond?: number;
}

interface AgentDescription<Config> {
  readonly id: string;
  /** A few words for tables and legends. */
  readonly title: string;
  /** One sentence for `scalegym agents`. */
  readonly describe: string;
  /** Whether two seeds can give different decisions on the same views. */
  readonly stochastic: boolean;
  /** Options with their defaults; `{}` is always valid. */
  readonly configSchema: ZodType<Config>;
}

/** An agent that decides from what it sees. */
export interface HorizontalAgent<Config = unknown> extends AgentDescription<Config> {
  readonly kind: 'autoscaler';
  /** @param config what {@link configSchema} gave */
  create(config: Config, context: HorizontalAgentContext): Autoscaler;
}

/** What a planner is shown: the episode that is to come, as often as it likes. */
export interface HorizontalPlannerContext extends HorizontalAgentContext {
  /** By decision, the least pods that meet the objective under the load of the interval, were it to last. */
  readonly leastPods: ArrayLike<number>;
  /** Time within which nearly every new pod serves, seconds; 0 when pods come at once. */
  readonly startUpSeconds: number;
  /** Plays the very episode that will be scored under a schedule: replicas asked for, one number a decision. */
  rehearse(replicas: ArrayLike<number>): Rehearsal;
}

/** How an episode went under a schedule; arrays have one value a decision. */
export interface Rehearsal {
  /** Dollars, all in all. */
  readonly cost: number;
  /** Dollars by decision, waiting included; they add up to {@link cost}. */
  readonly costs: Float64Array;
  /** 1 where the objective was violated. */
  readonly violated: Uint8Array;
  /** Pods that served, on average over the interval. */
  readonly readyPods: Float64Array;
}

/** Replicas for every decision of an episode, chosen in advance. */
export interface ReplicaPlan {
  readonly replicas: Int32Array;
  /** Dollars that following it costs. */
  readonly cost: number;
  /** Whether it is proven that no schedule costs less; if not, it is the best that was found. */
  readonly exact: boolean;
}

/** An agent that knows the future; a yardstick, not something one can deploy. */
export interface HorizontalPlanner<Config = unknown> extends AgentDescription<Config> {
  readonly kind: 'planner';
  plan(config: Config, context: HorizontalPlannerContext): ReplicaPlan;
}

/** An agent whose options are chosen on episodes that are not scored: the cheapest of the candidates runs. */
export interface TunedAgent<Config = unknown> extends AgentDescription<Config> {
  readonly kind: 'tuned';
  /** Agents to choose from, simplest first: it wins ties. */
  candidates(config: Config): readonly { readonly id: string; readonly config: Readonly<Record<string, unknown>> }[];
  /** Episodes the choice is made on. */
  calibrationEpisodes(config: Config): number;
}
