import type { AggregateBank } from './aggregate-bank.js';
import { toAmount } from './amount.js';
import { epsilon } from './bucket-scheme.js';
import { cpuBucket } from './cpu-bucket-table.js';
import { decayFactor } from './decay.js';
import { zeroTime } from './time.js';

/** How memory samples become peaks, and what an OOM kill adds (specification §1.5, §1.6). */
export interface MemoryWindow {
  /** One peak is kept a window of this length, milliseconds. */
  readonly interval: number;
  /** Aggregates expire after this many windows without a CPU sample. */
  readonly count: number;
  readonly oomBumpUpRatio: number;
  readonly oomMinBumpUpBytes: number;
}

/**
 * What is kept of many running containers besides their aggregates: the last samples' times and the memory peak of the window
 * that is open. Times in Unix milliseconds, {@link zeroTime} when not set; peaks in bytes.
 */
export class ContainerBank {
  readonly lastCpuSample: Float64Array;
  readonly lastMemorySample: Float64Array;
  readonly windowEnd: Float64Array;
  readonly memoryPeak: Float64Array;
  readonly oomPeak: Float64Array;

  constructor(size: number) {
    this.lastCpuSample = new Float64Array(size).fill(zeroTime);
    this.lastMemorySample = new Float64Array(size).fill(zeroTime);
    this.windowEnd = new Float64Array(size).fill(zeroTime);
    this.memoryPeak = new Float64Array(size);
    this.oomPeak = new Float64Array(size);
  }

  /** The peak of container `c`'s open window that its aggregate holds, bytes; 0 when there is none. */
  runningPeak(c: number): number {
    return Math.max(this.memoryPeak[c]!, this.oomPeak[c]!);
  }

  /**
   * Hears a CPU sample of container `c`, which belongs to aggregate `a`.
   * @param millicores whole
   * @returns whether it counts: usage is not negative and the time is after the last sample's
   */
  addCpuSample(
    c: number,
    aggregates: AggregateBank,
    a: number,
    time: number,
    millicores: number,
    weight: number,
  ): boolean {
    if (!(millicores >= 0 && time > this.lastCpuSample[c]!)) return false;
    this.lastCpuSample[c] = time;
    aggregates.addCpuSample(a, time, millicores, weight);
    return true;
  }

  /**
   * Hears one sample of every container, container `i` belonging to aggregate `i`: what {@link addCpuSample} and
   * {@link addMemorySample} do one by one, with the decay factor shared and the common cases in one loop.
   *
   * @param cpu millicores, fractions truncated; NaN where not measured
   * @param memory bytes, fractions truncated; NaN where not measured
   * @param cpuWeight of each container's CPU sample before decay
   */
  addSamples(
    aggregates: AggregateBank,
    time: number,
    cpu: Float64Array,
    memory: Float64Array,
    cpuWeight: Float64Array,
    window: MemoryWindow,
  ): void {
    const { lastCpuSample, lastMemorySample, windowEnd, memoryPeak, oomPeak } = this;
    const { firstSample, lastSample, sampleCount } = aggregates;
    const bank = aggregates.cpu;
    const { weights, total, min, max, reference } = bank;
    const count = bank.scheme.count;
    let factorReference = Number.NaN;
    let factor = 0;
    for (let i = 0; i < lastCpuSample.length; i++) {
      const millicores = cpu[i]!;
      if (millicores >= 0 && time > lastCpuSample[i]!) {
        lastCpuSample[i] = time;
        if (reference[i] !== factorReference) {
          factor = decayFactor(bank, i, time);
          factorReference = reference[i]!;
        }
        const weight = cpuWeight[i]! * factor;
        const bucket = cpuBucket(toAmount(millicores));
        const at = i * count + bucket;
        const sum = weights[at]! + weight;
        weights[at] = sum;
        total[i]! += weight;
        if (sum >= epsilon) {
          if (bucket < min[i]!) min[i] = bucket;
          if (bucket > max[i]!) max[i] = bucket;
        }
        if (firstSample[i] === zeroTime || time < firstSample[i]!) firstSample[i] = time;
        if (time > lastSample[i]!) lastSample[i] = time;
        sampleCount[i]! += 1;
      }
      const bytes = memory[i]!;
      if (bytes >= 0 && time >= lastMemorySample[i]!) {
        const peakStands = time < windowEnd[i]! && (bytes <= memoryPeak[i]! || bytes <= oomPeak[i]!);
        if (peakStands) lastMemorySample[i] = time;
        else this.addMemorySample(i, aggregates, i, time, toAmount(bytes), window);
      }
    }
  }

  /**
   * Hears a memory sample; only the largest of a window stays in the aggregate.
   * @param bytes whole
   * @returns whether it counts: usage is not negative and the time is not before the last sample's
   */
  addMemorySample(
    c: number,
    aggregates: AggregateBank,
    a: number,
    time: number,
    bytes: number,
    window: MemoryWindow,
  ): boolean {
    if (!(bytes >= 0 && time >= this.lastMemorySample[c]!)) return false;
    this.lastMemorySample[c] = time;
    if (this.enterWindow(c, aggregates, a, time, bytes, window)) this.memoryPeak[c] = bytes;
    return true;
  }

  /**
   * Hears that the container was OOM-killed while it requested `requestBytes`: counts as a peak of the larger of request and
   * measured peak, bumped up. An earlier OOM's peak is left out so that repeated kills do not run away.
   * @returns whether it counts: no older than one window before the last memory sample
   */
  recordOom(
    c: number,
    aggregates: AggregateBank,
    a: number,
    time: number,
    requestBytes: number,
    window: MemoryWindow,
  ): boolean {
    const last = this.lastMemorySample[c]!;
    if (last !== zeroTime && time < last - window.interval) return false;
    const used = Math.max(requestBytes, this.memoryPeak[c]!);
    const needed = Math.max(used + toAmount(window.oomMinBumpUpBytes), toAmount(used * window.oomBumpUpRatio));
    this.lastMemorySample[c] = time;
    if (this.enterWindow(c, aggregates, a, time, needed, window)) this.oomPeak[c] = needed;
    return true;
  }

  /**
   * Opens the next window if `time` has passed the present one, and puts `bytes` into the aggregate where it is a new peak,
   * stamped at the window's end. A window whose first reading was 0 stays at 0, as in the original.
   * @returns whether `bytes` is the window's new peak
   */
  private enterWindow(
    c: number,
    aggregates: AggregateBank,
    a: number,
    time: number,
    bytes: number,
    window: MemoryWindow,
  ): boolean {
    const end = this.windowEnd[c]!;
    if (end !== zeroTime && time < end) {
      const peak = this.runningPeak(c);
      if (peak === 0 || bytes <= peak) return false;
      aggregates.subtractMemoryPeak(a, end, peak);
      aggregates.addMemoryPeak(a, end, bytes);
      return true;
    }
    const from = end === zeroTime ? time : end;
    const next = from + Math.trunc((time - from) / window.interval) * window.interval + window.interval;
    this.windowEnd[c] = next;
    this.memoryPeak[c] = 0;
    this.oomPeak[c] = 0;
    aggregates.addMemoryPeak(a, next, bytes);
    return true;
  }
}
