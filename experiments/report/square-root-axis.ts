/** Round values that stand about evenly on a square-root axis from 0 to `top`. */
export function squareRootTicks(top: number): readonly number[] {
  const ticks = [0];
  for (const share of [0.2, 0.4, 0.6, 0.8, 1]) {
    const tick = roundDown(share * share * top);
    if (tick > ticks.at(-1)!) ticks.push(tick);
  }
  return ticks;
}

/** The largest one-digit multiple of a power of ten that is not above the value. */
function roundDown(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = Math.floor(value / power + 1e-9);
  return Number((digit * power).toPrecision(1));
}
