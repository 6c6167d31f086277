import type { HorizontalConfig } from '../config.js';
import type { RecordedTable } from '../table/recorded-table.js';
import { ContextIndex } from '../view.js';
import { demandLaw } from './law-cache.js';

/**
 * Requests a second that one pod of a service answers within the objective, as a load test of the service as it is first deployed would tell: of
 * the initial replicas (one at least) under the highest load that they carry (`DemandLaw`), or, of a recorded table, under the highest
 * recorded load at which all of their rows meet the objective. Pods that share a load carry more each than one alone. Null where they
 * carry nothing.
 */
export function podRequestsPerSecond(config: HorizontalConfig): number | null {
  const { backend, objective, decisionSeconds } = config;
  const pods = Math.max(1, config.initialReplicas);
  const requestsPerSecond =
    backend.kind === 'table'
      ? recordedRate(backend.table, pods, objective.latencyMs) / pods
      : demandLaw(backend.platform, objective, decisionSeconds, backend.kind).podRequestsPerSecond(pods);
  return requestsPerSecond > 0 ? requestsPerSecond : null;
}

/** Of all pods; 0 where they meet the objective at no recorded load. */
function recordedRate({ cells }: RecordedTable, pods: number, latencyMs: number): number {
  const best = cells.findLast(
    (cell) => cell.pods === pods && cell.rows.every((row) => row[ContextIndex.p95LatencyMs]! <= latencyMs),
  );
  if (best === undefined) return 0;
  return best.rows.reduce((sum, row) => sum + row[ContextIndex.requestsPerSecond]!, 0) / best.rows.length;
}
