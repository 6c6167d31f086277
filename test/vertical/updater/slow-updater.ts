/**
 * The updater's rule (specification §6.3) once more, read slowly from its text: amounts are milli-units in big integers, relative
 * changes are fractions, absent amounts are null. Shares no code with the product.
 */

export interface SlowAmounts {
  readonly cpu: bigint | null;
  readonly memory: bigint | null;
}

export interface SlowContainer {
  readonly request: SlowAmounts;
  /** null: the container has no recommendation. */
  readonly recommendation: {
    readonly lower: SlowAmounts;
    readonly target: SlowAmounts;
    readonly upper: SlowAmounts;
  } | null;
  /** How long the container had run when it was OOM-killed, null: it was not. */
  readonly oomRanSeconds: number | null;
}

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export interface SlowVerdict {
  readonly update: boolean;
  readonly outside: boolean;
  readonly scaleUp: boolean;
  readonly resourceDiff: Fraction;
}

/** @param threshold of the relative change, as a fraction */
export function slowUpdater(
  containers: readonly SlowContainer[],
  ageSeconds: number | null,
  lifetimeSeconds: number,
  threshold: Fraction,
  oomWindowSeconds: number,
): SlowVerdict {
  let outside = false;
  let scaleUp = false;
  let resourceDiff: Fraction = { numerator: 0n, denominator: 1n };
  for (const resource of ['cpu', 'memory'] as const) {
    const controlled = containers.filter(({ recommendation }) => recommendation?.target[resource] != null);
    if (controlled.length === 0) continue;
    let requestSum = 0n;
    let recommendationSum = 0n;
    for (const { request, recommendation } of controlled) {
      const { lower, target, upper } = recommendation!;
      recommendationSum += target[resource]!;
      const requested = request[resource];
      if (requested === null) {
        scaleUp = true;
        outside = true;
        continue;
      }
      requestSum += requested;
      if (target[resource]! > requested) scaleUp = true;
      if (lower[resource] !== null && requested < lower[resource]!) outside = true;
      if (upper[resource] !== null && requested > upper[resource]!) outside = true;
    }
    const base = requestSum > 1n ? requestSum : 1n;
    const distance = base > recommendationSum ? base - recommendationSum : recommendationSum - base;
    resourceDiff = {
      numerator: resourceDiff.numerator * base + distance * resourceDiff.denominator,
      denominator: resourceDiff.denominator * base,
    };
  }
  const quickOom = containers.some(({ oomRanSeconds }) => oomRanSeconds !== null && oomRanSeconds < oomWindowSeconds);
  const verdict = { outside, scaleUp, resourceDiff };
  if (!outside && !quickOom) {
    if (ageSeconds === null) return { ...verdict, update: false };
    if (ageSeconds < lifetimeSeconds) return { ...verdict, update: false };
    if (resourceDiff.numerator * threshold.denominator < threshold.numerator * resourceDiff.denominator)
      return { ...verdict, update: false };
  }
  if (quickOom && resourceDiff.numerator === 0n) return { ...verdict, update: false };
  return { ...verdict, update: true };
}
