import type { RandomStream } from '../../../core/random.js';
import type { Scrape } from '../config.js';
import { grown } from '../grown.js';
import { PodPhase, type Pods } from '../pods/pods.js';
import { toMicroseconds } from '../time.js';
import type { PodUsage } from './pod-usage.js';

/** A pod's usage between two scrapes. */
export interface UsageRate {
  /** Instant of the later scrape and time since the earlier one, microseconds. */
  readonly at: number;
  readonly span: number;
  /** Cores, idle use not counted. */
  readonly cores: number;
  readonly requestsPerSecond: number;
  /** At the later scrape, MiB. */
  readonly memory: number;
}

/**
 * Looks at every running container again and again and keeps what it saw: counters of CPU and requests, memory as a gauge. A sample can
 * be missing, and can be read only after the pipeline's delay; a pod is unknown until two of its samples can be read.
 */
export class Scraper {
  /** By pod, a ring of `depth` samples. */
  private times: Float64Array;
  private cpu: Float64Array;
  private served: Float64Array;
  private memory: Float64Array;
  /** By pod: samples taken of the container the ring is about, and which container that is. */
  private taken: Int32Array;
  private container: Float64Array;
  private readonly depth: number;
  private readonly delay: number;

  /** @param reachSeconds how far back rates look */
  constructor(
    private readonly config: Scrape,
    reachSeconds: number,
    private readonly pods: Pods,
    private readonly usage: PodUsage,
    private readonly random: RandomStream,
  ) {
    const { intervalSeconds, delaySeconds } = config;
    this.depth = Math.ceil((reachSeconds + delaySeconds) / intervalSeconds) + 3;
    this.delay = toMicroseconds(delaySeconds);
    const { capacity } = pods;
    this.times = new Float64Array(capacity * this.depth);
    this.cpu = new Float64Array(capacity * this.depth);
    this.served = new Float64Array(capacity * this.depth);
    this.memory = new Float64Array(capacity * this.depth);
    this.taken = new Int32Array(capacity);
    this.container = new Float64Array(capacity).fill(Number.NaN);
  }

  /** When the scrape of a round happens, microseconds; rounds are an interval apart and each is late by its own jitter. */
  instantOf(round: number): number {
    const { intervalSeconds, jitterSeconds } = this.config;
    const late = jitterSeconds === 0 ? 0 : this.random.next() * jitterSeconds;
    return toMicroseconds(round * intervalSeconds + late);
  }

  scrape(now: number): void {
    const { pods, config, random } = this;
    this.makeRoom();
    for (let pod = 0; pod < pods.capacity; pod++) {
      const phase = pods.phase[pod]!;
      if (phase < PodPhase.starting || phase === PodPhase.backOff) continue;
      if (config.missingProbability > 0 && random.next() < config.missingProbability) continue;
      this.keep(pod, now);
    }
  }

  /**
   * Usage of a pod over the samples that can be read and are at most `reach` older than the last of them.
   * @param reach microseconds; 0 for the last two samples
   * @returns null while fewer than two can be read
   */
  rate(pod: number, now: number, reach: number): UsageRate | null {
    const { depth, times, cpu, served, memory } = this;
    if (this.container[pod] !== this.pods.containerStartedAt[pod]) return null;
    const base = pod * depth;
    const oldest = Math.max(0, this.taken[pod]! - depth);
    let last = this.taken[pod]! - 1;
    while (last >= oldest && times[base + (last % depth)]! > now - this.delay) last--;
    if (last <= oldest) return null;
    const to = base + (last % depth);
    let first = oldest;
    for (let late = last - 1; first < late; ) {
      const middle = (first + late) >> 1;
      if (times[base + (middle % depth)]! >= times[to]! - reach) late = middle;
      else first = middle + 1;
    }
    const from = base + (first % depth);
    const span = times[to]! - times[from]!;
    return {
      at: times[to]!,
      span,
      cores: (cpu[to]! - cpu[from]!) / span,
      requestsPerSecond: ((served[to]! - served[from]!) / span) * 1e6,
      memory: memory[to]!,
    };
  }

  private keep(pod: number, now: number): void {
    const { depth, pods, usage } = this;
    const container = pods.containerStartedAt[pod]!;
    if (this.container[pod] !== container) {
      this.container[pod] = container;
      this.taken[pod] = 0;
    }
    const place = pod * depth + (this.taken[pod]!++ % depth);
    this.times[place] = now;
    this.cpu[place] = usage.cpuUsed(pod, now);
    this.served[place] = usage.served(pod);
    this.memory[place] = usage.memory(pod, now);
  }

  private makeRoom(): void {
    const { capacity } = this.pods;
    if (this.taken.length === capacity) return;
    this.times = grown(this.times, capacity * this.depth);
    this.cpu = grown(this.cpu, capacity * this.depth);
    this.served = grown(this.served, capacity * this.depth);
    this.memory = grown(this.memory, capacity * this.depth);
    this.taken = grown(this.taken, capacity);
    this.container = grown(this.container, capacity, Number.NaN);
  }
}
