/** How service becomes longer than the drawn work. */
export interface InflationConfig {
  /** κ: fraction by which each further request in the pod slows every one of them down. */
  readonly contention: number;
  /** A young pod's work takes 1 + extra·exp(−age/seconds) times as long. */
  readonly warmUp: { readonly extra: number; readonly seconds: number };
}

/** Ages beyond this many time constants count as warm. */
const warmAfter = 40;

/** Factor on the work of a request that a pod takes on at this age, microseconds. */
export function warmUpFactor({ extra, seconds }: InflationConfig['warmUp'], age: number): number {
  const constants = age / (seconds * 1e6);
  return extra === 0 || !(constants < warmAfter) ? 1 : 1 + extra * Math.exp(-constants);
}
