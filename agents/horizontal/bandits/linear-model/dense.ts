/** u′v. */
export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  return sum;
}

/** target ← target + weight · vector. */
export function addScaled(target: Float64Array, vector: Float64Array, weight: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += weight * vector[i]!;
}
