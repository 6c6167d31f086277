import { InputError, type InputPlace } from '../env/core/input-error.js';

/** How a quantity is written: powers of 1000 (`m`, `k`, `M` …), powers of 1024 (`Ki`, `Mi` …), or an exponent (`1e3`). */
export type QuantityFormat = 'decimal' | 'binary' | 'exponent';

/**
 * An amount as the Kubernetes API writes it. Exact: a count of billionths, the finest step the API keeps.
 * Compare {@link Quantity.nano}, never the text: `1` and `1000m` are the same amount.
 */
export interface Quantity {
  /** The amount × 10⁹. */
  readonly nano: bigint;
  /** The format it was written in, and is written back in. */
  readonly format: QuantityFormat;
}

const nanoPerUnit = 1_000_000_000n;
const nanoPerMilli = 1_000_000n;
/** The API keeps no more than a signed 64-bit integer. */
const largestNano = ((1n << 63n) - 1n) * nanoPerUnit;
/** Exponents beyond this only move an amount from "too small" to "one nano" or from "too large" to the largest. */
const widestExponent = 60;

const decimalSuffixes = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const suffixOfExponent = new Map([...decimalSuffixes].map(([suffix, exponent]) => [exponent, suffix]));
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const grammar = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d+)|([KMGTPE]i)|([numkMGTPE]?))$/;

/**
 * Reads a quantity such as `250m`, `1.5`, `512Mi`, `100G` or `1e3`, by the rules of the Kubernetes API (specification
 * §4.2): parts finer than a billionth are rounded away from zero, amounts beyond 2⁶³−1 are cut to it.
 *
 * @param place where the text stood, for the error
 * @throws InputError when the text is no quantity
 */
export function parseQuantity(text: string, place: InputPlace = {}): Quantity {
  const match = grammar.exec(text);
  const digits = match === null ? '' : `${match[2]}${match[3] ?? ''}`;
  if (match === null || digits === '')
    throw new InputError({ ...place, value: text }, 'a Kubernetes quantity such as 250m, 1.5 or 512Mi');
  const [, sign, , fraction = '', exponentText, binarySuffix, decimalSuffix] = match;

  const format: QuantityFormat =
    exponentText !== undefined ? 'exponent' : binarySuffix !== undefined ? 'binary' : 'decimal';
  const written =
    exponentText === undefined ? decimalSuffixes.get(decimalSuffix ?? '')! : Number(exponentText.slice(1));
  const exponent = Math.max(-widestExponent, Math.min(widestExponent, written)) + 9 - fraction.length;
  const scale = binarySuffix === undefined ? 1n : 1024n ** BigInt(binarySuffixes.indexOf(binarySuffix));
  const amount = BigInt(digits) * scale;
  const magnitude =
    exponent >= 0 ? amount * 10n ** BigInt(exponent) : divideRoundingUp(amount, 10n ** BigInt(-exponent));
  const nano = magnitude > largestNano ? largestNano : magnitude;
  return { nano: sign === '-' ? -nano : nano, format };
}

/** CPU as Kubernetes writes it: decimal, from finite millicores (`1` for 1000, `1500m`, `100G`); kept to a thousandth of one. */
export function cpuQuantity(millicores: number): Quantity {
  return { nano: thousandths(millicores) * 1000n, format: 'decimal' };
}

/** Memory as Kubernetes writes it since VPA 1.5: binary, from finite bytes; kept to a thousandth of a byte. */
export function memoryQuantity(bytes: number): Quantity {
  return { nano: thousandths(bytes) * nanoPerMilli, format: 'binary' };
}

function thousandths(amount: number): bigint {
  const whole = Math.trunc(amount);
  return BigInt(whole) * 1000n + BigInt(Math.round((amount - whole) * 1000));
}

/** The amount in whole units, rounded away from zero (`Quantity.Value()`): bytes of memory, whole cores of CPU. */
export function value(quantity: Quantity): bigint {
  return roundAwayFromZero(quantity.nano, nanoPerUnit);
}

/** The amount in thousandths, rounded away from zero (`Quantity.MilliValue()`): millicores of CPU. */
export function milliValue(quantity: Quantity): bigint {
  return roundAwayFromZero(quantity.nano, nanoPerMilli);
}

/**
 * Writes a quantity in the API's canonical form: the largest suffix that leaves a whole number. Binary amounts below 1024
 * and those with a fraction are written in decimal (`839500431360m`).
 */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  if (format === 'binary' && nano % nanoPerUnit === 0n) {
    const units = nano / nanoPerUnit;
    if (units >= 1024n || units <= -1024n) {
      const { mantissa, powers } = withoutFactors(units, 1024n, binarySuffixes.length - 1);
      return `${mantissa}${binarySuffixes[powers]}`;
    }
  }
  const { mantissa, powers } = withoutFactors(nano, 1000n, 9);
  const exponent = powers * 3 - 9;
  if (format === 'exponent') return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  return `${mantissa}${suffixOfExponent.get(exponent)}`;
}

function withoutFactors(amount: bigint, factor: bigint, most: number): { mantissa: bigint; powers: number } {
  let mantissa = amount;
  let powers = 0;
  while (powers < most && mantissa % factor === 0n) {
    mantissa /= factor;
    powers++;
  }
  return { mantissa, powers };
}

function roundAwayFromZero(amount: bigint, unit: bigint): bigint {
  return amount < 0n ? -divideRoundingUp(-amount, unit) : divideRoundingUp(amount, unit);
}

/** ⌈amount / divisor⌉ of a non-negative amount. */
function divideRoundingUp(amount: bigint, divisor: bigint): bigint {
  return (amount + divisor - 1n) / divisor;
}
