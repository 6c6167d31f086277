import type { HorizontalConfig } from '../../env/horizontal/config.js';
import type { LoadSeries } from '../../workloads/load-series.js';

/** A service under a load: what autoscalers are compared on. */
export interface Scenario {
  readonly id: string;
  /** Where it comes from: a name of ours, or a file. */
  readonly origin: string;
  /** What it tests, in a sentence. */
  readonly describe: string;
  readonly config: HorizontalConfig;
  /** One for all seeds, or one a seed where the load is drawn. */
  readonly loads: readonly LoadSeries[];
  /** The load that tuned agents are calibrated on: another draw, or the same load where there is but one. */
  readonly calibration: LoadSeries;
  /** What had to be assumed, in plain words. */
  readonly assumptions: readonly string[];
}
