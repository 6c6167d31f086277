/** scalegym: what most programs need. Each room has its own entry point with all of its names. */
export { type Autoscaler, horizontalRoster } from './agents/horizontal/index.js';
export { type Recommender, verticalRoster } from './agents/vertical/index.js';
export { checkEnv, InputError, make, makeVec, RandomStream } from './env/core/index.js';
export { horizontalConfig, ScalingEpisode } from './env/horizontal/index.js';
export { VerticalFleet, verticalConfig } from './env/vertical/index.js';
export { runComparison } from './experiments/comparison.js';
export { planHorizontalComparison } from './experiments/horizontal/plan.js';
export { planComparison } from './experiments/vertical/plan.js';
export {
  generateLoadPreset,
  generatePreset,
  type LoadSeries,
  loadPresetNames,
  presetNames,
  readSeries,
  type UsageSeries,
  writeSeries,
} from './workloads/index.js';
