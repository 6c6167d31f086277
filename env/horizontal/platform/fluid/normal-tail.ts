const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

/** Chance that a standard normal variable is above `z`; relative error below 1.2e-7 (Chebyshev fit of the complementary error function). */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = coefficients[i]! + t * sum;
  const upper = (t * Math.exp(-x * x + sum)) / 2;
  return z >= 0 ? upper : 1 - upper;
}
