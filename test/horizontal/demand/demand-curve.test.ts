import { describe, expect, it } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import { horizontalConfig } from '../../../env/horizontal/config-schema.js';
import { demandCurve, demandLaw, podRequestsPerSecond, tableDemand } from '../../../env/horizontal/demand/index.js';
import type { RecordedTable } from '../../../env/horizontal/table/recorded-table.js';
import type { LoadSeries } from '../../../workloads/load-series.js';

function series(unit: 'users' | 'requestsPerSecond', stepSeconds: number, values: readonly number[]): LoadSeries {
  const source = { dataset: 'test', entity: 'test', assumptions: {} };
  return { id: 'test', startTime: 0, stepSeconds, [unit]: Float64Array.from(values), source };
}

const row = (p95: number, requestsPerSecond = 25): readonly number[] => [1, p95, requestsPerSecond, 0.5, 0.2, 0.4, 0.2];

/** Rows by load, then pods. */
const table: RecordedTable = {
  id: 'small',
  pod: { cpuRequestMillicores: 600, cpuLimitMillicores: null, memoryRequestMebibytes: 640, memoryLimitMebibytes: null },
  windowSeconds: 10,
  loadUnit: 'users',
  cells: [
    { load: 10, pods: 1, rows: [row(590, 9), row(600, 11)] },
    { load: 10, pods: 2, rows: [row(100)] },
    { load: 20, pods: 1, rows: [row(590), row(601)] },
    { load: 20, pods: 2, rows: [row(600)] },
    { load: 40, pods: 1, rows: [row(5000)] },
    { load: 40, pods: 2, rows: [row(4000)] },
  ],
};

describe('the demand curve', () => {
  const config = horizontalConfig({ platform: 'orange', engine: 'fluid', limits: { minReplicas: 2, maxReplicas: 4 } });
  const { backend, objective } = config;
  const law = demandLaw(
    backend.kind === 'table' ? ({} as never) : backend.platform,
    objective,
    config.decisionSeconds,
    'fluid',
  );

  it('follows the highest load of every whole interval, within the limits', () => {
    const users = [5, 40, 5, 30, 200, 5, Number.NaN, 30, 50];
    const curve = demandCurve(config, series('users', 5, users));
    expect([...curve]).toEqual([40, 200, 50].map((load) => Math.max(2, law.leastPods(load, 4))));
    expect(demandCurve(config, series('users', 5, users.slice(0, 8)))).toHaveLength(2);
    expect([...demandCurve(config, series('users', 30, [5, 40]))]).toEqual([2, 2, 4, 4]);
  });

  it('scales, and converts rates to users as they are played', () => {
    const scaled = horizontalConfig({ platform: 'orange', engine: 'fluid', load: { scale: 2 } });
    expect([...demandCurve(scaled, series('users', 15, [20, 10]))]).toEqual([
      law.leastPods(40, 10),
      law.leastPods(20, 10),
    ]);
    const cycle = 1 + 0.11 + 0.004;
    const rates = series('requestsPerSecond', 15, [30 / cycle, 60 / cycle]);
    expect([...demandCurve({ ...config, limits: { minReplicas: 1, maxReplicas: 10 } }, rates)]).toEqual([
      law.leastPods(30, 10),
      law.leastPods(60, 10),
    ]);
  });

  it('goes through the middles of steps where the load does', () => {
    const web = horizontalConfig({ platform: 'web', engine: 'fluid', load: { interpolation: 'linear' } });
    const webLaw = demandLaw(
      web.backend.kind === 'table' ? ({} as never) : web.backend.platform,
      web.objective,
      15,
      'fluid',
    );
    /** From 100 at 30 s to 500 at 90 s: at the ends of the intervals 100, 100, 200, 300, 400, 500, 500, 500. */
    const curve = demandCurve(web, series('requestsPerSecond', 60, [100, 500]));
    const ends = [100, 100, 200, 300, 400, 500, 500, 500];
    expect([...curve]).toEqual(ends.map((load) => webLaw.leastPods(load, 20)));
  });

  it('of a table is the least pods whose rows all meet the objective, at the nearest load', () => {
    const least = tableDemand(table, 600, { minReplicas: 1, maxReplicas: 2 });
    expect([0, 10, 14, 16, 20, 29, 31, 99].map(least)).toEqual([1, 1, 1, 2, 2, 2, 2, 2]);
    expect(tableDemand(table, 601, { minReplicas: 1, maxReplicas: 2 })(20)).toBe(1);
    expect(tableDemand(table, 600, { minReplicas: 2, maxReplicas: 2 })(10)).toBe(2);
    const recorded = horizontalConfig({ table, objective: { latencyMs: 600 }, limits: { maxReplicas: 2 } });
    expect([...demandCurve(recorded, series('users', 15, [10, Number.NaN, 20]))]).toEqual([1, 1, 2]);
    expect(() => demandCurve(recorded, series('requestsPerSecond', 15, [1]))).toThrow(InputError);
  });

  it('comes with what one pod carries: the highest recorded load whose rows all meet the objective, or the law of the platform', () => {
    const of = (latencyMs: number, initialReplicas = 1) =>
      podRequestsPerSecond(
        horizontalConfig({ table, objective: { latencyMs }, limits: { maxReplicas: 2 }, initialReplicas }),
      );
    expect(of(600)).toBe(10);
    expect(of(600, 2)).toBe(12.5);
    expect(of(500)).toBeNull();
    expect(config.initialReplicas).toBe(2);
    expect(podRequestsPerSecond(config)).toBe(law.podRequestsPerSecond(2));
  });
});
