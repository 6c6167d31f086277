import type {
  ActionConfig,
  HorizontalPrices,
  LoadLayout,
  Objective,
  ObservationConfig,
  RewardConfig,
  Settle,
} from './config.js';
import type { PlatformOptions } from './platform/config-schema.js';
import type { PlatformPreset } from './platform/presets.js';
import type { RecordedTable } from './table/recorded-table.js';
import type { ReplicaLimits } from './view.js';

/** A ready-made platform, the same with some of its options replaced whole, or a platform spelled out. */
export type PlatformChoice =
  | PlatformPreset
  | { readonly preset: PlatformPreset; readonly changes?: Partial<PlatformOptions> }
  | PlatformOptions;

/** A variant by its name alone, all its fields at their defaults, or by its `kind` and some of its fields. */
export type ByKind<Union extends { readonly kind: string }> = Union['kind'] | FieldsByKind<Union>;

type FieldsByKind<Union extends { readonly kind: string }> = Union extends unknown
  ? Pick<Union, 'kind'> & Partial<Omit<Union, 'kind'>>
  : never;

/** `HorizontalConfig` as people write it: plain JSON, everything optional. Defaults are those of `horizontalConfig`. */
export interface HorizontalConfigOptions {
  /** What runs the pods. Of its load only the kind (users or open) and the thinking matter: who comes when is the episode's load. */
  readonly platform?: PlatformChoice;
  /** The platform request by request, or as a fluid. */
  readonly engine?: 'events' | 'fluid';
  /**
   * Recorded rows to replay instead of a platform: the table itself, or the path of its file. A path in a configuration or scenario file is
   * relative to that file, one in code to the working directory.
   */
  readonly table?: RecordedTable | string;
  readonly limits?: Partial<ReplicaLimits>;
  readonly initialReplicas?: number;
  readonly decisionSeconds?: number;
  readonly settle?: ByKind<Settle>;
  readonly objective?: Partial<Objective>;
  readonly action?: ByKind<ActionConfig>;
  readonly reward?: ByKind<RewardConfig>;
  readonly observation?: Partial<ObservationConfig>;
  readonly prices?: Partial<HorizontalPrices>;
  readonly load?: Partial<LoadLayout>;
}
