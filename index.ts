/** scalegym: what most programs need. Each room has its own entry point with all of its names. */
export { type Recommender, verticalRoster } from './agents/vertical/index.js';
export { checkEnv, InputError, make, makeVec, RandomStream } from './env/core/index.js';
export { VerticalFleet, verticalConfig } from './env/vertical/index.js';
export { runComparison } from './experiments/comparison.js';
export { planComparison } from './experiments/vertical/plan.js';
export { generatePreset, presetNames, readSeries, type UsageSeries, writeSeries } from './workloads/index.js';
