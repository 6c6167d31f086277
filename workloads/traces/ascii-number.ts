/** Powers of ten that a double holds exactly: 10⁰ … 10²². */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** A decimal point, counted from the digit zero. */
const POINT = 0x2e - 0x30;

/** Up to this mantissa one more digit cannot pass 2⁵³. */
const MANTISSA_ROOM = (2 ** 53 - 9) / 10;

/**
 * The number written in `bytes[start, end)`, rounded as `Number(text)` rounds it. Leading and trailing blanks are allowed.
 *
 * A mantissa below 2⁵³ with a power of ten up to 10^±22 needs one exact multiplication or division (Clinger 1990); everything
 * else goes through `Number`.
 *
 * @returns NaN when the bytes are no decimal number (nothing at all, a word, a second point …)
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! <= 0x20) at++;
  while (end > at && bytes[end - 1]! <= 0x20) end--;
  const first = at;
  let negative = false;
  if (bytes[at] === 0x2d || bytes[at] === 0x2b) negative = bytes[at++] === 0x2d;
  let mantissa = 0;
  let fractionDigits = 0;
  let digits = 0;
  let pointSeen = false;
  for (; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit >= 0 && digit <= 9) {
      if (mantissa > MANTISSA_ROOM) return parseSlowly(bytes, first, end);
      mantissa = mantissa * 10 + digit;
      digits++;
      if (pointSeen) fractionDigits++;
    } else if (digit === POINT && !pointSeen) {
      pointSeen = true;
    } else {
      break;
    }
  }
  let exponent = -fractionDigits;
  if (digits === 0) return Number.NaN;
  if (at < end) {
    const written = exponentAt(bytes, at, end);
    if (Number.isNaN(written)) return Number.NaN;
    exponent += written;
  }
  if (exponent < -22 || exponent > 22) return parseSlowly(bytes, first, end);
  const size = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent]! : mantissa * POWERS_OF_TEN[exponent]!;
  return negative ? -size : size;
}

/**
 * A plain decimal whose digits were added up while they were read, as far as that is exact.
 *
 * @param mantissa the digits of `[start, end)` as one number, beyond 2⁵³ rounded
 * @param point where the decimal point stands, or −1
 * @returns NaN when there is no digit, or when rounding needs more care
 */
export function exactDecimal(mantissa: number, start: number, point: number, end: number): number {
  const digits = point < 0 ? end - start : end - start - 1;
  if (digits === 0 || mantissa >= 2 ** 53) return Number.NaN;
  if (point < 0) return mantissa;
  const fractionDigits = end - point - 1;
  return fractionDigits > 22 ? Number.NaN : mantissa / POWERS_OF_TEN[fractionDigits]!;
}

/** The whole number after `e` or `E` that fills `bytes[at, end)`; NaN when something else stands there. */
function exponentAt(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return Number.NaN;
  at++;
  let negative = false;
  if (bytes[at] === 0x2d || bytes[at] === 0x2b) negative = bytes[at++] === 0x2d;
  if (at >= end) return Number.NaN;
  let value = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = Math.min(value * 10 + digit, 9999);
  }
  return negative ? -value : value;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function parseSlowly(bytes: Uint8Array, start: number, end: number): number {
  const text = asciiText(bytes, start, end);
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

/** `bytes[start, end)` as text, one character a byte. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
