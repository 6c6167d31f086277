/** The simulated platform for horizontal scaling: a service, its pods, its load and what is measured of it. */
export type {
  Balancer,
  Client,
  ClosedLoad,
  KubernetesLifeCycle,
  LifeCycle,
  Load,
  Metrics,
  NodePool,
  OpenLoad,
  PlatformConfig,
  PodResources,
  Rate,
  Retries,
  Scrape,
  Server,
  UserSeries,
} from './config.js';
export { type PlatformOptions, platformConfig } from './config-schema.js';
export { type Distribution, meanOf, squaredCv } from './distribution/distribution.js';
export { EventPlatform } from './event-platform.js';
export {
  type FluidDistance,
  type FluidDistanceCell,
  type FluidDistanceOptions,
  fluidDistance,
} from './fluid/fluid-distance.js';
export { type FluidLevel, fluidAtLevels, fluidLoadLevels, fluidNote } from './fluid/fluid-levels.js';
export { FluidPlatform } from './fluid/fluid-platform.js';
export type { Counts } from './metrics/counts.js';
export { percentile } from './metrics/percentile.js';
export type { IntervalReadings, Platform, PlatformPod, PodMetricSample } from './platform.js';
export { type PlatformPreset, platformPreset, platformPresets } from './presets.js';
export type { Throttling } from './servers/servers.js';
export * from './theory/index.js';
