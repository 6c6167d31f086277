import { heldValues } from '../../../../workloads/held-values.js';
import type { Rate } from '../config.js';
import type { RateProcess } from './rate-process.js';

type SeriesRateConfig = Extract<Rate, { kind: 'series' }>;

/**
 * A load series as a rate. `step` holds each step's mean over the step; `linear` joins the middles of the steps, which keeps the
 * level of a smooth series but not the exact mean of every step. A missing step holds the last known value.
 */
export class SeriesRate implements RateProcess {
  until: number;
  private readonly values: Float64Array;
  private readonly stepSeconds: number;
  private readonly linear: boolean;
  private readonly repeat: boolean;
  /** Index of the stretch since the beginning: a step, or the way from one step's middle to the next. */
  private stretch = 0;

  /** The series has been checked to have `requestsPerSecond`. */
  constructor({ series, scale, interpolation, repeat }: SeriesRateConfig) {
    this.values = heldValues(series.requestsPerSecond!, scale);
    this.stepSeconds = series.stepSeconds;
    this.linear = interpolation === 'linear';
    this.repeat = repeat;
    this.until = this.endOf(0);
  }

  get bound(): number {
    return this.linear ? Math.max(this.value(this.stretch - 1), this.value(this.stretch)) : this.value(this.stretch);
  }

  at(seconds: number): number {
    if (!this.linear) return this.value(this.stretch);
    const before = this.value(this.stretch - 1);
    const share = seconds / this.stepSeconds - (this.stretch - 0.5);
    return before + (this.value(this.stretch) - before) * Math.min(Math.max(share, 0), 1);
  }

  advance(): void {
    this.until = this.endOf(++this.stretch);
  }

  /** End of a stretch: computed from its index, so that no error adds up over a long series. */
  private endOf(stretch: number): number {
    if (!this.repeat && stretch >= this.values.length) return Number.POSITIVE_INFINITY;
    return (stretch + (this.linear ? 0.5 : 1)) * this.stepSeconds;
  }

  private value(step: number): number {
    const { length } = this.values;
    const index = this.repeat ? (step + length) % length : Math.min(Math.max(step, 0), length - 1);
    return this.values[index]!;
  }
}
