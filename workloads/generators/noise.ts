import { z } from 'zod';
import { arProcess } from './ar-process.js';
import { numbers, type PerResource } from './fields.js';
import { type Generator, resources, type WorkloadNode } from './generator.js';

interface Noise {
  readonly of: WorkloadNode;
  /** Coefficient of variation of the factor; 0.1 is about ±10 %. */
  readonly variation: PerResource;
  /** Seconds in which the autocorrelation of the factor's logarithm falls to 1/e; 0 is white noise. */
  readonly correlation_seconds: PerResource;
}

/**
 * Multiplies its child's usage by a lognormal factor of mean 1 whose logarithm is a first-order autoregressive process
 * (an Ornstein–Uhlenbeck process sampled once a step), so the noise does not depend on the step's length.
 */
export function noise(node: z.ZodType<WorkloadNode>): Generator<Noise> {
  return {
    type: 'noise',
    summary: 'multiplies its child by correlated lognormal noise',
    schema: z.strictObject({
      of: node,
      variation: numbers(z.number().min(0), { cpu: 0.1, memory: 0 }),
      correlation_seconds: numbers(z.number().min(0), { cpu: 0, memory: 0 }),
    }),
    generate({ of, variation, correlation_seconds }, context) {
      const usage = context.generate(of, 'of');
      for (const resource of resources) {
        const sigma = Math.sqrt(Math.log1p(variation[resource] * variation[resource]));
        if (sigma === 0) continue;
        const memoryTime = correlation_seconds[resource];
        const coefficients = memoryTime === 0 ? [] : [Math.exp(-context.stepSeconds / memoryTime)];
        const process = arProcess(coefficients, context.steps, context.random(resource));
        const values = usage[resource];
        for (let step = 0; step < context.steps; step++)
          values[step]! *= Math.exp(sigma * process[step]! - (sigma * sigma) / 2);
      }
      return usage;
    },
  };
}
