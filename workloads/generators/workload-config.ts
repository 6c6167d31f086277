import { z } from 'zod';
import { parseWith } from '../parse-with.js';
import { amounts, type PerResource } from './fields.js';
import type { WorkloadNode } from './generator.js';
import { usageGenerators } from './registry.js';

/** Most steps of a generated series: ninety-five years of minutes: above it a slip of the hand is likelier than a wish, and memory would run out. */
export const mostSteps = 50_000_000;

const rootSchema = z.looseObject({
  notes: z.string().optional(),
  timesteps: z.int().min(1).max(mostSteps).prefault(1440),
  time_interval: z.number().positive().prefault(60),
  start_time: z.number().prefault(0),
  seed: z.union([z.int().min(0), z.string().min(1)]).prefault(42),
  container: z
    .strictObject({
      container_name: z.string().min(1).prefault('container'),
      requests: amounts({ cpu: 500, memory: 1000 }),
      limits: amounts({ cpu: 2000, memory: 5000 }),
    })
    .prefault({}),
});

/**
 * A synthetic workload: a grid, a container and the root node. Keys are smart-vpa's (specification §13), so its
 * configurations work as they are; plain numbers are millicores and MB (10⁶ bytes), text is a Kubernetes quantity.
 */
export interface WorkloadConfig extends WorkloadNode {
  readonly notes?: string | undefined;
  /** Steps of the series. Default 1440. */
  readonly timesteps: number;
  /** Seconds in a step. Default 60. */
  readonly time_interval: number;
  /** Unix seconds of the first step. Default 0, a Thursday. */
  readonly start_time: number;
  /** Default 42. */
  readonly seed: number | string;
  /** What the container is given; requests and limits become channels of the series. Millicores and bytes once parsed. */
  readonly container: {
    readonly container_name: string;
    readonly requests: PerResource;
    readonly limits: PerResource;
  };
}

/**
 * Checks a configuration as it stands in a file and fills in every default; `{ "type": "step" }` is enough. Amounts come out
 * in millicores and bytes, so what comes out is not a configuration to be parsed again.
 *
 * @param file named in errors
 * @throws InputError naming the dotted field, for example `config.parts.1.config.alpha`
 */
export function parseWorkloadConfig(raw: unknown, file?: string): WorkloadConfig {
  const { notes, timesteps, time_interval, start_time, seed, container, ...node } = parseWith(rootSchema, raw, file);
  return {
    ...parseWith(usageGenerators.nodeSchema, node, file),
    notes,
    timesteps,
    time_interval,
    start_time,
    seed,
    container,
  };
}
