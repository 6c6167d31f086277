/**
 * Divides weights by the largest of them, so that none overflows. Those 10⁻³⁰⁰ times smaller stay there and can
 * recover.
 */
export function rescaleByLargest(weights: Float64Array): void {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i]! > largest) largest = weights[i]!;
  for (let i = 0; i < weights.length; i++) weights[i] = Math.max(1e-300, weights[i]! / largest);
}
