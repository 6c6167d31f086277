/** How estimates become the amounts a VPA shows (specification §4 step 4); zeros and NaN are left alone. */

/** The least multiple of `step` that is not below a whole amount; a step of 1 or less leaves it. */
export function roundUpTo(amount: number, step: number): number {
  if (step <= 1) return amount;
  const rest = amount % step;
  return rest > 0 ? amount - rest + step : amount;
}

/** Binary units that memory is shown in, smallest first. */
const units = [2 ** 10, 2 ** 20, 2 ** 30, 2 ** 40] as const;

/**
 * Whole bytes as two decimals of the largest unit of Ki, Mi, Gi and Ti not above them, halves to even as Go prints; read back as
 * bytes, to a thousandth.
 */
export function humanizeBytes(bytes: number): number {
  const unit = units.findLast((size) => bytes >= size);
  if (unit === undefined) return bytes;
  const whole = Math.floor(bytes / unit);
  const scaled = (bytes - whole * unit) * 100;
  let hundredths = Math.floor(scaled / unit);
  const twice = 2 * (scaled - hundredths * unit);
  if (twice > unit || (twice === unit && hundredths % 2 === 1)) hundredths++;
  return ((whole * 100 + hundredths) * unit * 10) / 1000;
}
