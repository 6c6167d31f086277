import type { RecordedTable } from '../../env/horizontal/table/index.js';
import { ContextIndex } from '../../env/horizontal/view.js';

/** By load, the least pods whose rows all meet the objective (specification horizontal.md §2.2); the most there are where none do. */
export type OracleLevels = ReadonlyMap<number, number>;

/** What an agent that knew the table would keep. */
export function oracleLevels({ cells }: RecordedTable, latencyObjectiveMs: number): OracleLevels {
  const levels = new Map<number, number>();
  const settled = new Set<number>();
  for (const { load, pods, rows } of cells) {
    if (settled.has(load)) continue;
    levels.set(load, pods);
    if (rows.every((row) => row[ContextIndex.p95LatencyMs]! <= latencyObjectiveMs)) settled.add(load);
  }
  return levels;
}
