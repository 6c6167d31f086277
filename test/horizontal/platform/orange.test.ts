import { describe, expect, it } from 'vitest';
import { EventPlatform, type PlatformOptions, platformPreset } from '../../../env/horizontal/platform/index.js';
import { ContextIndex } from '../../../env/horizontal/view.js';

/** Recorded mean 95th percentiles, ms, of the seed's data set D1, by users, on 1 … 5 pods (horizontal.md §3.6). */
const recorded: readonly (readonly [number, readonly (number | null)[]])[] = [
  [5, [187, 117, null, null, 104]],
  [10, [410, 176, 152, null, 129]],
  [15, [1000, 238, 155, 141, 143]],
  [20, [1892, 412, 169, 149, 139]],
  [25, [2550, 609, 226, 162, 137]],
  [30, [null, 1226, 308, 191, 147]],
  [35, [null, 1764, 497, 231, 150]],
  [40, [null, null, 897, 320, 187]],
  [45, [null, null, 1137, 444, 226]],
  [50, [null, null, 2457, 666, 316]],
];

/** Mean of what the seed would have read as 95th percentile, ms, every 12 s for `seconds`. */
function p95(users: number, pods: number, changes: Partial<PlatformOptions> = {}, seconds = 600): number {
  const platform = new EventPlatform(
    platformPreset('orange', {
      load: { kind: 'closed', users },
      initialReplicas: pods,
      metrics: { context: { lookBackSeconds: 12 } },
      ...changes,
    }),
  );
  platform.reset('calibration');
  platform.advance(60);
  let sum = 0;
  for (let reading = 0; reading < seconds / 12; reading++) {
    platform.advance(12);
    sum += platform.context()[ContextIndex.p95LatencyMs]!;
  }
  return (sum * 12) / seconds;
}

function rmsLogError(changes: Partial<PlatformOptions> = {}): number {
  let squares = 0;
  let cells = 0;
  for (const [users, row] of recorded)
    row.forEach((milliseconds, i) => {
      if (milliseconds === null) return;
      squares += Math.log(p95(users, i + 1, changes) / milliseconds) ** 2;
      cells++;
    });
  return Math.sqrt(squares / cells);
}

const half = (idleCores = 0.01): PlatformOptions['resources'] => ({ cores: 0.5, idleCores });

describe('the orange preset', () => {
  it('meets the recorded latencies', () => {
    expect(rmsLogError()).toBeLessThan(0.15);
  });

  it('other server models of the fit meet them about as well as in the specification', () => {
    const quota = rmsLogError({
      work: { kind: 'deterministic', mean: 0.0525 },
      contention: 0.005,
      overheadSeconds: 0.02,
      server: { kind: 'cpu-quota' },
      resources: half(),
    });
    const sharing = rmsLogError({
      work: { kind: 'deterministic', mean: 0.05 },
      contention: 0.01,
      server: { kind: 'processor-sharing' },
      resources: half(),
    });
    expect(quota).toBeLessThan(0.17);
    expect(sharing).toBeLessThan(0.2);
  });

  it('without contention or with random balancing it does not', () => {
    expect(rmsLogError({ work: { kind: 'deterministic', mean: 0.0575 }, contention: 0 })).toBeGreaterThan(0.18);
    expect(rmsLogError({ balancer: { kind: 'random' } })).toBeGreaterThan(0.45);
  });

  it('latency rises with users and falls with pods', () => {
    const table = recorded.map(([users]) => [1, 2, 3, 4, 5, 6].map((pods) => p95(users, pods, {}, 1200)));
    for (let row = 0; row < table.length; row++)
      for (let pods = 0; pods < 6; pods++) {
        if (row > 0) expect(table[row]![pods]!).toBeGreaterThan(table[row - 1]![pods]! * 0.99);
        if (pods > 0) expect(table[row]![pods]!).toBeLessThan(table[row]![pods - 1]! * 1.01);
      }
  });

  it('has the context of the seed: memory by pods, CPU of half a core at most, the ratio of request and limit', () => {
    const ratios = [0.67, 0.46, 0.365, 0.31, 0.283];
    const platform = new EventPlatform(platformPreset('orange', { load: { kind: 'closed', users: 30 } }));
    platform.reset(1);
    ratios.forEach((ratio, i) => {
      platform.setReplicas(i + 1);
      platform.advance(400);
      const context = platform.context();
      expect(context[ContextIndex.containers]).toBe(i + 1);
      expect(Math.abs(context[ContextIndex.memoryToRequest]! - ratio)).toBeLessThan(0.035);
      expect(context[ContextIndex.memoryToLimit]! / context[ContextIndex.memoryToRequest]!).toBeCloseTo(0.4166667, 6);
      expect(context[ContextIndex.cpuToRequest]!).toBeLessThanOrEqual(0.51 / 0.6 + 1e-9);
    });
  });
});
