import type { RandomStream } from '../../../../env/core/random.js';

/** A draw from Gamma(shape, rate 1), shape ≥ 1 (Marsaglia and Tsang, 2000). */
export function drawGamma(shape: number, stream: RandomStream): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = stream.normal();
    const root = 1 + c * normal;
    if (root <= 0) continue;
    const cube = root * root * root;
    const level = 1 - stream.next();
    if (Math.log(level) < 0.5 * normal * normal + d - d * cube + d * Math.log(cube)) return d * cube;
  }
}

/** A draw from the inverse gamma distribution, shape ≥ 1, mean scale ÷ (shape − 1). */
export function drawInverseGamma(shape: number, scale: number, stream: RandomStream): number {
  return scale / drawGamma(shape, stream);
}
