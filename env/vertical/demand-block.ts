import { seriesLength, type UsageSeries } from '../../workloads/usage-series.js';
import { bytesPerMebibyte } from '../core/mebibyte.js';

/**
 * The demand of many series, step by step: workload `w` at step `t` stands at `t · workloads + w`, so that a step reads
 * one contiguous run. CPU in millicores, memory in MiB, NaN for unknown.
 */
export interface DemandBlock {
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
}

/** Series and steps in one tile of the transposition: a tile of source and target fits the first cache. */
const tile = 32;

/** Lays series of equal length side by side. */
export function demandBlock(series: readonly UsageSeries[]): DemandBlock {
  const length = seriesLength(series[0]!);
  return {
    cpu: transpose(
      series.map(({ cpuMillicores }) => cpuMillicores),
      length,
      1,
    ),
    memory: transpose(
      series.map(({ memoryBytes }) => memoryBytes),
      length,
      1 / bytesPerMebibyte,
    ),
  };
}

function transpose(rows: readonly Float64Array[], length: number, scale: number): Float64Array {
  const width = rows.length;
  const out = new Float64Array(width * length);
  for (let firstRow = 0; firstRow < width; firstRow += tile)
    for (let firstStep = 0; firstStep < length; firstStep += tile)
      for (let row = firstRow; row < Math.min(firstRow + tile, width); row++) {
        const values = rows[row]!;
        for (let step = firstStep; step < Math.min(firstStep + tile, length); step++)
          out[step * width + row] = values[step]! * scale;
      }
  return out;
}
