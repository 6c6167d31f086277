/** A count that the HPA asked for, and when. */
export interface TimedReplicas {
  readonly timeSeconds: number;
  readonly replicas: number;
}

/**
 * Ordinary least squares of replicas on time, read off at `atSeconds` (specification §1.11); null with fewer than two distinct times,
 * which no line fits.
 */
export function extrapolateLine(history: readonly TimedReplicas[], atSeconds: number): number | null {
  let meanBefore = 0;
  let meanReplicas = 0;
  for (const { timeSeconds, replicas } of history) {
    meanBefore += (atSeconds - timeSeconds) / history.length;
    meanReplicas += replicas / history.length;
  }
  let spread = 0;
  let covariance = 0;
  for (const { timeSeconds, replicas } of history) {
    const before = atSeconds - timeSeconds - meanBefore;
    spread += before * before;
    covariance += before * (replicas - meanReplicas);
  }
  return spread > 0 ? meanReplicas - (covariance / spread) * meanBefore : null;
}
