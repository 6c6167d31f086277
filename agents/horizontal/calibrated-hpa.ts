import { z } from 'zod';
import type { TunedAgent } from './agent.js';

const configSchema = z.strictObject({
  /**
   * Targets of CPU utilisation to choose from, percent of the request, simplest first. Above 100 they serve pods whose limit is above their
   * request.
   */
  targets: z.array(z.int().min(1)).min(1).default([80, 70, 60, 50, 40, 30, 95, 120, 150]),
  /** Stabilisation windows of scaling down to choose from, seconds; 300 is Kubernetes' own. */
  stabilizationSeconds: z.array(z.int().min(0).max(3600)).min(1).default([300, 60]),
  /** Episodes that each candidate is tried on. */
  episodes: z.int().min(1).default(2),
});

/** Kubernetes' default window, which an HPA without `behavior` has. */
const defaultWindowSeconds = 300;

/**
 * The exact `kubernetes-hpa`, its CPU target and scale-down window chosen per workload on episodes that are not scored. Against an HPA
 * that nobody has tuned anything looks good (RLScale-Bench, specification horizontal.md §4.3).
 */
export const calibratedHpaAgent: TunedAgent<z.infer<typeof configSchema>> = {
  kind: 'tuned',
  id: 'calibrated-hpa',
  title: 'HPA (calibrated)',
  describe:
    "Kubernetes' HPA with the CPU target and scale-down window that cost least on episodes that are not scored.",
  stochastic: false,
  configSchema,
  candidates: ({ targets, stabilizationSeconds }) =>
    stabilizationSeconds.flatMap((seconds) =>
      targets.map((percent) => ({
        id: 'kubernetes-hpa',
        config: {
          targetCPUUtilizationPercentage: percent,
          ...(seconds === defaultWindowSeconds
            ? {}
            : { behavior: { scaleDown: { stabilizationWindowSeconds: seconds } } }),
        },
      })),
    ),
  calibrationEpisodes: ({ episodes }) => episodes,
};
