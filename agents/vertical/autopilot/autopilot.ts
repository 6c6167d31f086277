import { z } from 'zod';
import { bytesPerMebibyte } from '../../../env/core/mebibyte.js';
import type { RecommenderAgent } from '../agent.js';
import { OomFloor } from '../oom-floor.js';
import { fillRecommendation } from '../recommender-output.js';
import { SortedWindow } from '../sorted-window.js';
import { UsageSignal, windowSeconds } from './signal.js';
import { cpuBuckets, memoryBuckets } from './usage-buckets.js';
import { WindowStatistics } from './window-statistics.js';

const configSchema = z.strictObject({
  /** CPU statistic: `average` for batch work, `p95` or `p90` for serving by latency class. */
  cpu: z.enum(['average', 'p90', 'p95']).default('p95'),
  /** Memory statistic by OOM tolerance: low → `p98`, minimal → `max`, intermediate → `max(p60, max/2)`. */
  memory: z.enum(['p98', 'max', 'p60-or-half-max']).default('p98'),
  cpuHalfLifeHours: z.number().positive().default(12),
  memoryHalfLifeHours: z.number().positive().default(48),
  /** Window of the plain maximum. */
  peakHours: z.number().positive().default(24),
  /** Margin on small requests (up to one core, one GiB) … */
  marginSmall: z.number().min(0).default(0.15),
  /** … and on large ones (from 16 cores, 16 GiB); between them it shrinks with the logarithm of the request. */
  marginLarge: z.number().min(0).default(0.1),
  /** The largest recommendation of this many hours counts. */
  holdHours: z.number().positive().default(1),
});

type Config = z.infer<typeof configSchema>;

/** One resource: statistic, margin, then the largest recommendation of the last hour. */
class WindowRecommender {
  private readonly recent: SortedWindow;
  private readonly signal: UsageSignal;
  private now = 0;

  constructor(
    private readonly config: Config,
    private readonly statistics: WindowStatistics,
    private readonly read: (statistics: WindowStatistics) => number,
    /** One core or one GiB in the resource's unit. */
    private readonly one: number,
    private readonly initial: number,
  ) {
    this.recent = new SortedWindow(config.holdHours * 3600);
    this.signal = new UsageSignal((window) => {
      this.statistics.add(window);
      this.now += window.elapsed * windowSeconds;
      this.recent.add(this.now, this.withMargin(this.read(this.statistics)));
    });
  }

  observe(timeSeconds: number, usage: number): void {
    this.signal.observe(timeSeconds, usage);
  }

  recommend(): number {
    return this.recent.size === 0 ? this.initial : this.recent.max();
  }

  private withMargin(usage: number): number {
    const { marginSmall, marginLarge } = this.config;
    const large = Math.min(1, Math.max(0, Math.log2(usage / this.one) / 4));
    return usage * (1 + marginSmall + (marginLarge - marginSmall) * large);
  }
}

const cpuReaders: Record<Config['cpu'], (statistics: WindowStatistics) => number> = {
  average: (statistics) => statistics.average(),
  p90: (statistics) => statistics.loadPercentile(0.9),
  p95: (statistics) => statistics.loadPercentile(0.95),
};

const memoryReaders: Record<Config['memory'], (statistics: WindowStatistics) => number> = {
  p98: (statistics) => statistics.loadPercentile(0.98),
  max: (statistics) => statistics.max(),
  'p60-or-half-max': (statistics) => Math.max(statistics.loadPercentile(0.6), 0.5 * statistics.max()),
};

/**
 * Google Autopilot's moving-window recommenders (Rzadca et al., EuroSys 2020; specification horizontal §4.2).
 *
 * Differences forced by the setting: one container stands for the job, samples come as often as the environment gives them
 * (the original has one a second), and an OOM kill raises the memory recommendation by Kubernetes' bump.
 */
export const autopilotAgent: RecommenderAgent<Config> = {
  kind: 'recommender',
  id: 'autopilot',
  title: 'Autopilot (window)',
  describe: "Google Autopilot's moving windows: load-weighted decayed percentile, margin, largest of the last hour.",
  stochastic: false,
  configSchema,
  create(config, { initialRequest }) {
    const cpu = new WindowRecommender(
      config,
      new WindowStatistics(cpuBuckets, config.cpuHalfLifeHours, 'samples', config.peakHours),
      cpuReaders[config.cpu],
      1000,
      initialRequest.cpuMillicores,
    );
    const memory = new WindowRecommender(
      config,
      new WindowStatistics(memoryBuckets, config.memoryHalfLifeHours, 'peak', config.peakHours),
      memoryReaders[config.memory],
      1024 * bytesPerMebibyte,
      initialRequest.memoryMebibytes * bytesPerMebibyte,
    );
    const floor = new OomFloor(config.memoryHalfLifeHours * 3600);
    return {
      observe(timeSeconds, cpuMillicores, memoryBytes) {
        cpu.observe(timeSeconds, cpuMillicores);
        memory.observe(timeSeconds, memoryBytes);
      },
      observeOom(timeSeconds, memoryRequestBytes) {
        floor.observe(timeSeconds, memoryRequestBytes);
      },
      recommend(timeSeconds, out, offset = 0) {
        fillRecommendation(
          out,
          offset,
          cpu.recommend(),
          Math.max(memory.recommend(), floor.at(timeSeconds)),
          0.05,
          0.25,
        );
      },
    };
  },
};
