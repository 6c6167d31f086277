/** The experiment of HSLinUCB's authors, run again beside what was published. */
export type { OrangeAgent } from './agents.js';
export type { OrangeDifference, OrangeFinding } from './findings.js';
export type { LatencyCell, LatencyComparison } from './latencies.js';
export { type OrangeMetricKey, type OrangeMetrics, orangeMetricDefinitions } from './metrics.js';
export { OrangeFolder } from './orange-folder.js';
export { orangeCsv, writeOrangeOutputs } from './outputs.js';
export { type OrangeOptions, type OrangePlan, planOrange } from './plan.js';
export { type PublishedMetrics, publishedMetrics, type Verdict, verdictOf } from './published.js';
export { type OrangeReproduction, runOrange } from './reproduction.js';
export { type OrangeRun, playRun } from './run.js';
export { type OrangePart, type OrangePartKey, orangeParts, orangeSetting, usersOf } from './setting.js';
export { type OrangePartSummary, type OrangeRow, type OrangeSummary, summariseOrange } from './summary.js';
export { orangeTable } from './table-text.js';
