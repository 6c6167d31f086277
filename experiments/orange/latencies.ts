import { recordedLatency } from './published.js';
import type { OrangeRun } from './run.js';
import { orangeSetting, type TableName } from './setting.js';

/** Our recorded latencies beside the published ones. */
export interface LatencyComparison {
  readonly cells: readonly LatencyCell[];
  /** Root mean square of the logarithm of ours over theirs, over the cells that were published. */
  readonly rmsLogError: Readonly<Record<TableName, number>>;
  /** The same between the two published recordings: how far apart two recordings of the same service are. */
  readonly publishedNoise: number;
}

/** A cell that was published. Milliseconds; ours are means over runs. */
export interface LatencyCell {
  readonly users: number;
  readonly pods: number;
  readonly ours: Readonly<Record<TableName, number>>;
  readonly published: Readonly<Record<TableName, number | null>>;
}

/** Sets the mean 95th percentile of every published cell beside ours. */
export function latencyComparison(runs: readonly OrangeRun[]): LatencyComparison {
  const cells = orangeSetting.users.flatMap((users, level) =>
    orangeSetting.pods.flatMap((pods, column): LatencyCell[] => {
      const published = { d1: recordedLatency('d1', users, pods), d2: recordedLatency('d2', users, pods) };
      if (published.d1 === null && published.d2 === null) return [];
      const ours = (table: TableName) =>
        runs.reduce((sum, { tables }) => sum + tables[table].meanP95Ms[level]![column]!, 0) / runs.length;
      return [{ users, pods, ours: { d1: ours('d1'), d2: ours('d2') }, published }];
    }),
  );
  const error = (table: TableName) => rmsLog(cells.map(({ ours, published }) => [ours[table], published[table]]));
  return {
    cells,
    rmsLogError: { d1: error('d1'), d2: error('d2') },
    publishedNoise: rmsLog(cells.map(({ published }) => [published.d1, published.d2])),
  };
}

function rmsLog(pairs: readonly (readonly [number | null, number | null])[]): number {
  const squares = pairs.flatMap(([a, b]) => (a === null || b === null ? [] : [Math.log(a / b) ** 2]));
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}
