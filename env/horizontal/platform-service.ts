import type { LoadSeries } from '../../workloads/load-series.js';
import type { Seed } from '../core/random.js';
import { clusterSnapshot } from './cluster-snapshot.js';
import type { HorizontalConfig } from './config.js';
import type { PlatformConfig } from './platform/config.js';
import { EventPlatform } from './platform/event-platform.js';
import { FluidPlatform } from './platform/fluid/fluid-platform.js';
import type { Platform } from './platform/platform.js';
import { PlatformReadings } from './platform-readings.js';
import type { ScalableService } from './service.js';
import type { ClusterSnapshot } from './view.js';

/** A service on the simulated platform, request by request or as a fluid. */
export class PlatformService implements ScalableService {
  readonly readings: PlatformReadings;
  /** What is behind it, for those who want to look deeper than a service shows. */
  readonly platform: Platform;

  /** @throws InputError for a platform that cannot be, or a load it cannot play */
  constructor(
    engine: 'events' | 'fluid',
    platform: PlatformConfig,
    { objective, initialReplicas }: Pick<HorizontalConfig, 'objective' | 'initialReplicas'>,
    load: LoadSeries,
  ) {
    const options = { ...platform, initialReplicas };
    this.platform = engine === 'events' ? new EventPlatform(options) : new FluidPlatform(options);
    this.readings = new PlatformReadings(objective);
    this.load = load;
  }

  private readonly load: LoadSeries;

  get nowSeconds(): number {
    return this.platform.nowSeconds;
  }

  get specReplicas(): number {
    return this.platform.desiredReplicas;
  }

  /** The replica controller creates and deletes at once, and pods that are being deleted are not its own any more. */
  get statusReplicas(): number {
    return this.platform.desiredReplicas;
  }

  get readyReplicas(): number {
    return this.platform.readyReplicas;
  }

  reset(seed: Seed): void {
    this.platform.reset(seed);
    this.readings.clear();
  }

  setReplicas(count: number): void {
    this.platform.setReplicas(count);
  }

  advance(seconds: number): void {
    const { platform, load } = this;
    const step = Math.floor((platform.nowSeconds + 1e-6) / load.stepSeconds);
    const values = (platform.config.load.kind === 'closed' ? load.users : load.requestsPerSecond)!;
    const value = values[Math.min(step, values.length - 1)]!;
    if (platform.config.load.kind === 'closed') platform.setUsers(Math.round(value));
    else platform.setRate(value);
    platform.advance(seconds);
    this.readings.take(platform.interval, value);
  }

  context(out: Float64Array): Float64Array {
    return this.platform.context(out);
  }

  cluster(): ClusterSnapshot {
    return clusterSnapshot(this.platform);
  }
}
