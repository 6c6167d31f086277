import { expect } from 'vitest';
import { EventPlatform, type PlatformOptions } from '../../../env/horizontal/platform/index.js';

/** A mean over batches and its standard error. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

export const batches = 30;

/** Mean and standard error of batch values, taken as independent. */
export function estimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/**
 * Runs 30 batches after a warm-up of one and reads something off each.
 * @param batchSeconds long against what the system remembers
 */
export function batchMeans<Key extends string>(
  options: PlatformOptions,
  batchSeconds: number,
  read: (platform: EventPlatform) => Readonly<Record<Key, number>>,
  seed = 1,
): Record<Key, Estimate> {
  const platform = new EventPlatform(options);
  platform.reset(seed);
  platform.advance(batchSeconds);
  const readings: Readonly<Record<Key, number>>[] = [];
  for (let batch = 0; batch < batches; batch++) {
    platform.advance(batchSeconds);
    readings.push(read(platform));
  }
  const keys = Object.keys(readings[0]!) as Key[];
  return Object.fromEntries(keys.map((key) => [key, estimate(readings.map((of) => of[key]))])) as Record<Key, Estimate>;
}

/** The tolerance rule of horizontal.md §3.3: within four standard errors. @param slack what the expected value itself may be off */
export function expectWithin({ mean, standardError }: Estimate, expected: number, slack = 0): void {
  expect(Math.abs(mean - expected)).toBeLessThan(4 * standardError + slack);
  expect(standardError).toBeLessThan(0.05 * Math.abs(expected));
}

export const exponential = (mean: number) => ({ kind: 'exponential', mean }) as const;
export const deterministic = (mean: number) => ({ kind: 'deterministic', mean }) as const;
export const poisson = (requestsPerSecond: number) =>
  ({ kind: 'open', rate: { kind: 'constant', requestsPerSecond } }) as const;
/** Users who think U(0, 2) s. */
export const closed = (users: number) => ({ kind: 'closed', users }) as const;
