import type { PlatformOptions } from './config-schema.js';
import { LatencyLog } from './metrics/latency-log.js';
import { SimulatedPlatform } from './simulated-platform.js';
import { makeTraffic } from './traffic/make-traffic.js';

/**
 * The platform simulated request by request (spec: horizontal.md §3). Every request, pod transition and scrape is an event; a stretch of
 * `advance` costs what happens in it, and nothing but numbers is allocated for a request.
 */
export class EventPlatform extends SimulatedPlatform {
  /** The episode of seed 0 has begun. @throws InputError for an unknown field or a bad value */
  constructor(options: PlatformOptions) {
    super(options, makeTraffic);
  }

  /**
   * Response times of the last `advance`, microseconds, valid until the next. They stand in no particular order: with the
   * fast traffic a response is written down when its user sends again.
   */
  latencies(): Float64Array {
    const { latencies } = this.simulation.traffic;
    return latencies instanceof LatencyLog ? latencies.view() : new Float64Array(0);
  }

  /** Both sides of Little's law so far, request-microseconds: requests over time, and the time of each at the platform. */
  littlesLaw(): { readonly area: number; readonly sojourns: number } {
    const { traffic } = this.simulation;
    return { area: traffic.area, sojourns: traffic.sojourns() };
  }
}
