import type { ZodType } from 'zod';
import type { Seed } from '../../env/core/random.js';
import type { Autoscaler } from './autoscaler.js';
import type { ReplicaLimits } from './view.js';

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
}

/** An agent that chooses the number of pods: its name, its options and how to make one. */
export interface HorizontalAgent<Config = unknown> {
  readonly id: string;
  /** A few words for tables and legends. */
  readonly title: string;
  /** One sentence for `scalegym agents`. */
  readonly describe: string;
  /** Whether two seeds can give different decisions on the same views. */
  readonly stochastic: boolean;
  /** Options with their defaults; `{}` is always valid. */
  readonly configSchema: ZodType<Config>;
  /** @param config what {@link configSchema} gave */
  create(config: Config, context: HorizontalAgentContext): Autoscaler;
}
