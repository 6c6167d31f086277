import type { Env } from '../env.js';
import type { Kwargs } from '../spec.js';
import { ClipAction } from './clip-action.js';
import { ClipReward } from './clip-reward.js';
import { DelayObservation } from './delay-observation.js';
import { DiscretizeAction } from './discretize-action.js';
import { DtypeObservation } from './dtype-observation.js';
import { FilterObservation } from './filter-observation.js';
import { FlattenObservation } from './flatten-observation.js';
import { FrameStackObservation } from './frame-stack-observation.js';
import { NormalizeObservation } from './normalize-observation.js';
import { NormalizeReward } from './normalize-reward.js';
import { OrderEnforcing } from './order-enforcing.js';
import { PassiveEnvChecker } from './passive-env-checker.js';
import { RecordEpisodeStatistics } from './record-episode-statistics.js';
import { RepeatAction } from './repeat-action.js';
import { RescaleAction } from './rescale-action.js';
import { StickyAction } from './sticky-action.js';
import { TimeAwareObservation } from './time-aware-observation.js';
import { TimeLimit } from './time-limit.js';
import { TransformReward } from './transform-reward.js';

interface WrapperClass {
  readonly entryPoint: string;
  new (env: never, options: never): Env;
}

const classes: readonly WrapperClass[] = [
  ClipAction,
  ClipReward,
  DelayObservation,
  DiscretizeAction,
  DtypeObservation,
  FilterObservation,
  FlattenObservation,
  FrameStackObservation,
  NormalizeObservation,
  NormalizeReward,
  OrderEnforcing,
  PassiveEnvChecker,
  RecordEpisodeStatistics,
  RepeatAction,
  RescaleAction,
  StickyAction,
  TimeAwareObservation,
  TimeLimit,
  TransformReward,
];

/** The wrappers of this room by entry point. Each constructor checks environment and options itself, whoever wrote them. */
export const builtinWrappers: ReadonlyMap<string, (env: Env, kwargs: Kwargs) => Env> = new Map(
  classes.map((Class) => [Class.entryPoint, (env: Env, kwargs: Kwargs) => new Class(env as never, kwargs as never)]),
);
