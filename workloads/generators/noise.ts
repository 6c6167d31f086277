import { z } from 'zod';
import { arProcess } from './ar-process.js';
import type { Fields, PerResource } from './fields.js';
import type { Generator, Resource, WorkloadNode } from './generator.js';

interface Noise {
  readonly of: WorkloadNode;
  /** Coefficient of variation of the factor; 0.1 is about ±10 %. */
  readonly variation: PerResource;
  /** Seconds in which the autocorrelation of the factor's logarithm falls to 1/e; 0 is white noise. */
  readonly correlation_seconds: PerResource;
  /** Correlation of memory's factor with CPU's, taken from the same instant; −1 … 1. */
  readonly coupling: number;
}

/**
 * Multiplies its child's usage by a lognormal factor of mean 1 whose logarithm is a first-order autoregressive process
 * (an Ornstein–Uhlenbeck process sampled once a step), so the noise does not depend on the step's length.
 */
export function noise(node: z.ZodType<WorkloadNode>, fields: Fields): Generator<Noise> {
  return {
    type: 'noise',
    summary: 'multiplies its child by correlated lognormal noise',
    schema: z.strictObject({
      of: node,
      variation: fields.each(z.number().min(0), { cpu: 0.1, memory: 0 }),
      correlation_seconds: fields.each(z.number().min(0), { cpu: 0, memory: 0 }),
      coupling: z.number().min(-1).max(1).prefault(0),
    }),
    generate({ of, variation, correlation_seconds, coupling }, context) {
      const usage = context.generate(of, 'of');
      const process = (resource: Resource) => {
        const memoryTime = correlation_seconds[resource];
        const coefficients = memoryTime === 0 ? [] : [Math.exp(-context.stepSeconds / memoryTime)];
        return arProcess(coefficients, context.steps, context.random(resource));
      };
      const cpu = process('cpu');
      const own = process('memory');
      const rest = Math.sqrt(1 - coupling * coupling);
      const memory = own.map((value, step) => coupling * cpu[step]! + rest * value);
      multiply(usage.cpu, cpu, variation.cpu);
      multiply(usage.memory, memory, variation.memory);
      return usage;
    },
  };
}

/** Multiplies values by the lognormal factors of mean 1 and the given variation that a standard normal process makes. */
function multiply(values: Float64Array, process: Float64Array, variation: number): void {
  const sigma = Math.sqrt(Math.log1p(variation * variation));
  for (let step = 0; step < values.length; step++)
    values[step]! *= Math.exp(sigma * process[step]! - (sigma * sigma) / 2);
}
