import type { Rate } from '../config.js';
import type { RateProcess } from './rate-process.js';

type FlashCrowdConfig = Extract<Rate, { kind: 'flash-crowd' }>;

/** Another rate, multiplied while a crowd comes, stays and goes. */
export class FlashCrowdRate implements RateProcess {
  private readonly peak: number;
  /** When the crowd begins to come, is there, begins to go, is gone. */
  private readonly corners: readonly [number, number, number, number];
  private from = 0;

  constructor(
    { peak, startSeconds, rampSeconds, holdSeconds, decaySeconds }: FlashCrowdConfig,
    private readonly base: RateProcess,
  ) {
    const there = startSeconds + rampSeconds;
    this.peak = peak;
    this.corners = [startSeconds, there, there + holdSeconds, there + holdSeconds + decaySeconds];
  }

  get until(): number {
    const corner = this.corners.find((at) => at > this.from) ?? Number.POSITIVE_INFINITY;
    return Math.min(corner, this.base.until);
  }

  get bound(): number {
    const [start, , , gone] = this.corners;
    return this.base.bound * (this.from >= start && this.from < gone ? this.peak : 1);
  }

  at(seconds: number): number {
    return this.base.at(seconds) * this.factor(seconds);
  }

  advance(): void {
    const { until } = this;
    if (until === this.base.until) this.base.advance();
    this.from = until;
  }

  private factor(seconds: number): number {
    const [start, there, going, gone] = this.corners;
    if (seconds <= start || seconds >= gone) return 1;
    if (seconds < there) return 1 + ((this.peak - 1) * (seconds - start)) / (there - start);
    if (seconds <= going) return this.peak;
    return 1 + ((this.peak - 1) * (gone - seconds)) / (gone - going);
  }
}
