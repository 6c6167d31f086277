import { type RecordedTable, recordedPods } from '../table/recorded-table.js';
import { TableReplay } from '../table/table-replay.js';
import { ContextIndex, type ReplicaLimits } from '../view.js';

/**
 * The demand of a recorded service under a load: the least recorded number of pods, within the limits, whose rows at the nearest recorded
 * load all meet the objective (specification horizontal.md §2.2); the upper limit where there is none.
 */
export function tableDemand(
  table: RecordedTable,
  latencyMs: number,
  { minReplicas, maxReplicas }: ReplicaLimits,
): (load: number) => number {
  const replay = new TableReplay(table);
  const pods = recordedPods(table).filter((count) => count >= minReplicas && count <= maxReplicas);
  const leastByLoad = new Map(
    replay.loads.map((recorded) => {
      const cells = table.cells.filter(({ load }) => load === recorded);
      const meets = (count: number) =>
        cells.find((cell) => cell.pods === count)?.rows.every((row) => row[ContextIndex.p95LatencyMs]! <= latencyMs) ===
        true;
      return [recorded, pods.find(meets) ?? maxReplicas] as const;
    }),
  );
  return (load) => leastByLoad.get(replay.nearestLoad(load))!;
}
