import type { ZodType } from 'zod';
import type { Seed } from '../../env/core/random.js';
import type { Resources, VerticalConfig } from '../../env/vertical/config.js';
import type { UsageSeries } from '../../workloads/usage-series.js';
import type { Recommender } from './recommender.js';

/** What an agent may know about the container before the first sample. */
export interface AgentContext {
  /** Stochastic agents draw from streams of this seed. */
  readonly seed: Seed;
  readonly stepSeconds: number;
  /** The environment's own rules: prices, limits, physics. */
  readonly config: VerticalConfig;
  /** What the container requests at the beginning. */
  readonly initialRequest: Resources;
  /** The demand that is still to come. Only planners may read it. */
  readonly future: UsageSeries;
}

/** Requests for every step of an episode, decided in advance. */
export interface RequestPlan {
  /** One value a step. */
  readonly cpuMillicores: Float64Array;
  /** One value a step. */
  readonly memoryMebibytes: Float64Array;
  /** Dollars; no agent can pay less over the same episode. */
  readonly cost: number;
  /** Whether following the plan costs exactly `cost`; if not, `cost` is a lower bound. */
  readonly exact: boolean;
}

interface AgentDescription<Config> {
  readonly id: string;
  /** A few words for tables and legends. */
  readonly title: string;
  /** One sentence for `scalegym agents`. */
  readonly describe: string;
  /** Whether two seeds can give different decisions on the same samples. */
  readonly stochastic: boolean;
  /** Options with their defaults; `{}` is always valid. */
  readonly configSchema: ZodType<Config>;
}

/** An agent that learns from samples as they come. */
export interface RecommenderAgent<Config = unknown> extends AgentDescription<Config> {
  readonly kind: 'recommender';
  create(config: Config, context: AgentContext): Recommender;
}

/** An agent that is shown the whole future first; it runs under the `direct` updater rule. */
export interface PlannerAgent<Config = unknown> extends AgentDescription<Config> {
  readonly kind: 'planner';
  plan(config: Config, context: AgentContext): RequestPlan;
}

/** An entry of the registry: a recommender, or a planner that knows the future. */
export type VerticalAgent<Config = unknown> = RecommenderAgent<Config> | PlannerAgent<Config>;
