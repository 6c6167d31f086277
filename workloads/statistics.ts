const secondsPerHour = 3600;
const hoursPerDay = 24;
const secondsPerWeek = 7 * 24 * 3600;

/** The values that are there: missing ones (NaN) left out. */
export function present(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) kept[count++] = values[i]!;
  return kept.subarray(0, count);
}

/** Arithmetic mean of what is there; NaN when nothing is. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    count++;
  }
  return sum / count;
}

/** Standard deviation (divided by n) of what is there. */
export function deviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += (values[i]! - centre) ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}

/** Deviation divided by mean. */
export function coefficientOfVariation(values: ArrayLike<number>): number {
  return deviation(values) / mean(values);
}

/**
 * Index of dispersion for counts: variance of the number of events in a step divided by its mean. 1 for a Poisson process of constant
 * rate, above for one that comes in bursts.
 *
 * @param rates events/s by step
 */
export function indexOfDispersion(rates: ArrayLike<number>, stepSeconds: number): number {
  return (deviation(rates) ** 2 * stepSeconds) / mean(rates);
}

/**
 * Quantiles of what is there, linearly interpolated between order statistics (Hyndman and Fan's type 7, NumPy's default).
 * @param shares each 0 … 1
 * @returns one value a share; NaN when there are no values
 */
export function quantiles(values: ArrayLike<number>, shares: readonly number[]): number[] {
  const sorted = present(values).sort();
  return shares.map((share) => {
    const position = share * (sorted.length - 1);
    const below = Math.floor(position);
    const low = sorted[below] ?? Number.NaN;
    const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
    return low + (high - low) * (position - below);
  });
}

/**
 * Autocorrelation at a lag, over the pairs of which both are there: `Σ (xₜ − m)(xₜ₊ₗ − m) / pairs / variance`.
 * NaN when nothing varies or no pair is there.
 */
export function autocorrelation(values: ArrayLike<number>, lag: number): number {
  const centre = mean(values);
  const variance = deviation(values) ** 2;
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i + lag < values.length; i++) {
    const product = (values[i]! - centre) * (values[i + lag]! - centre);
    if (Number.isNaN(product)) continue;
    sum += product;
    pairs++;
  }
  return variance === 0 ? Number.NaN : sum / pairs / variance;
}

/**
 * Hill's estimator of the tail index α of P(X > x) ~ x^−α, over the largest values (Hill, 1975). Small means heavy; above
 * 4 or so a tail is hard to tell from a light one.
 * @param share of the values that counts as the tail, at least two of them
 */
export function tailIndex(values: ArrayLike<number>, share = 0.02): number {
  const sorted = present(values).sort();
  const tail = Math.max(2, Math.floor(sorted.length * share));
  const threshold = sorted[sorted.length - tail - 1] ?? Number.NaN;
  let sum = 0;
  for (let i = sorted.length - tail; i < sorted.length; i++) sum += Math.log(sorted[i]! / threshold);
  return tail / sum;
}

/** The grid that values stand on. */
export interface ValueGrid {
  /** Unix seconds of the first value. */
  readonly startTime: number;
  readonly stepSeconds: number;
}

/** Mean in each hour since the hour in which the grid begins, aligned to whole hours; NaN where an hour has no value. */
export function hourlyMeans(values: ArrayLike<number>, { startTime, stepSeconds }: ValueGrid): Float64Array {
  const first = Math.floor(startTime / secondsPerHour);
  const hourOf = (step: number) => Math.floor((startTime + (step + 0.5) * stepSeconds) / secondsPerHour) - first;
  const hours = values.length === 0 ? 0 : hourOf(values.length - 1) + 1;
  const sums = new Float64Array(hours);
  const counts = new Uint32Array(hours);
  for (let step = 0; step < values.length; step++) {
    if (Number.isNaN(values[step]!)) continue;
    sums[hourOf(step)]! += values[step]!;
    counts[hourOf(step)]!++;
  }
  return sums.map((sum, hour) => sum / counts[hour]!);
}

