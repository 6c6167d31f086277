import type { RandomStream } from '../../env/core/random.js';

/**
 * The partial autocorrelations of an autoregressive process (the step-down recursion of Levinson and Durbin). The process is
 * stationary exactly when all of them lie within (−1, 1).
 *
 * @param coefficients φ₁ … φₚ of xₜ = Σ φᵢ·xₜ₋ᵢ + εₜ
 */
export function partialAutocorrelations(coefficients: readonly number[]): number[] {
  const partial: number[] = [];
  let current = [...coefficients];
  while (current.length > 0) {
    const last = current.at(-1)!;
    partial.unshift(last);
    const rest = 1 - last * last;
    if (rest <= 0) return [...new Array(current.length - 1).fill(Number.NaN), ...partial];
    const order = current.length - 1;
    current = current.slice(0, order).map((value, i) => (value + last * current[order - 1 - i]!) / rest);
  }
  return partial;
}

/** Whether the process has a constant variance. */
export function isStationary(coefficients: readonly number[]): boolean {
  return partialAutocorrelations(coefficients).every((value) => Math.abs(value) < 1);
}

/**
 * Draws a stationary Gaussian autoregressive process of mean 0 and variance 1. It is stationary from the first value on: the
 * first values are drawn from the processes of lower order that have the same autocorrelations (Durbin–Levinson).
 *
 * @param coefficients φ₁ … φₚ of a stationary process
 */
export function arProcess(coefficients: readonly number[], length: number, random: RandomStream): Float64Array {
  const values = new Float64Array(length);
  let variance = 1;
  let predictor: number[] = [];
  const partial = partialAutocorrelations(coefficients);
  for (let t = 0; t < length; t++) {
    if (t > 0 && t <= partial.length) {
      const reflection = partial[t - 1]!;
      const shorter = predictor;
      predictor = [...shorter.map((value, i) => value - reflection * shorter[shorter.length - 1 - i]!), reflection];
      variance *= 1 - reflection * reflection;
    }
    let expected = 0;
    for (let lag = 1; lag <= predictor.length; lag++) expected += predictor[lag - 1]! * values[t - lag]!;
    values[t] = expected + random.normal(0, Math.sqrt(variance));
  }
  return values;
}
