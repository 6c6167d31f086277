/**
 * The VPA recommender written down a second time, straight from the text and without any thought of speed: objects, maps, BigInt
 * nanoseconds, every bound and percentile computed anew. Tests hold the real one against it, benchmarks are measured against it.
 */

type Nanoseconds = bigint;

const second = 1_000_000_000n;
const yearOne: Nanoseconds = -62_135_596_800n * second;
const largestAmount = 1e14;
const largestDuration = (1n << 63n) - 1n;
const epsilon = 0.001 * 0.1;

export interface PlainOptions {
  readonly marginFraction: number;
  readonly minCpu: number;
  readonly minMemory: number;
  readonly percentiles: Record<'cpu' | 'memory', readonly [lower: number, target: number, upper: number]>;
  readonly confidenceSeconds: Record<'cpu' | 'memory', number>;
  readonly halfLifeSeconds: Record<'cpu' | 'memory', number>;
  readonly windowSeconds: number;
  readonly oomRatio: number;
  readonly oomMinBump: number;
}

export const plainDefaults: PlainOptions = {
  marginFraction: 0.15,
  minCpu: 25,
  minMemory: 262_144_000,
  percentiles: { cpu: [0.5, 0.9, 0.95], memory: [0.5, 0.9, 0.95] },
  confidenceSeconds: { cpu: 86_400, memory: 86_400 },
  halfLifeSeconds: { cpu: 86_400, memory: 86_400 },
  windowSeconds: 86_400,
  oomRatio: 1.2,
  oomMinBump: 104_857_600,
};

/** ⌊x⌋ towards zero inside 0 … 10¹⁴. */
function amount(x: number): number {
  if (!(x > 0)) return 0;
  return x > largestAmount ? largestAmount : Math.trunc(x);
}

class Scheme {
  readonly count: number;
  constructor(
    readonly first: number,
    readonly maximum: number,
    readonly ratio: number,
  ) {
    this.count = Math.ceil(Math.log((maximum * (ratio - 1)) / first + 1) / Math.log(ratio)) + 1;
  }

  find(value: number): number {
    if (value < this.first) return 0;
    const bucket = Math.trunc(Math.log((value * (this.ratio - 1)) / this.first + 1) / Math.log(this.ratio));
    return Math.min(bucket, this.count - 1);
  }

  start(bucket: number): number {
    if (bucket === 0) return 0;
    let power = 1;
    let square = this.ratio;
    for (const bit of bucket.toString(2).split('').reverse()) {
      if (bit === '1') power *= square;
      square *= square;
    }
    return (this.first * (power - 1)) / (this.ratio - 1);
  }
}

class PlainHistogram {
  weights: Map<number, number> = new Map();
  total = 0;
  min: number;
  max = 0;
  reference: Nanoseconds = yearOne;

  constructor(
    readonly scheme: Scheme,
    readonly halfLife: Nanoseconds,
  ) {
    this.min = scheme.count - 1;
  }

  weight(bucket: number): number {
    return this.weights.get(bucket) ?? 0;
  }

  add(value: number, weight: number, time: Nanoseconds): void {
    const scaled = weight * this.factor(time);
    const bucket = this.scheme.find(value);
    this.weights.set(bucket, this.weight(bucket) + scaled);
    this.total += scaled;
    if (bucket < this.min && this.weight(bucket) >= epsilon) this.min = bucket;
    if (bucket > this.max && this.weight(bucket) >= epsilon) this.max = bucket;
  }

  subtract(value: number, weight: number, time: Nanoseconds): void {
    const scaled = weight * this.factor(time);
    const bucket = this.scheme.find(value);
    const rest = this.weight(bucket) - scaled;
    this.weights.set(bucket, rest < epsilon ? 0 : rest);
    this.total = this.total - scaled < epsilon ? 0 : this.total - scaled;
    this.trim();
  }

  percentile(p: number): number {
    if (this.weight(this.min) < epsilon) return 0;
    let sum = 0;
    let bucket = this.min;
    for (; bucket < this.max; bucket++) {
      sum += this.weight(bucket);
      if (sum >= p * this.total) break;
    }
    return this.scheme.start(bucket < this.scheme.count - 1 ? bucket + 1 : bucket);
  }

