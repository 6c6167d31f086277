import type { z } from 'zod';
import type { RandomStream } from '../../env/core/random.js';

/** What a generator makes: one value a step for each resource. Both arrays belong to whoever asked for them. */
export interface GeneratedUsage {
  /** Millicores. */
  readonly cpu: Float64Array;
  /** Bytes. */
  readonly memory: Float64Array;
}

/** What a workload uses, in the order of its channels. */
export const resources = ['cpu', 'memory'] as const;

/** CPU or memory. */
export type Resource = (typeof resources)[number];

/** One node of a workload configuration. */
export interface WorkloadNode {
  /** Which generator. */
  readonly type: string;
  /**
   * What the node's random stream is named after, so that it draws the same numbers wherever it is moved to. Without a name
   * the stream is named after the node's place in the configuration.
   */
  readonly name?: string | undefined;
  readonly config: unknown;
}

/** What a generator is given besides its configuration. */
export interface GeneratorContext {
  readonly steps: number;
  readonly stepSeconds: number;
  /** Unix seconds of the beginning of the node's first step. */
  readonly startTime: number;
  /** The node's own random numbers. Streams of different purposes never shift each other. */
  random(purpose: string): RandomStream;
  /**
   * Runs a child.
   * @param place names the child's stream unless the child has a name
   * @param steps the child's length when it is not the node's own
   * @param skip steps by which the child begins later
   */
  generate(node: WorkloadNode, place: string, steps?: number, skip?: number): GeneratedUsage;
}

/** One kind of synthetic workload, or one way of composing others. */
export interface Generator<Config = unknown> {
  /** The name in configurations and on the command line. */
  readonly type: string;
  /** One sentence for a list. */
  readonly summary: string;
  /** Checks a configuration and fills in its defaults. */
  readonly schema: z.ZodType<Config>;
  generate(config: Config, context: GeneratorContext): GeneratedUsage;
}

/** Two fresh arrays of zeros. */
export function emptyUsage(steps: number): GeneratedUsage {
  return { cpu: new Float64Array(steps), memory: new Float64Array(steps) };
}

/** Usage with the same formula for both resources. */
export function fillUsage(steps: number, value: (resource: Resource, step: number) => number): GeneratedUsage {
  const usage = emptyUsage(steps);
  for (const resource of resources) {
    const values = usage[resource];
    for (let step = 0; step < steps; step++) values[step] = value(resource, step);
  }
  return usage;
}
