/** Resource amounts are whole: CPU in millicores, memory in bytes, none above this (specification §1.1). */
export const maxAmount = 1e14;

/** Millicores in a core. */
export const millicoresPerCore = 1000;

/** Whole amount of a measured or computed number: truncated, cut to 0 … {@link maxAmount}; NaN becomes 0. */
export function toAmount(x: number): number {
  return x > maxAmount ? maxAmount : x > 0 ? Math.trunc(x) : 0;
}
