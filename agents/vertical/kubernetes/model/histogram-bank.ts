import { type BucketScheme, epsilon } from './bucket-scheme.js';
import { zeroTime } from './time.js';

/**
 * Many histograms of one bucket scheme, kept as a structure of arrays (specification §2.2). Histogram `i` has its bucket
 * weights in `weights[i·count … (i+1)·count)`; only buckets `min[i] … max[i]` count, weights below {@link epsilon} outside them
 * are residue that stays in `total`, as in the original.
 *
 * Operations here take no time; {@link ./decay.js} adds decay.
 */
export class HistogramBank {
  readonly size: number;
  readonly scheme: BucketScheme;
  /** Time in which a weight halves, milliseconds. */
  readonly halfLife: number;
  readonly weights: Float64Array;
  readonly total: Float64Array;
  readonly min: Int32Array;
  readonly max: Int32Array;
  /** Time at which a sample's weight is not scaled, Unix milliseconds. */
  readonly reference: Float64Array;
  /** 1 where more than additions happened since percentiles were last read; whoever reads them clears it. */
  readonly rescan: Uint8Array;
  /** Time, reference and value of the decay factor computed last; histograms sampled together share it. */
  readonly lastFactor: Float64Array;

  constructor(scheme: BucketScheme, halfLife: number, size: number) {
    this.size = size;
    this.scheme = scheme;
    this.halfLife = halfLife;
    this.weights = new Float64Array(size * scheme.count);
    this.total = new Float64Array(size);
    this.min = new Int32Array(size).fill(scheme.count - 1);
    this.max = new Int32Array(size);
    this.reference = new Float64Array(size).fill(zeroTime);
    this.rescan = new Uint8Array(size).fill(1);
    this.lastFactor = new Float64Array(3).fill(Number.NaN);
  }

  /** Forgets everything histogram `i` has heard. */
  clear(i: number): void {
    const { count } = this.scheme;
    this.weights.fill(0, i * count, (i + 1) * count);
    this.total[i] = 0;
    this.min[i] = count - 1;
    this.max[i] = 0;
    this.reference[i] = zeroTime;
    this.rescan[i] = 1;
  }

  /** Whether histogram `i` has no bucket of {@link epsilon} or more. */
  isEmpty(i: number): boolean {
    return this.weights[i * this.scheme.count + this.min[i]!]! < epsilon;
  }

  add(i: number, bucket: number, weight: number): void {
    const at = i * this.scheme.count + bucket;
    const sum = this.weights[at]! + weight;
    this.weights[at] = sum;
    this.total[i]! += weight;
    if (sum >= epsilon) {
      if (bucket < this.min[i]!) this.min[i] = bucket;
      if (bucket > this.max[i]!) this.max[i] = bucket;
    }
  }

  subtract(i: number, bucket: number, weight: number): void {
    const at = i * this.scheme.count + bucket;
    this.weights[at] = aboveEpsilon(this.weights[at]! - weight);
    this.total[i] = aboveEpsilon(this.total[i]! - weight);
    this.trim(i);
  }

  /** Multiplies every counted weight and the total by `factor`. */
  scale(i: number, factor: number): void {
    const first = i * this.scheme.count;
    const last = first + this.max[i]!;
    for (let at = first + this.min[i]!; at <= last; at++) this.weights[at]! *= factor;
    this.total[i]! *= factor;
    this.trim(i);
  }

  /** Adds the counted weights of histogram `j` of `other`, bucket by bucket. Both must have the same scheme. */
  addAll(i: number, other: HistogramBank, j: number): void {
    const low = other.min[j]!;
    const high = other.max[j]!;
    const into = i * this.scheme.count;
    const from = j * other.scheme.count;
    for (let bucket = low; bucket <= high; bucket++) this.weights[into + bucket]! += other.weights[from + bucket]!;
    this.total[i]! += other.total[j]!;
    if (low < this.min[i]!) this.min[i] = low;
    if (high > this.max[i]!) this.max[i] = high;
    this.rescan[i] = 1;
  }

  /** Draws `min` and `max` in to buckets of {@link epsilon} or more. */
  trim(i: number): void {
    const { weights } = this;
    const first = i * this.scheme.count;
    const lastBucket = this.scheme.count - 1;
    let low = this.min[i]!;
    let high = this.max[i]!;
    while (low < lastBucket && weights[first + low]! < epsilon) low++;
    while (high > 0 && weights[first + high]! < epsilon) high--;
    this.min[i] = low;
    this.max[i] = high;
    this.rescan[i] = 1;
  }
}

function aboveEpsilon(weight: number): number {
  return weight < epsilon ? 0 : weight;
}
