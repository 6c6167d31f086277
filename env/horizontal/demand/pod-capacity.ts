import type { HorizontalConfig } from '../config.js';
import type { RecordedTable } from '../table/recorded-table.js';
import { ContextIndex } from '../view.js';
import { demandLaw } from './law-cache.js';

/**
 * Requests a second that one pod of a service answers within the objective, as a load test would tell: under the highest load that it carries
 * (`DemandLaw`), or, of a recorded table, under the highest recorded load at which all rows of one pod meet the objective. Null where one
 * pod carries nothing.
 */
export function podRequestsPerSecond({ backend, objective, decisionSeconds }: HorizontalConfig): number | null {
  const requestsPerSecond =
    backend.kind === 'table'
      ? recordedRate(backend.table, objective.latencyMs)
      : demandLaw(backend.platform, objective, decisionSeconds, backend.kind).podRequestsPerSecond();
  return requestsPerSecond > 0 ? requestsPerSecond : null;
}

function recordedRate({ cells }: RecordedTable, latencyMs: number): number {
  const best = cells.findLast(
    ({ pods, rows }) => pods === 1 && rows.every((row) => row[ContextIndex.p95LatencyMs]! <= latencyMs),
  );
  if (best === undefined) return 0;
  return best.rows.reduce((sum, row) => sum + row[ContextIndex.requestsPerSecond]!, 0) / best.rows.length;
}