/**
 * Mean of each hour of the day.
 * @returns 24 values, hour 0 beginning at midnight UTC; NaN for an hour that no value falls into
 */
export function dailyProfile(values: ArrayLike<number>, grid: ValueGrid): Float64Array {
  const hourly = hourlyMeans(values, grid);
  const first = Math.floor(grid.startTime / secondsPerHour);
  const sums = new Float64Array(hoursPerDay);
  const counts = new Uint32Array(hoursPerDay);
  for (let hour = 0; hour < hourly.length; hour++) {
    if (Number.isNaN(hourly[hour]!)) continue;
    sums[hourOfDay(first + hour)]! += hourly[hour]!;
    counts[hourOfDay(first + hour)]!++;
  }
  return sums.map((sum, hour) => sum / counts[hour]!);
}

/**
 * The share of the variance of hourly means that the hour of the day explains, adjusted for the number of days (so that
 * white noise gives about 0). NaN below two days or when nothing varies.
 */
export function dailyShare(values: ArrayLike<number>, grid: ValueGrid): number {
  if (values.length * grid.stepSeconds < 2 * hoursPerDay * secondsPerHour) return Number.NaN;
  const hourly = hourlyMeans(values, grid);
  const profile = dailyProfile(values, grid);
  const first = Math.floor(grid.startTime / secondsPerHour);
  const centre = mean(hourly);
  let within = 0;
  let total = 0;
  let count = 0;
  for (let hour = 0; hour < hourly.length; hour++) {
    if (Number.isNaN(hourly[hour]!)) continue;
    within += (hourly[hour]! - profile[hourOfDay(first + hour)]!) ** 2;
    total += (hourly[hour]! - centre) ** 2;
    count++;
  }
  const groups = present(profile).length;
  if (total === 0 || count <= groups) return Number.NaN;
  return Math.max(0, 1 - within / (count - groups) / (total / (count - 1)));
}

/** How far the highest hour of the day stands above the mean of all, as a share of it. */
export function dailyAmplitude(values: ArrayLike<number>, grid: ValueGrid): number {
  const profile = present(dailyProfile(values, grid));
  return profile.reduce((highest, value) => Math.max(highest, value), 0) / mean(profile) - 1;
}

/** Growth in a week along the least-squares line, as a share of the mean. */
export function trendPerWeek(values: ArrayLike<number>, { stepSeconds }: ValueGrid): number {
  const centre = mean(values);
  let times = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    times += i;
    count++;
  }
  const middle = times / count;
  let covariance = 0;
  let spread = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    covariance += (i - middle) * (values[i]! - centre);
    spread += (i - middle) ** 2;
  }
  return ((covariance / spread) * (secondsPerWeek / stepSeconds)) / centre;
}

/** What there is to say about one channel of a series. Amounts are in the channel's unit; what cannot be said is NaN. */
export interface ValueStatistics {
  /** Values that are there. */
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Deviation divided by mean. */
  readonly coefficientOfVariation: number;
  /** Autocorrelation from one step to the next. */
  readonly lag1: number;
  readonly dailyShare: number;
  readonly dailyAmplitude: number;
  readonly trendPerWeek: number;
  readonly tailIndex: number;
}

/** Everything above for one channel. */
export function describeValues(values: ArrayLike<number>, grid: ValueGrid): ValueStatistics {
  const [min, p50, p95, p99, max] = quantiles(values, [0, 0.5, 0.95, 0.99, 1]) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    count: present(values).length,
    mean: mean(values),
    min,
    p50,
    p95,
    p99,
    max,
    coefficientOfVariation: coefficientOfVariation(values),
    lag1: autocorrelation(values, 1),
    dailyShare: dailyShare(values, grid),
    dailyAmplitude: dailyAmplitude(values, grid),
    trendPerWeek: trendPerWeek(values, grid),
    tailIndex: tailIndex(values),
  };
}

function hourOfDay(hour: number): number {
  return ((hour % hoursPerDay) + hoursPerDay) % hoursPerDay;
}
