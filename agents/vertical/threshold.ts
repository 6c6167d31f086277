import { z } from 'zod';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import type { RecommenderAgent } from './agent.js';
import { OomFloor } from './oom-floor.js';
import { fillRecommendation } from './recommender-output.js';
import { SortedWindow } from './sorted-window.js';

const configSchema = z
  .strictObject({
    /** Utilisation above this fraction of the request raises the request. */
    high: z.number().positive().default(0.9),
    /** Utilisation below this fraction of the request lowers it. */
    low: z.number().min(0).default(0.4),
    /** Utilisation that a changed request aims at. */
    target: z.number().positive().default(0.7),
    /** The peak over this many minutes is what is compared. */
    minutes: z.number().positive().default(60),
    /** A request stays at least this long before it is lowered. */
    lowerAfterMinutes: z.number().min(0).default(360),
  })
  .refine(({ low, target, high }) => low < target && target <= high, 'low < target <= high');

/** One resource under the threshold rule: a request, and when it last changed. */
class ThresholdControl {
  private readonly window: SortedWindow;
  private changedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly config: z.infer<typeof configSchema>,
    private request: number,
  ) {
    this.window = new SortedWindow(config.minutes * 60);
  }

  observe(timeSeconds: number, usage: number): void {
    this.window.add(timeSeconds, usage);
  }

  decide(timeSeconds: number, floor: number): number {
    const { high, low, target, lowerAfterMinutes } = this.config;
    const peak = this.window.size === 0 ? this.request * target : this.window.max();
    const utilisation = peak / this.request;
    const mayLower = timeSeconds - this.changedAt >= lowerAfterMinutes * 60;
    let next = this.request;
    if (utilisation > high || (utilisation < low && mayLower && peak > 0)) next = peak / target;
    next = Math.max(next, floor);
    if (next !== this.request) {
      this.request = next;
      this.changedAt = timeSeconds;
    }
    return this.request;
  }
}

/** The utilisation rule of thumb: raise above `high`, lower below `low`, aim at `target`. */
export const thresholdAgent: RecommenderAgent<z.infer<typeof configSchema>> = {
  kind: 'recommender',
  id: 'threshold',
  title: 'Threshold',
  describe: 'Raises the request when peak utilisation passes one threshold, lowers it below another.',
  stochastic: false,
  configSchema,
  create(config, { initialRequest }) {
    const cpu = new ThresholdControl(config, initialRequest.cpuMillicores);
    const memory = new ThresholdControl(config, initialRequest.memoryMebibytes * bytesPerMebibyte);
    const floor = new OomFloor(24 * 3600);
    return {
      observe(timeSeconds, cpuMillicores, memoryBytes) {
        cpu.observe(timeSeconds, cpuMillicores);
        memory.observe(timeSeconds, memoryBytes);
      },
      observeOom(timeSeconds, memoryRequestBytes) {
        floor.observe(timeSeconds, memoryRequestBytes);
      },
      recommend(timeSeconds, out, offset = 0) {
        const cpuTarget = cpu.decide(timeSeconds, 0);
        const memoryTarget = memory.decide(timeSeconds, floor.at(timeSeconds));
        fillRecommendation(out, offset, cpuTarget, memoryTarget, 0, 0);
      },
    };
  },
};
