import { z } from 'zod';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import type { RecommenderAgent } from './agent.js';
import { fillRecommendation } from './recommender-output.js';

const configSchema = z.strictObject({
  /** Millicores to request; by default what the container requested at the beginning. */
  cpuMillicores: z.number().positive().optional(),
  /** MiB to request; by default what the container requested at the beginning. */
  memoryMebibytes: z.number().positive().optional(),
});

/** No autoscaling: one request for ever, which is what most containers run with. */
export const staticAgent: RecommenderAgent<z.infer<typeof configSchema>> = {
  kind: 'recommender',
  id: 'static',
  title: 'Static',
  describe: 'No autoscaling: keeps the initial request (or the one given) for ever.',
  stochastic: false,
  configSchema,
  create(config, { initialRequest }) {
    const cpu = config.cpuMillicores ?? initialRequest.cpuMillicores;
    const memory = (config.memoryMebibytes ?? initialRequest.memoryMebibytes) * bytesPerMebibyte;
    return {
      observe() {},
      observeOom() {},
      recommend(_timeSeconds, out, offset = 0) {
        fillRecommendation(out, offset, cpu, memory, 0, 0);
      },
    };
  },
};
