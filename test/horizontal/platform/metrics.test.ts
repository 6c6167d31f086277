import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import {
  EventPlatform,
  FluidPlatform,
  type PlatformOptions,
  percentile,
  platformPreset,
} from '../../../env/horizontal/platform/index.js';
import { Spans } from '../../../env/horizontal/platform/metrics/spans.js';
import { ContextIndex } from '../../../env/horizontal/view.js';
import { deterministic, poisson } from './batch-means.js';

function platformWith(options: Partial<PlatformOptions> = {}): EventPlatform {
  const platform = new EventPlatform({ load: poisson(10), work: deterministic(0.04), ...options });
  platform.reset(3);
  return platform;
}

describe('percentile', () => {
  it('interpolates like NumPy: the 95th of 1 … 20 is 19.05', () => {
    const values = Float64Array.from({ length: 20 }, (_, i) => ((i * 7) % 20) + 1);
    expect(percentile(values, 20, 0.95)).toBeCloseTo(19.05, 12);
    expect([percentile(values, 20, 0), percentile(values, 20, 1), percentile(values, 0, 0.5)]).toEqual([
      1,
      20,
      Number.NaN,
    ]);
  });

  it('is that of a sorted copy, ties and order notwithstanding', () => {
    const random = new RandomStream(4, 'percentile');
    for (let round = 0; round < 400; round++) {
      const count = random.integer(1, 60);
      const values = Float64Array.from({ length: count + 5 }, () => random.integer(0, round % 2 ? 8 : 1e6));
      const sorted = values.slice(0, count).sort();
      const q = random.next();
      const rank = q * (count - 1);
      const below = sorted[Math.floor(rank)]!;
      const above = sorted[Math.ceil(rank)]!;
      expect(percentile(values, count, q)).toBeCloseTo(below + (rank % 1) * (above - below), 6);
      expect(values.slice(0, count).sort()).toEqual(sorted);
    }
  });
});

describe('the buffer of spans', () => {
  const second = 1e6;
  const traces = (kept: number) =>
    ({ entries: 10, traces: kept, lookBackSeconds: 10, latencySource: 'traces' }) as const;

  it('keeps the spans whose truncated stamp is in the window, and counts them over whole seconds', () => {
    const spans = new Spans(traces(100));
    for (let i = 0; i < 40; i++)
      spans.push(i * second * 0.5, i * second * 0.5 + 1000 * (i + 1), i * second * 0.5 + 1e5);
    const { p95Seconds, requestsPerSecond } = spans.read(20 * second, 10);
    expect(requestsPerSecond).toBeCloseTo(20 / 9, 12);
    expect(p95Seconds).toBeCloseTo((21 + 18.05) / 1000, 12);
  });

  it('spans of one second are told by their number, no spans by zeros', () => {
    const spans = new Spans(traces(10));
    expect(spans.read(5 * second, 10)).toEqual({ p95Seconds: 0, requestsPerSecond: 0 });
    for (let i = 0; i < 4; i++) spans.push(3.2 * second, 3.5 * second, 3.6 * second);
    expect(spans.read(5 * second, 10)).toEqual({ p95Seconds: 0.3, requestsPerSecond: 4 });
  });

  it('holds only so many', () => {
    const spans = new Spans(traces(8));
    for (let i = 0; i < 100; i++) spans.push(i * second, i * second + i, i * second + i);
    expect(spans.read(100 * second, 50).requestsPerSecond).toBeCloseTo(8 / 7, 12);
  });

  it('requests that take longer than the window are never among the traces, but in the histogram when they end', () => {
    const histogram = new Spans({ ...traces(10), latencySource: 'histogram' });
    const seen = new Spans(traces(10));
    for (const spans of [seen, histogram]) spans.push(0, 15 * second, 15 * second);
    expect(seen.read(16 * second, 10)).toEqual({ p95Seconds: 0, requestsPerSecond: 0 });
    expect(histogram.read(16 * second, 10)).toEqual({ p95Seconds: 15, requestsPerSecond: 0.1 });
  });

  it.each([
    ['traces', 0],
    ['histogram', 2],
  ] as const)('of a service that answers nobody in time, %s show a 95th percentile of %d s', (latencySource, p95) => {
    const platform = platformWith({
      load: poisson(20),
      work: deterministic(1000),
      client: { timeoutSeconds: 2 },
      metrics: { context: { latencySource } },
    });
    platform.advance(30);
    expect(platform.context()[ContextIndex.p95LatencyMs]).toBeCloseTo(1000 * p95, 6);
  });

  it('the rate is a ninth too high for ten seconds at most', () => {
    const platform = platformWith({ load: poisson(200), work: deterministic(0.001) });
    platform.advance(60);
    let sum = 0;
    for (let i = 0; i < 50; i++) {
      platform.advance(10);
      sum += platform.context()[ContextIndex.requestsPerSecond]! / 50;
    }
    expect(sum / 200).toBeCloseTo(10 / 9, 1);
  });
});

