/** What has to be known of rewards and features for {@link ofulWidth} to hold. */
export interface OfulBound {
  /** R: rewards are R-sub-Gaussian around their mean; ½ for rewards in [0, 1]. */
  readonly noise: number;
  /** S: ‖θ‖ is at most this. */
  readonly coefficientNorm: number;
  /** L: ‖x‖ is at most this. */
  readonly featureNorm: number;
  /** δ in (0, 1): the chance that the bound fails at any time. */
  readonly delta: number;
}

/** OFUL's width factor after t rows, R √(d ln((1 + tL²/λ)/δ)) + √λ S (Abbasi-Yadkori, Pál and Szepesvári, 2011). */
export function ofulWidth(rows: number, dimension: number, lambda: number, bound: OfulBound): number {
  const { noise, coefficientNorm, featureNorm, delta } = bound;
  const inside = Math.log((1 + (rows * featureNorm * featureNorm) / lambda) / delta);
  return noise * Math.sqrt(dimension * inside) + Math.sqrt(lambda) * coefficientNorm;
}