  merge(other: PlainHistogram): void {
    if (this.reference < other.reference) this.shift(other.reference);
    else if (other.reference < this.reference) other.shift(this.reference);
    for (let bucket = other.min; bucket <= other.max; bucket++)
      this.weights.set(bucket, this.weight(bucket) + other.weight(bucket));
    this.total += other.total;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  private factor(time: Nanoseconds): number {
    if (time > this.reference + 100n * this.halfLife) this.shift(time);
    return goExp2(Number(saturated(time - this.reference)) / Number(this.halfLife));
  }

  private shift(time: Nanoseconds): void {
    const past = (time - yearOne) % this.halfLife;
    const moved = 2n * past < this.halfLife ? time - past : time - past + this.halfLife;
    const exponent = Math.floor(Number(saturated(this.reference - moved)) / Number(this.halfLife) + 0.5);
    const scale = exponent < -1074 ? 0 : 2 ** exponent;
    for (let bucket = this.min; bucket <= this.max; bucket++) this.weights.set(bucket, this.weight(bucket) * scale);
    this.total *= scale;
    this.trim();
    this.reference = moved;
  }

  trim(): void {
    while (this.weight(this.min) < epsilon && this.min < this.scheme.count - 1) this.min++;
    while (this.weight(this.max) < epsilon && this.max > 0) this.max--;
  }
}

function saturated(duration: bigint): bigint {
  if (duration > largestDuration) return largestDuration;
  return duration < -largestDuration - 1n ? -largestDuration - 1n : duration;
}

/** Go's portable `exp2`. */
function goExp2(x: number): number {
  if (x > 1023.9999999999999) return Number.POSITIVE_INFINITY;
  if (x < -1074) return 0;
  const k = x > 0 ? Math.trunc(x + 0.5) : Math.trunc(x - 0.5);
  const t = x - k;
  const hi = t * 0.6931471803691238;
  const lo = -t * 1.9082149292705877e-10;
  const r = hi - lo;
  const [p1, p2, p3, p4, p5] = [
    0.16666666666666666, -0.0027777777777015593, 6.613756321437934e-5, -1.6533902205465252e-6, 4.1381367970572385e-8,
  ] as const;
  const q = r * r;
  const c = r - q * (p1 + q * (p2 + q * (p3 + q * (p4 + q * p5))));
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  return k < -1022 ? y * 2 ** (k + 54) * 2 ** -54 : y * 2 ** k;
}

interface PlainAggregate {
  cpu: PlainHistogram;
  memory: PlainHistogram;
  first: Nanoseconds;
  last: Nanoseconds;
  count: number;
}

export interface PlainCheckpoint {
  readonly cpu: PlainSavedHistogram;
  readonly memory: PlainSavedHistogram;
  readonly first: Nanoseconds;
  readonly last: Nanoseconds;
  readonly count: number;
}

export interface PlainSavedHistogram {
  readonly reference: Nanoseconds;
  readonly total: number;
  readonly weights: Readonly<Record<string, number>>;
}

export class PlainRecommender {
  private readonly cpuScheme = new Scheme(0.01, 1000, 1.05);
  private readonly memoryScheme = new Scheme(1e7, 1e12, 1.05);
  private readonly live: PlainAggregate;
  private initial: PlainAggregate | undefined;
  private lastCpu: Nanoseconds = yearOne;
  private lastMemory: Nanoseconds = yearOne;
  private windowEnd: Nanoseconds = yearOne;
  private memoryPeak = 0;
  private oomPeak = 0;

  constructor(private readonly options: PlainOptions = plainDefaults) {
    this.live = this.emptyAggregate();
  }

  observe(seconds: number, millicores: number, bytes: number): void {
    const time = nanoseconds(seconds);
    if (millicores >= 0 && time > this.lastCpu) {
      this.lastCpu = time;
      this.live.cpu.add(amount(millicores) / 1000, 0.1, time);
      if (this.live.first === yearOne || time < this.live.first) this.live.first = time;
      if (time > this.live.last) this.live.last = time;
      this.live.count++;
    }
    if (bytes >= 0 && time >= this.lastMemory) this.memorySample(time, amount(bytes), false);
  }

  observeOom(seconds: number, requestBytes: number): void {
    const time = nanoseconds(seconds);
    if (this.lastMemory !== yearOne && time < this.lastMemory - BigInt(this.options.windowSeconds) * second) return;
    const used = Math.max(amount(requestBytes), this.memoryPeak);
    const needed = Math.max(used + amount(this.options.oomMinBump), amount(used * this.options.oomRatio));
    this.memorySample(time, needed, true);
  }

