import type { LoadSeries } from '../../workloads/load-series.js';
import type { Seed } from '../core/random.js';
import { clusterSnapshot } from './cluster-snapshot.js';
import type { HorizontalConfig } from './config.js';
import { platformLoad } from './load-layout.js';
import type { PlatformConfig } from './platform/config.js';
import { EventPlatform } from './platform/event-platform.js';
import { FluidPlatform } from './platform/fluid/fluid-platform.js';
import type { Platform } from './platform/platform.js';
import { PlatformReadings } from './platform-readings.js';
import type { ScalableService } from './service.js';
import { type ClusterSnapshot, contextLength } from './view.js';

/** A service on the simulated platform, request by request or as a fluid. */
export class PlatformService implements ScalableService {
  readonly readings: PlatformReadings;
  /** What is behind it, for those who want to look deeper than a service shows. */
  readonly platform: Platform;
  private readonly lastContext = new Float64Array(contextLength);
  private isContextRead = false;

  /** @throws InputError for a load the platform cannot play */
  constructor(
    engine: 'events' | 'fluid',
    platform: PlatformConfig,
    { objective, initialReplicas, load: layout }: Pick<HorizontalConfig, 'objective' | 'initialReplicas' | 'load'>,
    load: LoadSeries,
  ) {
    const options = { ...platform, load: platformLoad(platform, load, layout), initialReplicas };
    this.platform = engine === 'events' ? new EventPlatform(options) : new FluidPlatform(options);
    this.readings = new PlatformReadings(objective);
  }

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
    this.isContextRead = false;
    this.readings.clear();
  }

  setReplicas(count: number): void {
    this.platform.setReplicas(count);
    this.isContextRead = false;
  }

  advance(seconds: number): void {
    this.platform.advance(seconds);
    this.isContextRead = false;
    this.readings.take(this.platform.interval);
  }

  context(out: Float64Array): Float64Array {
    out.set(this.contextNow());
    return out;
  }

  cluster(): ClusterSnapshot {
    return clusterSnapshot(this.platform, this.contextNow());
  }

  /** The context of this instant, computed once: its percentile is the dearest thing to look at. */
  private contextNow(): Float64Array {
    if (!this.isContextRead) this.platform.context(this.lastContext);
    this.isContextRead = true;
    return this.lastContext;
  }
}