describe('what the resource-metrics pipeline tells', () => {
  it.each(['event', 'fluid'] as const)(
    '%s: no pod uses more CPU than its limit, what it always uses included',
    (engine) => {
      const options = platformPreset('web', {
        load: { kind: 'open', rate: { kind: 'constant', requestsPerSecond: 500 } },
        initialReplicas: 1,
      });
      const platform = engine === 'event' ? new EventPlatform(options) : new FluidPlatform(options);
      platform.reset(1);
      platform.advance(600);
      expect(platform.podMetrics()[0]!.cpuMillicores).toBeCloseTo(1000, 6);
      expect(platform.context()[ContextIndex.cpuToLimit]).toBeCloseTo(1, 6);
    },
  );

  it('usage between two scrapes, with time stamp and window', () => {
    const platform = platformWith({ resources: { idleCores: 0.01 } });
    platform.advance(14.9);
    expect(platform.podMetrics()).toEqual([]);
    platform.advance(30);
    const [sample] = platform.podMetrics();
    expect(sample).toMatchObject({ name: 'pod-0', timestampSeconds: 30, windowSeconds: 15, memoryMebibytes: 128 });
    expect(sample!.cpuMillicores).toBeCloseTo(10 + 40 * sample!.requestsPerSecond, -1);
  });

  it('CPU adds up: what pods used is the work that was done', () => {
    const servers: PlatformOptions['server'][] = [
      { kind: 'fcfs', workers: 2 },
      { kind: 'processor-sharing' },
      { kind: 'cpu-quota' },
    ];
    for (const server of servers) {
      const platform = platformWith({
        ...(server === undefined ? {} : { server }),
        initialReplicas: 2,
        resources: { cores: 1 },
        metrics: { resource: { intervalSeconds: 1000 } },
      });
      platform.advance(1000);
      const { completed } = platform.totals;
      platform.setRate(0);
      platform.advance(1);
      const used = platform.podMetrics().reduce((sum, { cpuMillicores }) => sum + cpuMillicores, 0);
      expect(Math.abs(used - completed * 0.04)).toBeLessThan(0.1);
    }
  });

  it('the pipeline delays, jitters and loses samples', () => {
    const platform = platformWith({
      metrics: { resource: { intervalSeconds: 15, jitterSeconds: 3, delaySeconds: 20, missingProbability: 0.3 } },
    });
    const stamps = new Set<number>();
    const windows: number[] = [];
    for (let i = 0; i < 400; i++) {
      platform.advance(15);
      const [sample] = platform.podMetrics();
      if (sample === undefined) continue;
      expect(sample.timestampSeconds).toBeLessThanOrEqual(platform.nowSeconds - 20);
      stamps.add(sample.timestampSeconds);
      windows.push(sample.windowSeconds);
    }
    expect(stamps.size).toBeGreaterThan(240);
    expect(stamps.size).toBeLessThan(320);
    expect(Math.max(...windows)).toBeGreaterThan(40);
    expect([...stamps].every((stamp) => stamp % 15 <= 3)).toBe(true);
  });

  it('a new pod is absent for its first scrape', () => {
    const platform = platformWith();
    platform.advance(100);
    platform.setReplicas(2);
    platform.advance(10);
    expect(platform.podMetrics()).toHaveLength(1);
    platform.advance(15);
    expect(platform.podMetrics()).toHaveLength(2);
  });

  it('throttling is told as cpu.stat does', () => {
    const platform = platformWith({
      load: poisson(6),
      work: deterministic(0.12),
      server: { kind: 'cpu-quota', threads: 4 },
      resources: { cores: 1 },
    });
    platform.advance(500);
    const { periods, throttledPeriods, throttledSeconds } = platform.pods()[0]!.throttling;
    expect(periods).toBeGreaterThan(3600);
    expect(periods).toBeLessThanOrEqual(5001);
    expect(throttledPeriods).toBeGreaterThan(500);
    expect(throttledPeriods).toBeLessThan(periods);
    expect(throttledSeconds).toBeLessThan(0.075 * throttledPeriods);
  });
});

describe("the seed's context", () => {
  it('CPU lags by its rate window, latency does not', () => {
    const platform = platformWith({ load: poisson(4), work: deterministic(0.1) });
    platform.advance(600);
    const before = platform.context()[ContextIndex.cpuToRequest]!;
    expect(before).toBeCloseTo(0.4, 1);
    platform.setRate(9);
    platform.advance(60);
    const after = platform.context()[ContextIndex.cpuToRequest]!;
    expect(after).toBeLessThan(0.55);
    platform.advance(600);
    expect(platform.context()[ContextIndex.cpuToRequest]).toBeCloseTo(0.9, 1);
  });

  it('request and limit ratios are proportional, in the order of the seed', () => {
    const platform = new EventPlatform({
      load: poisson(4),
      work: deterministic(0.05),
      resources: {
        cores: 0.5,
        cpuRequestMillicores: 600,
        cpuLimitMillicores: 2500,
        memoryRequestMebibytes: 640,
        memoryLimitMebibytes: 1536,
      },
      initialReplicas: 3,
    });
    platform.advance(100);
    const context = platform.context(new Float64Array(7));
    expect(context[0]).toBe(3);
    expect(context[4]! / context[3]!).toBeCloseTo(0.24, 12);
    expect(context[6]! / context[5]!).toBeCloseTo(640 / 1536, 12);
  });
});
