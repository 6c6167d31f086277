/**
 * Exponential smoothing with trend and season (Holt 1957, Winters 1960), one step ahead, with fixed smoothing constants.
 *
 * In the seasonal term the textbook form compares an observation with the new level, statsmodels' with the prediction before it.
 */
export interface HoltWinters {
  /** Whether the trend is added to the level or multiplies it. */
  readonly trend: 'add' | 'mul';
  /** Whether the season is added to the level or multiplies it. */
  readonly seasonal: 'add' | 'mul';
  /** Smoothing of the level. */
  readonly alpha: number;
  /** Smoothing of the trend. */
  readonly beta: number;
  /** Smoothing of the season. */
  readonly gamma: number;
  /** Observations in a season. */
  readonly seasonalPeriods: number;
  readonly form: 'statsmodels' | 'textbook';
}

/** A state: level, trend, then one number for each place in the season, beginning with the next observation's. */
export type SmoothingState = Float64Array;

/** What a run over a series left behind. */
export interface Smoothed {
  readonly level: number;
  readonly trend: number;
  /** The observation expected after the last. */
  readonly forecast: number;
}

/**
 * Runs the recursion over a series.
 * @param start the state before the first observation
 * @param errors gets observation − forecast for every observation, where given
 */
export function smooth(
  series: ArrayLike<number>,
  model: HoltWinters,
  start: SmoothingState,
  errors?: Float64Array,
): Smoothed {
  const { alpha, beta, gamma, seasonalPeriods, form } = model;
  const addTrend = model.trend === 'add';
  const addSeason = model.seasonal === 'add';
  const seasons = start.slice(2);
  let level = start[0]!;
  let trend = start[1]!;
  for (let t = 0; t < series.length; t++) {
    const place = t % seasonalPeriods;
    const y = series[t]!;
    const season = seasons[place]!;
    const expected = addTrend ? level + trend : level * trend;
    if (errors !== undefined) errors[t] = y - (addSeason ? expected + season : expected * season);
    const next = alpha * (addSeason ? y - season : y / season) + (1 - alpha) * expected;
    trend = beta * (addTrend ? next - level : next / level) + (1 - beta) * trend;
    level = next;
    const reference = form === 'textbook' ? level : expected;
    seasons[place] = gamma * (addSeason ? y - reference : y / reference) + (1 - gamma) * season;
  }
  const expected = addTrend ? level + trend : level * trend;
  const season = seasons[series.length % seasonalPeriods]!;
  return { level, trend, forecast: addSeason ? expected + season : expected * season };
}