  /** Lower bound, target, upper bound and uncapped target of CPU, then of memory. */
  recommend(): number[] {
    const merged = this.merged();
    return (['cpu', 'memory'] as const).flatMap((resource) => {
      const unit = resource === 'cpu' ? 1000 : 1;
      const minimum = resource === 'cpu' ? this.options.minCpu : this.options.minMemory;
      const [low, middle, high] = this.options.percentiles[resource].map((p) => {
        const base = amount(merged[resource].percentile(p) * unit);
        return base + amount(base * this.options.marginFraction);
      }) as [number, number, number];
      const interval = this.options.confidenceSeconds[resource];
      const lifespan = Number(merged.last - merged.first) / (interval * 1e9);
      const confidence = Math.min(lifespan, merged.count / (interval / 60));
      const shrink = (1 + 0.001 / confidence) * (1 + 0.001 / confidence);
      const lower = Math.max(amount(low * (1 / shrink)), minimum);
      const target = Math.max(middle, minimum);
      const upper = Math.max(amount(high * (1 + 1 / confidence)), minimum);
      return [lower, target, upper, target];
    });
  }

  save(seconds: number): PlainCheckpoint {
    const merged = this.merged();
    if (this.windowEnd > nanoseconds(seconds))
      merged.memory.subtract(Math.max(this.memoryPeak, this.oomPeak), 1, this.windowEnd);
    return {
      cpu: savedHistogram(merged.cpu),
      memory: savedHistogram(merged.memory),
      first: wholeSeconds(merged.first),
      last: wholeSeconds(merged.last),
      count: merged.count,
    };
  }

  restore(saved: PlainCheckpoint): void {
    this.initial = this.emptyAggregate();
    this.initial.first = saved.first;
    this.initial.last = saved.last;
    this.initial.count = saved.count;
    for (const resource of ['cpu', 'memory'] as const) {
      const { weights, total, reference } = saved[resource];
      const histogram = this.initial[resource];
      const sum = Object.values(weights).reduce((a, b) => a + b, 0);
      for (const [bucket, weight] of Object.entries(weights)) {
        histogram.weights.set(Number(bucket), weight * (total / sum));
        histogram.min = Math.min(histogram.min, Number(bucket));
        histogram.max = Math.max(histogram.max, Number(bucket));
      }
      if (sum > 0) {
        histogram.total = total;
        histogram.trim();
      }
      histogram.reference = reference;
    }
  }

  private memorySample(time: Nanoseconds, bytes: number, isOom: boolean): void {
    const interval = BigInt(this.options.windowSeconds) * second;
    this.lastMemory = time;
    if (this.windowEnd === yearOne) this.windowEnd = time;
    let newPeak = false;
    if (time < this.windowEnd) {
      const old = Math.max(this.memoryPeak, this.oomPeak);
      if (old !== 0 && bytes > old) {
        this.live.memory.subtract(old, 1, this.windowEnd);
        newPeak = true;
      }
    } else {
      this.windowEnd += ((time - this.windowEnd) / interval) * interval + interval;
      this.memoryPeak = 0;
      this.oomPeak = 0;
      newPeak = true;
    }
    if (!newPeak) return;
    this.live.memory.add(bytes, 1, this.windowEnd);
    if (isOom) this.oomPeak = bytes;
    else this.memoryPeak = bytes;
  }

  private merged(): PlainAggregate {
    const merged = this.emptyAggregate();
    for (const part of this.initial === undefined ? [this.live] : [this.live, this.initial]) {
      merged.cpu.merge(part.cpu);
      merged.memory.merge(part.memory);
      if (merged.first === yearOne || (part.first !== yearOne && part.first < merged.first)) merged.first = part.first;
      if (part.last > merged.last) merged.last = part.last;
      merged.count += part.count;
    }
    return merged;
  }

  private emptyAggregate(): PlainAggregate {
    const { halfLifeSeconds } = this.options;
    return {
      cpu: new PlainHistogram(this.cpuScheme, BigInt(halfLifeSeconds.cpu) * second),
      memory: new PlainHistogram(this.memoryScheme, BigInt(halfLifeSeconds.memory) * second),
      first: yearOne,
      last: yearOne,
      count: 0,
    };
  }
}

function nanoseconds(seconds: number): Nanoseconds {
  return BigInt(Math.round(seconds * 1000)) * 1_000_000n;
}

function wholeSeconds(time: Nanoseconds): Nanoseconds {
  return time === yearOne ? time : time - (((time % second) + second) % second);
}

function savedHistogram(histogram: PlainHistogram): PlainSavedHistogram {
  let heaviest = 0;
  for (let b = histogram.min; b <= histogram.max; b++) heaviest = Math.max(heaviest, histogram.weight(b));
  const weights: Record<string, number> = {};
  for (let b = histogram.min; b <= histogram.max; b++) {
    const rounded = Math.floor(histogram.weight(b) * (10_000 / heaviest) + 0.5);
    if (rounded > 0) weights[b] = rounded;
  }
  return { reference: wholeSeconds(histogram.reference), total: histogram.total, weights };
}
