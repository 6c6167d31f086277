/** Steps of history at the beginning of a series: as many as cover `historySeconds`. */
export function historySteps(stepSeconds: number, historySeconds: number): number {
  return Math.ceil(historySeconds / stepSeconds - 1e-9);
}
