/**
 * Powers of two with the bits of Go's `math.Exp2` and `math.Ldexp` on amd64, which decide the last bit of every decayed weight
 * (specification §2.3). `Math.pow(2, x)` differs in one value of fifteen.
 */

const smallestExponent = -1074;
const largestExponent = 1023;
const smallestNormalExponent = -1022;
const overflow = 1023.9999999999999;

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const p1 = 0.16666666666666666;
const p2 = -0.0027777777777015593;
const p3 = 6.613756321437934e-5;
const p4 = -1.6533902205465252e-6;
const p5 = 4.1381367970572385e-8;

const powers = new Float64Array(largestExponent - smallestExponent + 1);
for (let exponent = smallestExponent, power = Number.MIN_VALUE; exponent <= largestExponent; exponent++, power *= 2)
  powers[exponent - smallestExponent] = power;

/** 2 to a whole power, exact; 0 below 2⁻¹⁰⁷⁴ and infinite above 2¹⁰²³. */
export function powerOfTwo(exponent: number): number {
  if (exponent < smallestExponent) return 0;
  if (exponent > largestExponent) return Number.POSITIVE_INFINITY;
  return powers[exponent - smallestExponent]!;
}

/** 2ˣ, bit for bit as Go computes it. */
export function exp2(x: number): number {
  if (x > overflow) return Number.POSITIVE_INFINITY;
  if (x < smallestExponent) return 0;
  const k = Math.trunc(x > 0 ? x + 0.5 : x - 0.5);
  const t = x - k;
  const high = t * ln2High;
  const low = -t * ln2Low;
  const r = high - low;
  const q = r * r;
  const c = r - q * (p1 + q * (p2 + q * (p3 + q * (p4 + q * p5))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k >= smallestNormalExponent && k <= largestExponent) return y * powers[k - smallestExponent]!;
  return k > largestExponent ? y * 2 * powerOfTwo(k - 1) : y * powerOfTwo(k + 54) * powerOfTwo(-54);
}
