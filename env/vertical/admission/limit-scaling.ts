/**
 * Keeping a limit in proportion to its request (specification §7.2), in whole millicores or whole bytes: CPU results are
 * rounded down to millicores and memory results to bytes, so one set of functions serves both.
 *
 * Zero and NaN both mean "not set", in arguments and (zero) in results. Kubernetes computes in unbounded integers and saturates
 * at int64. These functions give the same results from doubles, exactly; only quotients from 2⁵² on need BigInt.
 */

/** Where Kubernetes' int64 saturates; 2⁶³−1 itself is no double. */
export const int64Saturation = 2 ** 63;

const exactIntegers = 2 ** 53;

/**
 * `⌊amount · multiplier / divisor⌋`, exactly, saturated at {@link int64Saturation}. Results above 2⁵³ are the nearest double.
 * Amounts are ≥ 0, the divisor is above 0; fractions of amounts are rounded up first, as Kubernetes does when it reads them.
 */
export function scaleDown(amount: number, multiplier: number, divisor: number): number {
  const product = amount * multiplier;
  if (product <= exactIntegers && isWhole(amount, multiplier, divisor)) return Math.floor(product / divisor);
  return scaleWide(Math.ceil(amount), Math.ceil(multiplier), Math.ceil(divisor));
}

/** `⌈amount · multiplier / divisor⌉`, otherwise as {@link scaleDown}: what Kubernetes does for CPU when it fits a Pod LimitRange's minimum. */
export function scaleUp(amount: number, multiplier: number, divisor: number): number {
  const down = scaleDown(amount, multiplier, divisor);
  if (down >= exactIntegers) return down;
  const remainder = remainderOf(Math.ceil(amount), Math.ceil(multiplier), Math.ceil(divisor), down);
  return remainder > 0 ? down + 1 : down;
}

/**
 * The limit that goes with a recommended request: the old limit grown or shrunk as the request is.
 * @param defaultLimit the Container LimitRange's default, used when no limit is set
 * @returns 0 for no limit
 */
export function limitFor(limit: number, request: number, recommended: number, defaultLimit = 0): number {
  const present = limit > 0 ? limit : defaultLimit;
  if (!(present > 0) || !(recommended > 0)) return 0;
  if (!(request > 0) || request === present) return recommended;
  return scaleDown(present, recommended, request);
}

/**
 * The request whose proportional limit is exactly `bound`.
 * @returns 0 for no bound
 */
export function boundaryRequest(request: number, limit: number, bound: number, defaultLimit = 0): number {
  const present = limit > 0 ? limit : defaultLimit;
  if (!(present > 0) || !(bound > 0)) return 0;
  return request > 0 ? scaleDown(request, bound, present) : bound;
}

function isWhole(a: number, b: number, c: number): boolean {
  return Math.floor(a) === a && Math.floor(b) === b && Math.floor(c) === c;
}

/** {@link scaleDown} of whole numbers whose product may not be a double: an estimate at most one off, put right by its remainder. */
function scaleWide(amount: number, multiplier: number, divisor: number): number {
  const estimate = (amount * multiplier) / divisor;
  if (estimate >= int64Saturation) return int64Saturation;
  if (estimate >= exactIntegers / 2 || amount > exactIntegers || multiplier > exactIntegers || divisor > exactIntegers)
    return Math.min(Number((BigInt(amount) * BigInt(multiplier)) / BigInt(divisor)), int64Saturation);
  const quotient = Math.floor(estimate);
  const remainder = remainderOf(amount, multiplier, divisor, quotient);
  if (remainder < 0) return quotient - 1;
  return remainder >= divisor ? quotient + 1 : quotient;
}

/**
 * `a · b − c · d` of whole numbers up to 2⁵³, exact while the result is one: both products are taken with their rounding
 * errors (T. J. Dekker, "A floating-point technique for extending the available precision", 1971).
 */
function remainderOf(a: number, b: number, c: number, d: number): number {
  const left = a * b;
  const right = c * d;
  return left - right + (productError(a, b, left) - productError(c, d, right));
}

/** What `a · b` lost when it was rounded to `product`. */
function productError(a: number, b: number, product: number): number {
  const aSplit = a * 134217729;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = b * 134217729;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
