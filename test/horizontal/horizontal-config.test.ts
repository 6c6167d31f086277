import { describe, expect, it } from 'vitest';
import { horizontalConfig } from '../../env/horizontal/config-schema.js';
import type { HorizontalConfigOptions } from '../../env/horizontal/index.js';
import { platformPresets } from '../../env/horizontal/platform/index.js';
import type { RecordedTable } from '../../env/horizontal/table/recorded-table.js';

const row = [1, 200, 5, 0.4, 0.1, 0.5, 0.2];
const table: RecordedTable = {
  id: 'two-by-two',
  pod: { cpuRequestMillicores: 600, cpuLimitMillicores: 2500, memoryRequestMebibytes: 640, memoryLimitMebibytes: 1536 },
  windowSeconds: 12,
  loadUnit: 'users',
  cells: [5, 10].flatMap((load) => [1, 2].map((pods) => ({ load, pods, rows: [row] }))),
};

describe('horizontalConfig', () => {
  it('takes the orange service without any option', () => {
    const config = horizontalConfig();
    expect(config).toMatchObject({
      backend: { kind: 'events', platform: { initialReplicas: 1, lifeCycle: { mode: 'instant' } } },
      limits: { minReplicas: 1, maxReplicas: 10 },
      initialReplicas: 1,
      decisionSeconds: 15,
      settle: { kind: 'none' },
      objective: { latencyMs: 600, percentile: 0.95 },
      action: { kind: 'incremental', maxStep: 1, outOfRange: 'clamp' },
      reward: { kind: 'cost-weighted', costWeight: 0.5 },
    });
    // 0.6 cores at $0.04048 and 0.625 GiB at $0.004445 an hour.
    expect(config.prices.podHour).toBeCloseTo(0.6 * 0.04048 + 0.625 * 0.004445, 12);
    expect(config.prices.violationHour).toBeCloseTo(20 * config.prices.podHour, 12);
  });

  it('is plain JSON and means the same after a round trip', () => {
    const options: HorizontalConfigOptions = {
      platform: { preset: 'web', changes: { initialReplicas: 2 } },
      engine: 'fluid',
      settle: 'wait-ready',
      action: { kind: 'fixed' },
      reward: 'tower',
    };
    const config = horizontalConfig(options);
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(horizontalConfig(JSON.parse(JSON.stringify(options)))).toEqual(config);
    expect(config).toMatchObject({ initialReplicas: 2, settle: { kind: 'wait-ready', maxSeconds: 300 } });
  });

  it.each(platformPresets)('knows limits and an objective for %s', (platform) => {
    const { limits, objective, initialReplicas } = horizontalConfig({ platform });
    expect(objective.latencyMs).toBeGreaterThan(0);
    expect(initialReplicas).toBeGreaterThanOrEqual(limits.minReplicas);
    expect(initialReplicas).toBeLessThanOrEqual(limits.maxReplicas);
  });

  it('overrides the life cycle when decisions settle at once', () => {
    const { backend } = horizontalConfig({ platform: 'web', settle: 'instant' });
    expect(backend).toMatchObject({ platform: { lifeCycle: { mode: 'instant' } } });
  });

  it('takes limits and prices of a table from what was recorded', () => {
    const config = horizontalConfig({ table, objective: { latencyMs: 600 } });
    expect(config.limits).toEqual({ minReplicas: 1, maxReplicas: 2 });
    expect(config.prices.podHour).toBeCloseTo(horizontalConfig().prices.podHour, 12);
  });

  it('moves the other limit along where one alone would leave nothing between them', () => {
    expect(horizontalConfig({ limits: { minReplicas: 12 } }).limits).toEqual({ minReplicas: 12, maxReplicas: 12 });
    expect(horizontalConfig({ limits: { minReplicas: 0 } }).limits).toEqual({ minReplicas: 0, maxReplicas: 10 });
  });

  it.each<[string, HorizontalConfigOptions | object, RegExp]>([
    ['an unknown field', { limit: 3 }, /"limit"/],
    ['an unknown preset', { platform: 'green' }, /"platform.preset" got "green".*orange, web/],
    [
      'a bad field inside the platform',
      { platform: { preset: 'web', changes: { contention: -1 } } },
      /"platform.contention"/,
    ],
    [
      'a bad field of a platform spelled out',
      { platform: { load: { kind: 'closed', users: -1 } } },
      /"platform.load.users"/,
    ],
    ['crossed limits', { limits: { minReplicas: 5, maxReplicas: 4 } }, /"limits.maxReplicas" got 4/],
    ['a beginning outside the limits', { initialReplicas: 11 }, /"initialReplicas" got 11: expected 1 to 10/],
    ['an unknown reward', { reward: 'gold' }, /"reward.kind"/],
    ['a percentile above 1', { objective: { percentile: 95 } }, /"objective.percentile"/],
    ['a table and a platform', { table, platform: 'web', objective: { latencyMs: 1 } }, /"platform".*beside a table/],
    ['a table without an objective', { table }, /"objective.latencyMs"/],
    [
      'pods that were not recorded',
      { table, limits: { maxReplicas: 3 }, objective: { latencyMs: 1 } },
      /"limits".*1, 2/,
    ],
    ['a table that waits', { table, settle: 'wait-ready', objective: { latencyMs: 1 } }, /"settle"/],
  ])('refuses %s', (_name, options, message) => {
    expect(() => horizontalConfig(options as HorizontalConfigOptions)).toThrow(message);
  });
});
