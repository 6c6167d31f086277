/**
 * Powers of two with the bits of Go's `math.Exp2` and `math.Ldexp` on amd64, which decide the last bit of every decayed weight
 * (specification §2.3). `Math.pow(2, x)` differs in one value of fifteen.
 */

const smallestExponent = -1074;
const largestExponent = 1023;
const smallestNormalExponent = -1022;
const overflow = 1.0239999999999999e3;

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const p1 = 1.66666666666666657415e-1;
const p2 = -2.77777777770155933842e-3;
const p3 = 6.61375632143793436117e-5;
const p4 = -1.6533902205465251539e-6;
const p5 = 4.13813679705723846039e-8;

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
