/**
 * Chance that a gamma variable exceeds `x`: the regularised upper incomplete gamma function Q(shape, x/scale), to about 12 digits.
 * @param logGammaOfShape for callers who ask often about one shape
 */
export function gammaTail(x: number, shape: number, scale: number, logGammaOfShape = logGamma(shape)): number {
  const z = x / scale;
  if (z <= 0) return 1;
  const front = Math.exp(shape * Math.log(z) - z - logGammaOfShape);
  return z < shape + 1 ? 1 - front * lowerSeries(shape, z) : front * upperFraction(shape, z);
}

/** Logarithm of the gamma function for a positive argument (Lanczos, g = 7). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x + 6.5;
  let sum = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (x - 1 + i);
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function lowerSeries(shape: number, z: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; term > sum * 1e-15; n++) {
    term *= z / (shape + n);
    sum += term;
  }
  return sum;
}

/** Continued fraction by Lentz' method. */
function upperFraction(shape: number, z: number): number {
  let b = z + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let product = d;
  for (let i = 1; i < 1000; i++) {
    const a = -i * (i - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    product *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return product;
}
