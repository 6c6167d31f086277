import { cpuBuckets, memoryBuckets } from './bucket-scheme.js';
import { cpuBucket } from './cpu-bucket-table.js';
import { decayFactor, merge } from './decay.js';
import { HistogramBank } from './histogram-bank.js';
import { zeroTime } from './time.js';

/** Half-lives of an aggregate's histograms, milliseconds. */
export interface HalfLives {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * What is known of many groups of containers that share a name and pod labels (specification §3.1): a histogram of CPU samples,
 * one of memory peaks, and when CPU was sampled and how often. One index is one aggregate.
 */
export class AggregateBank {
  readonly size: number;
  /** CPU usage, cores. */
  readonly cpu: HistogramBank;
  /** Memory peaks, bytes. */
  readonly memory: HistogramBank;
  /** Earliest and latest CPU sample, Unix milliseconds; {@link zeroTime} when there was none. */
  readonly firstSample: Float64Array;
  readonly lastSample: Float64Array;
  /** Number of CPU samples. */
  readonly sampleCount: Float64Array;

  constructor(size: number, halfLives: HalfLives) {
    this.size = size;
    this.cpu = new HistogramBank(cpuBuckets, halfLives.cpu, size);
    this.memory = new HistogramBank(memoryBuckets, halfLives.memory, size);
    this.firstSample = new Float64Array(size).fill(zeroTime);
    this.lastSample = new Float64Array(size).fill(zeroTime);
    this.sampleCount = new Float64Array(size);
  }

  clear(i: number): void {
    this.cpu.clear(i);
    this.memory.clear(i);
    this.firstSample[i] = zeroTime;
    this.lastSample[i] = zeroTime;
    this.sampleCount[i] = 0;
  }

  /**
   * @param millicores whole, ≥ 0
   * @param weight of the sample before decay
   */
  addCpuSample(i: number, time: number, millicores: number, weight: number): void {
    this.cpu.add(i, cpuBucket(millicores), weight * decayFactor(this.cpu, i, time));
    if (this.firstSample[i] === zeroTime || time < this.firstSample[i]!) this.firstSample[i] = time;
    if (time > this.lastSample[i]!) this.lastSample[i] = time;
    this.sampleCount[i]! += 1;
  }

  addMemoryPeak(i: number, time: number, bytes: number): void {
    this.memory.add(i, memoryBuckets.find(bytes), decayFactor(this.memory, i, time));
  }

  subtractMemoryPeak(i: number, time: number, bytes: number): void {
    this.memory.subtract(i, memoryBuckets.find(bytes), decayFactor(this.memory, i, time));
  }

  /** Merges aggregate `j` of `source` into aggregate `i` (§3.3); like {@link merge}, may move the source's references. */
  merge(i: number, source: AggregateBank, j: number): void {
    merge(this.cpu, i, source.cpu, j);
    merge(this.memory, i, source.memory, j);
    const first = source.firstSample[j]!;
    if (this.firstSample[i] === zeroTime || (first !== zeroTime && first < this.firstSample[i]!))
      this.firstSample[i] = first;
    if (source.lastSample[j]! > this.lastSample[i]!) this.lastSample[i] = source.lastSample[j]!;
    this.sampleCount[i]! += source.sampleCount[j]!;
  }
}
