import { z } from 'zod';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import type { RecommenderAgent } from './agent.js';
import { OomFloor } from './oom-floor.js';
import { fillRecommendation } from './recommender-output.js';
import { SortedWindow } from './sorted-window.js';

const statistic = z.enum(['max', 'mean', 'percentile']);

const configSchema = z.strictObject({
  /** What to take of the window's CPU samples. */
  statistic: statistic.default('percentile'),
  /** What to take of the window's memory samples; memory is killed, not throttled, so its peak counts. */
  memoryStatistic: statistic.default('max'),
  /** For `percentile`: which, as a fraction. */
  percentile: z.number().min(0).max(1).default(0.95),
  /** Length of the window. */
  hours: z.number().positive().default(24),
  /** Added on top, as a fraction of the statistic. */
  margin: z.number().min(0).default(0.15),
  /** The request may lie this fraction under the target before it is raised at once. */
  below: z.number().min(0).max(1).default(0.05),
  /** The request may lie this fraction over the target before it is lowered at once. */
  above: z.number().min(0).default(0.3),
});

type Statistic = z.infer<typeof statistic>;

/** A statistic of the last hours and a margin: the rule most teams write first. */
export const movingWindowAgent: RecommenderAgent<z.infer<typeof configSchema>> = {
  kind: 'recommender',
  id: 'moving-window',
  title: 'Moving window',
  describe: 'A statistic (max, mean or percentile) of the last hours plus a margin.',
  stochastic: false,
  configSchema,
  create(config, { initialRequest }) {
    const seconds = config.hours * 3600;
    const cpu = new SortedWindow(seconds);
    const memory = new SortedWindow(seconds);
    const floor = new OomFloor(seconds);
    const read = (window: SortedWindow, which: Statistic): number => {
      if (which === 'percentile') return window.percentile(config.percentile);
      return which === 'max' ? window.max() : window.mean();
    };
    return {
      observe(timeSeconds, cpuMillicores, memoryBytes) {
        cpu.add(timeSeconds, cpuMillicores);
        memory.add(timeSeconds, memoryBytes);
      },
      observeOom(timeSeconds, memoryRequestBytes) {
        floor.observe(timeSeconds, memoryRequestBytes);
      },
      recommend(timeSeconds, out, offset = 0) {
        const scale = 1 + config.margin;
        const cpuTarget = cpu.size === 0 ? initialRequest.cpuMillicores : read(cpu, config.statistic) * scale;
        const memoryTarget =
          memory.size === 0
            ? initialRequest.memoryMebibytes * bytesPerMebibyte
            : Math.max(read(memory, config.memoryStatistic) * scale, floor.at(timeSeconds));
        fillRecommendation(out, offset, cpuTarget, memoryTarget, config.below, config.above);
      },
    };
  },
};
