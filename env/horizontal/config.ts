import type { PlatformConfig } from './platform/config.js';
import type { Distribution } from './platform/distribution/distribution.js';
import type { RecordedTable } from './table/recorded-table.js';
import type { ReplicaLimits } from './view.js';

/** What runs the pods. */
export type Backend =
  /** The request-level simulation, or its fluid approximation for long sweeps. Its load is the episode's load series. */
  | { readonly kind: 'events' | 'fluid'; readonly platform: PlatformConfig }
  /** Replay of recorded rows by users and pods: no dynamics at all, as in the experiments of the seed's authors. */
  | { readonly kind: 'table'; readonly table: RecordedTable };

/**
 * When a decision has taken effect, and with it when the interval that is judged begins. Specification: horizontal.md §3.5.
 * - `none`: at once; pods come and go while the interval runs (production).
 * - `instant`: pods come and go at once whatever the platform's life cycle says (the seed's replay).
 * - `wait-ready`: when as many pods are ready as were asked for and monitoring has scraped them once more (the seed's
 *   experiment); at most `maxSeconds`. The waiting belongs to no interval but its pods and time are paid.
 */
export type Settle =
  | { readonly kind: 'none' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'wait-ready'; readonly maxSeconds: number };

/** Which actions there are. */
export type ActionConfig =
  /** Steps −maxStep … +maxStep of the replica count: a discrete action 0 … 2·maxStep. */
  | { readonly kind: 'incremental'; readonly maxStep: number; readonly outOfRange: OutOfRange }
  /** The replica count itself: a discrete action minReplicas … maxReplicas of the limits the environment was made with. */
  | { readonly kind: 'fixed'; readonly outOfRange: OutOfRange };

/**
 * What an action beyond the limits does: as far as they allow, or (the seed's way) nothing at all: reward 0, the old observation, and no time
 * passes, so that a policy that does not learn may ask the same again and again. It is a rule of the environment's actions; a `ScalingEpisode`
 * is told replica counts and always clamps.
 */
export type OutOfRange = 'clamp' | 'no-op';

/** Rewards by name, R1 to R6 of horizontal.md §4.1. Violation: the interval's latency percentile is above the objective. */
export type RewardConfig =
  /** R1, the seed's: 1 while the objective is met, else 0. */
  | { readonly kind: 'binary' }
  /** R2: 1 − costWeight·(n − 1)/(max − 1) while the objective is met, else 0. */
  | { readonly kind: 'cost-weighted'; readonly costWeight: number }
  /** R3: −(violation·[violated] + pods·n/max + change·|Δn|). */
  | { readonly kind: 'penalty'; readonly violation: number; readonly pods: number; readonly change: number }
  /** R4, after FIRM: preservation·min(1, objective/latency) + (1 − preservation)·mean over CPU and memory of min(1, usage/limit). */
  | { readonly kind: 'preservation'; readonly preservation: number }
  /** R5: −(n/max + μ·(violated − budget)), μ ← max(0, μ + rate·(violated − budget)) after every interval. */
  | { readonly kind: 'lagrangian'; readonly budget: number; readonly rate: number; readonly initialMultiplier: number }
  /** R6, after Autothrottle's Tower: minus a cost in [0, 1] (n/max) while the objective is met, in [2, 3] when it is broken. */
  | { readonly kind: 'tower' }
  /** Minus the interval's cost in dollars. */
  | { readonly kind: 'cost' };

/** What an observation holds besides the seven numbers of the context, in this order; each adds numbers at the end. */
export interface ObservationConfig {
  /** Pods that exist and are not ready. */
  readonly pendingPods: boolean;
  /** What the last action asked for: replicas, and the change. */
  readonly previousAction: boolean;
  /** Change of latency and of requests/s since the last observation, per second. */
  readonly derivative: boolean;
  /** Sine and cosine of the time of day. */
  readonly timeOfDay: boolean;
  /**
   * Share of the requests that ended in the last interval which failed, 0 … 1; 0 when none ended. The context does not tell: its latency is
   * that of answered requests, 0 when none was, and timeouts count in it only where `latencySource` is a histogram.
   */
  readonly failures: boolean;
}

/** Dollars. */
export interface HorizontalPrices {
  /** For one pod for one hour, from creation to deletion. */
  readonly podHour: number;
  /** For one hour in which the objective is violated, counted in whole intervals. */
  readonly violationHour: number;
}

/** One service whose pods an agent chooses. Complete: what people leave out is filled in by `horizontalConfig`. */
export interface HorizontalConfig {
  readonly backend: Backend;
  readonly load: LoadLayout;
  /** Limits in force at the beginning of every episode. */
  readonly limits: ReplicaLimits;
  readonly initialReplicas: number;
  /** Seconds between decisions. */
  readonly decisionSeconds: number;
  readonly settle: Settle;
  readonly objective: Objective;
  readonly action: ActionConfig;
  readonly reward: RewardConfig;
  readonly observation: ObservationConfig;
  readonly prices: HorizontalPrices;
}

/** The service-level objective: this percentile of latency is to be at most this. */
export interface Objective {
  readonly latencyMs: number;
  /** 0 … 1; .95 by default. */
  readonly percentile: number;
}

/** How a load series is laid on the platform. */
export interface LoadLayout {
  /** Factor on the series' values. */
  readonly scale: number;
  /** Whether open rates jump from step to step or change linearly between the middles of the steps. */
  readonly interpolation: 'step' | 'linear';
  /** Seconds a user thinks; read only where a platform of users is driven by a series of rates. */
  readonly thinkSeconds: Distribution | null;
}
