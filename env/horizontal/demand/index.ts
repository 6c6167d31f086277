/** Demand: the least pods that meet a service's objective, and how long a new pod takes to serve. */
export { demandCurve } from './demand-curve.js';
export { DemandLaw } from './demand-law.js';
export { demandLaw } from './law-cache.js';
export { podRequestsPerSecond } from './pod-capacity.js';
export { startUpSeconds } from './start-up.js';
export type { Engine } from './steady-service.js';
export { tableDemand } from './table-demand.js';
