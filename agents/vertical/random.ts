import { z } from 'zod';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import { RandomStream } from '../../env/core/random.js';
import type { RecommenderAgent } from './agent.js';
import { fillRecommendation } from './recommender-output.js';

const configSchema = z
  .strictObject({
    /** Draws lie between these multiples of the initial request. */
    lowest: z.number().positive().default(0.25),
    highest: z.number().positive().default(2),
    /** A new draw after this many hours. */
    hours: z.number().positive().default(12),
  })
  .refine(({ lowest, highest }) => lowest <= highest, 'lowest <= highest');

/** Log-uniform draws around the initial request: what a comparison must beat to mean anything. */
export const randomAgent: RecommenderAgent<z.infer<typeof configSchema>> = {
  kind: 'recommender',
  id: 'random',
  title: 'Random',
  describe: 'Draws requests at random, log-uniform around the initial request, every few hours.',
  stochastic: true,
  configSchema,
  create(config, { seed, initialRequest }) {
    const stream = new RandomStream(seed, 'agent', 'random');
    const draw = (request: number) =>
      request * Math.exp(stream.uniform(Math.log(config.lowest), Math.log(config.highest)));
    let cpu = 0;
    let memory = 0;
    let drawnAt = Number.NEGATIVE_INFINITY;
    return {
      observe() {},
      observeOom() {},
      recommend(timeSeconds, out, offset = 0) {
        if (timeSeconds - drawnAt >= config.hours * 3600) {
          cpu = draw(initialRequest.cpuMillicores);
          memory = draw(initialRequest.memoryMebibytes * bytesPerMebibyte);
          drawnAt = timeSeconds;
        }
        fillRecommendation(out, offset, cpu, memory, 0, 0);
      },
    };
  },
};
