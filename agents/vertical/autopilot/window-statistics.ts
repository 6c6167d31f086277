import { SortedWindow } from '../sorted-window.js';
import { type SignalWindow, windowSeconds } from './signal.js';
import { bucketCount, type UsageBuckets } from './usage-buckets.js';

/**
 * Autopilot's three statistics of one resource (Rzadca et al., EuroSys 2020; specification horizontal §4.2), all with weight
 * w[τ] = 2^(−τ / halfLife) for a window τ seconds old.
 */
export class WindowStatistics {
  private readonly decayPerWindow: number;
  private readonly weights = new Float64Array(bucketCount);
  private readonly peaks: SortedWindow;
  private weightedMeans = 0;
  private meanWeights = 0;
  private now = 0;

  /**
   * @param perWindow `samples`: every sample counts (CPU); `peak`: only the window's largest does (memory)
   * @param peakHours length of the plain maximum's window
   */
  constructor(
    private readonly buckets: UsageBuckets,
    halfLifeHours: number,
    private readonly perWindow: 'samples' | 'peak',
    peakHours: number,
  ) {
    this.decayPerWindow = 2 ** (-windowSeconds / (halfLifeHours * 3600));
    this.peaks = new SortedWindow(peakHours * 3600);
  }

  add({ elapsed, samples }: SignalWindow): void {
    const decay = this.decayPerWindow ** elapsed;
    for (let k = 0; k < bucketCount; k++) this.weights[k]! *= decay;
    let sum = 0;
    let peak = 0;
    for (const usage of samples) {
      sum += usage;
      if (usage > peak) peak = usage;
      if (this.perWindow === 'samples') this.weights[this.buckets.bucketOf(usage)]!++;
    }
    if (this.perWindow === 'peak') this.weights[this.buckets.bucketOf(peak)]!++;
    this.weightedMeans = this.weightedMeans * decay + sum / samples.length;
    this.meanWeights = this.meanWeights * decay + 1;
    this.now += elapsed * windowSeconds;
    this.peaks.add(this.now, this.buckets.bounds[this.buckets.bucketOf(peak)]!);
  }

  get isEmpty(): boolean {
    return this.meanWeights === 0;
  }

  /** S_max: upper bound of the highest bucket used in the last `peakHours`. */
  max(): number {
    return this.peaks.max();
  }

  /** S_avg: decayed mean of the windows' means. */
  average(): number {
    return this.weightedMeans / this.meanWeights;
  }

  /**
   * S_pj: percentile of the decayed histogram in which every bucket weighs as much as the load in it, h[k] = b[k] · Σ w s[k].
   * @param fraction in (0, 1]
   */
  loadPercentile(fraction: number): number {
    const { bounds } = this.buckets;
    let total = 0;
    for (let k = 0; k < bucketCount; k++) total += bounds[k]! * this.weights[k]!;
    const threshold = fraction * total;
    let sum = 0;
    for (let k = 0; k < bucketCount; k++) {
      sum += bounds[k]! * this.weights[k]!;
      if (sum >= threshold && sum > 0) return bounds[k]!;
    }
    return bounds[bucketCount - 1]!;
  }
}
