import { z } from 'zod';
import { bytesPerMebibyte } from '../../../env/core/mebibyte.js';
import type { RecommenderAgent } from '../agent.js';
import { OomFloor } from '../oom-floor.js';
import { fillRecommendation } from '../recommender-output.js';
import { LimitEnsemble } from './limit-ensemble.js';
import { UsageSignal } from './signal.js';
import { cpuBuckets, memoryBuckets } from './usage-buckets.js';

const configSchema = z.strictObject({
  overrun: z.number().min(0).default(0.5),
  underrun: z.number().min(0).default(0.25),
  limitChange: z.number().min(0).default(0.1),
  modelChange: z.number().min(0).default(0.1),
  costDecay: z.number().min(0).max(1).default(0.75),
  /** Decays d_m of the models. */
  decays: z.array(z.number().positive().max(1)).min(1).default([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
  /** Margins M_m of the models, in buckets of 3 %. */
  margins: z.array(z.number().int().min(0)).min(1).default([0, 1]),
});

/**
 * Google Autopilot's machine-learning recommender (Rzadca et al., EuroSys 2020) with the weights of a public
 * re-implementation, because Google did not publish its own. An OOM kill raises memory by Kubernetes' bump.
 */
export const autopilotMlAgent: RecommenderAgent<z.infer<typeof configSchema>> = {
  kind: 'recommender',
  id: 'autopilot-ml',
  title: 'Autopilot (ML)',
  describe: "Google Autopilot's ensemble of limit models, each scored by overrun, underrun and changes.",
  stochastic: false,
  configSchema,
  create(config, { initialRequest }) {
    const cpu = new LimitEnsemble(cpuBuckets, config.decays, config.margins, config, 'overrun');
    const memory = new LimitEnsemble(memoryBuckets, config.decays, config.margins, config, 'neither');
    const cpuSignal = new UsageSignal((window) => cpu.add(window));
    const memorySignal = new UsageSignal((window) => memory.add(window));
    const floor = new OomFloor(48 * 3600);
    return {
      observe(timeSeconds, cpuMillicores, memoryBytes) {
        cpuSignal.observe(timeSeconds, cpuMillicores);
        memorySignal.observe(timeSeconds, memoryBytes);
      },
      observeOom(timeSeconds, memoryRequestBytes) {
        floor.observe(timeSeconds, memoryRequestBytes);
      },
      recommend(timeSeconds, out, offset = 0) {
        const cpuLimit = cpu.recommend();
        const memoryLimit = memory.recommend();
        const cpuTarget = Number.isNaN(cpuLimit) ? initialRequest.cpuMillicores : cpuLimit;
        const memoryTarget = Number.isNaN(memoryLimit)
          ? initialRequest.memoryMebibytes * bytesPerMebibyte
          : memoryLimit;
        fillRecommendation(out, offset, cpuTarget, Math.max(memoryTarget, floor.at(timeSeconds)), 0, 0);
      },
    };
  },
};
