import type { HoltWintersConfig, LinearConfig, ModelConfig } from './config.js';
import { type HoltWinters, smooth } from './holt-winters.js';
import { initialState, textbookState } from './initial-state.js';
import { extrapolateLine, type TimedReplicas } from './linear-trend.js';

/** Rounding errors of a fit that must not cost a pod: upstream asks for 3 where the history is 2 throughout. */
const noise = 1e-6;

/** One model with its memory of what the HPA asked for, oldest first. */
export class PredictionModel {
  private history: TimedReplicas[] = [];
  /** Reconciles since the model spoke last, this one included. */
  private waited = 1;

  constructor(private readonly config: ModelConfig) {}

  /**
   * Hears what the HPA asks for now and says how many replicas it expects to be needed; null when it does not speak at this reconcile
   * or cannot. With too little history Holt–Winters says 0, as upstream; it does not multiply where a count was zero.
   */
  predict(now: TimedReplicas): number | null {
    this.history.push(now);
    const speaks = this.waited >= this.config.perSyncPeriod;
    this.waited = speaks ? 1 : this.waited + 1;
    const predicted = speaks ? this.expected(now.timeSeconds) : null;
    this.history.splice(0, this.history.length - this.remembered());
    return predicted === null || !Number.isFinite(predicted) ? null : 0 + Math.ceil(predicted - noise);
  }

  private expected(nowSeconds: number): number | null {
    return this.config.type === 'Linear'
      ? expectedByLine(this.history, nowSeconds, this.config.linear)
      : expectedBySeason(this.history, this.config.holtWinters);
  }

  /** How much of the history is kept: for seasons whole ones are dropped, and only when one too many is complete. */
  private remembered(): number {
    const { length } = this.history;
    if (this.config.type === 'Linear') return Math.min(length, this.config.linear.historySize);
    const { seasonalPeriods, storedSeasons } = this.config.holtWinters;
    const extraSeasons = Math.max(0, Math.floor(length / seasonalPeriods) - storedSeasons);
    return length - extraSeasons * seasonalPeriods;
  }
}

function expectedByLine(
  history: readonly TimedReplicas[],
  nowSeconds: number,
  { lookAhead }: LinearConfig,
): number | null {
  return extrapolateLine(history, nowSeconds + lookAhead / 1000);
}

function expectedBySeason(history: readonly TimedReplicas[], config: HoltWintersConfig): number | null {
  const { seasonalPeriods: m, initializationMethod } = config;
  if (history.length < Math.max(2 * m, 10 + 2 * Math.floor(m / 2))) return 0;
  const series = history.map(({ replicas }) => replicas);
  const multiplies = config.trend === 'mul' || config.seasonal === 'mul';
  if (multiplies && series.some((replicas) => replicas <= 0)) return null;
  if (initializationMethod === 'textbook') {
    const model: HoltWinters = { ...config, form: 'textbook' };
    return smooth(series.slice(m), model, textbookState(series, model)).forecast;
  }
  const model: HoltWinters = { ...config, form: 'statsmodels' };
  return smooth(series, model, initialState(series, model, initializationMethod)).forecast;
}
