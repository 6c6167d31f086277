import type { Prices } from './cost.js';

/** Resources of a pod in the units of the environment. */
export interface Resources {
  readonly cpuMillicores: number;
  readonly memoryMebibytes: number;
}

/**
 * Kubernetes' update modes; `Auto` behaves as `Recreate` (deprecated name). `Off` and `Initial` never change running
 * pods; under `Initial` pods are created with the action of the episode's first step.
 */
export type UpdateMode = 'Off' | 'Initial' | 'Recreate' | 'Auto' | 'InPlaceOrRecreate' | 'InPlace';

/**
 * Who decides whether a recommendation is applied.
 *
 * - `kubernetes`: the VPA updater, all of it (bounds, lifetime, change threshold, quick OOM, eviction budget and rate).
 * - `usage-bounds`: the seed's simpler rule: act when *usage* leaves [lower, upper] of either resource.
 * - `direct`: act whenever the target differs from the request; what a planner with full control would do.
 *
 * The last two decide at every step, for all replicas at once; the first once an interval (at most once a step).
 */
export type UpdaterConfig =
  | ({ readonly rule: 'kubernetes' } & KubernetesUpdaterConfig)
  | { readonly rule: 'usage-bounds'; readonly mode: UpdateMode }
  | { readonly rule: 'direct'; readonly mode: UpdateMode };

/** The updater's flags under their own names (specification §6.2). Times in seconds. */
export interface KubernetesUpdaterConfig {
  readonly mode: UpdateMode;
  readonly intervalSeconds: number;
  /** Kubernetes' default is 2, which never touches a single replica; the environment's default is 1. */
  readonly minReplicas: number;
  readonly evictionTolerance: number;
  /** Evictions a second; ≤ 0 is unlimited. */
  readonly evictionRateLimit: number;
  readonly evictionRateBurst: number;
  readonly lifetimeThresholdSeconds: number;
  readonly updateThreshold: number;
  readonly evictAfterOomSeconds: number;
  readonly inPlaceSkipDisruptionBudget: boolean;
  readonly evictionRequirements: readonly EvictionRequirement[];
}

/** A condition for evictions: one of the resources must change in the direction named (specification §6.3). */
export interface EvictionRequirement {
  readonly resources: readonly ('cpu' | 'memory')[];
  readonly changeRequirement: 'TargetHigherThanRequests' | 'TargetLowerThanRequests';
}

/** The VPA's resource policy for the container (specification §4 step 6 and §8.1). */
export interface ResourcePolicy {
  readonly minAllowed: Partial<Resources>;
  readonly maxAllowed: Partial<Resources>;
  readonly controlledResources: readonly ('cpu' | 'memory')[];
  readonly controlledValues: 'RequestsAndLimits' | 'RequestsOnly';
}

/** A namespace's LimitRange item of type Container (specification §7.2). */
export interface LimitRange {
  readonly min: Partial<Resources>;
  readonly max: Partial<Resources>;
}

/** How a pod behaves when it is restarted, starved or killed. Times in seconds. */
export interface PodPhysics {
  /** From eviction until the re-created pod serves again. */
  readonly recreateSeconds: number;
  /** From a container's exit until it serves again, before any back-off. */
  readonly containerRestartSeconds: number;
  /** Back-off before the second restart in a row; it doubles with every further one. */
  readonly crashLoopInitialSeconds: number;
  readonly crashLoopMaxSeconds: number;
  /** A container that has run this long starts over with no back-off. */
  readonly crashLoopResetSeconds: number;
  /** Keep throttled CPU work and work it off when there is room; a kill or a restart loses it. */
  readonly backlog: boolean;
  /** Work older than this many seconds of one core is dropped; only with `backlog`. */
  readonly backlogLimitCoreSeconds: number;
  /**
   * Chance that an in-place resize is deferred by the node, drawn anew at every step until it is carried out (0:
   * never).
   */
  readonly resizeDeferredProbability: number;
}

/**
 * The rules of `VerticalScaling-v0`: plain JSON, completed by `verticalConfig`.
 *
 * What follows from them stands where it is computed: a step's order in `simulation/simulation.ts`, throttling, OOM
 * kills and backlog in `simulation/container-physics.ts`, re-creation, placement and resizing in `simulation/node.ts`,
 * capping in `simulation/held-recommendations.ts`. Requests are doubles and are not rounded; a recommender may round by
 * itself. A pod has one container; Pod-type LimitRanges and the CPU startup boost are rules (`kubernetes-rules.ts`) that
 * no configuration switches on here.
 */
export interface VerticalConfig {
  /** Pods of the workload. Each meets the whole of the series' demand: a series is one container's usage. */
  readonly replicas: number;
  /** What pods request at the beginning; null for what the series itself requests then, else one core and one GiB. */
  readonly initialRequest: Resources | null;
  /**
   * Limit divided by request, at least 1, kept while requests change (unless they change as `RequestsOnly`); null: no
   * limit.
   */
  readonly limitToRequest: { readonly cpu: number | null; readonly memory: number | null };
  readonly updater: UpdaterConfig;
  readonly policy: ResourcePolicy;
  readonly limitRange: LimitRange | null;
  readonly physics: PodPhysics;
  /** What the node has for this workload's pods; a pod that does not fit is Pending. Null: as much as it takes. */
  readonly nodeCapacity: Resources | null;
  readonly prices: Prices;
  /** Reward = −cost in dollars × this. */
  readonly rewardScale: number;
}
