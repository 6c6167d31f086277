import type { PlatformOptions } from '../config-schema.js';
import { SimulatedPlatform } from '../simulated-platform.js';
import { FluidTraffic } from './fluid-traffic.js';

/**
 * The same platform with requests as a fluid, for sweeps of millions of steps: pods, scrapes and readings are those of the event-driven
 * platform, response times are closed-form laws. `fluidDistance` tells how far the two are apart for a configuration.
 */
export class FluidPlatform extends SimulatedPlatform {
  /** The episode of seed 0 has begun. @throws InputError for an unknown field or a bad value */
  constructor(options: PlatformOptions) {
    super(
      options,
      (config, pods, endpoints, timers, stream) => new FluidTraffic(config, pods, endpoints, timers, stream),
    );
  }
}
