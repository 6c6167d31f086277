import type { Averaging } from './averages.js';

/** What one number of a result means. Plain data: tables, CSV headers and the report all read it from here. */
export interface MetricDefinition<Key extends string = string> {
  /** Column name in every file. */
  readonly key: Key;
  readonly title: string;
  /** Unit as people write it; `%` values run from 0 to 100. */
  readonly unit: string;
  /** One sentence: how it is computed. */
  readonly meaning: string;
  /** Digits after the point in tables. */
  readonly digits: number;
  /** By default arithmetic. */
  readonly averaging?: Averaging;
}
