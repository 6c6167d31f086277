import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import {
  type EntityDescription,
  GridAccumulator,
  type GridOptions,
} from '../../../workloads/traces/grid-accumulator.js';
import { ImportReport } from '../../../workloads/traces/import-report.js';
import { StepOrigin, type UsageSeries, validateSeries } from '../../../workloads/usage-series.js';
import { counted } from './collect.js';

const { observed, interpolated, carried, notRunning, missing } = StepOrigin;
const none = Number.NaN;

const standard: GridOptions = {
  stepSeconds: 300,
  maxGapSteps: 2,
  sampling: { kind: 'window', rest: 'idle' },
  channels: ['cpuMillicores', 'memoryBytes'],
};

const describeEntity = (entity: number): EntityDescription => ({
  id: `e${entity}`,
  source: { dataset: 'test', entity: `e${entity}`, assumptions: {} },
});

function gridOf(
  options: Partial<GridOptions>,
  fill: (grid: GridAccumulator) => void,
  describeWith = describeEntity,
): { series: UsageSeries[]; report: ImportReport } {
  const report = new ImportReport();
  const grid = new GridAccumulator({ ...standard, ...options }, report);
  fill(grid);
  const series = [...grid.series(describeWith)];
  for (const one of series) validateSeries(one);
  return { series, report };
}

const cpuOf = ({ series }: { series: UsageSeries[] }, index = 0) => [...series[index]!.cpuMillicores];
const memoryOf = ({ series }: { series: UsageSeries[] }, index = 0) => [...series[index]!.memoryBytes];
const originOf = ({ series }: { series: UsageSeries[] }, index = 0) => [...series[index]!.origin!];

describe('GridAccumulator, windows', () => {
  it('keeps aligned windows to the bit', () => {
    const result = gridOf({}, (grid) => {
      grid.add(0, 600, 900, 0.1 + 0.2, 1e9 / 3);
      grid.add(0, 900, 1200, 7.7, 5);
    });
    expect(result.series[0]!.startTime).toBe(600);
    expect(cpuOf(result)).toEqual([0.1 + 0.2, 7.7]);
    expect(memoryOf(result)).toEqual([1e9 / 3, 5]);
    expect(originOf(result)).toEqual([observed, observed]);
  });

  it('weighs short windows by their time: CPU over the step, memory over the time covered', () => {
    const result = gridOf({}, (grid) => {
      grid.add(0, 0, 100, 600, 10);
      grid.add(0, 200, 250, 1200, 40);
    });
    expect(cpuOf(result)).toEqual([(600 * 100 + 1200 * 50) / 300]);
    expect(memoryOf(result)).toEqual([(10 * 100 + 40 * 50) / 150]);
    expect(counted(result.report).shortWindows).toBe(2);
  });

  it('averages CPU over the time covered where the rest of a step is unknown', () => {
    const result = gridOf({ sampling: { kind: 'window', rest: 'unknown' } }, (grid) => {
      grid.add(0, 150, 450, 100, 8);
      grid.add(0, 450, 750, 300, 8);
    });
    expect(cpuOf(result)[0]).toBeCloseTo(100, 12);
    expect(cpuOf(result)[1]).toBeCloseTo(200, 12);
    expect(cpuOf(result)[2]).toBeCloseTo(300, 12);
  });

  it('adds windows of a task that ran on two machines at once, and counts them', () => {
    const result = gridOf({}, (grid) => {
      grid.add(0, 0, 300, 100, 10);
      grid.add(0, 150, 300, 200, 30);
    });
    expect(cpuOf(result)).toEqual([200]);
    expect(memoryOf(result)[0]).toBeCloseTo(50 / 3, 12);
    expect(counted(result.report).overlapping).toBe(1);
  });

  it('does not take unknown CPU for idleness', () => {
    const result = gridOf({}, (grid) => {
      grid.add(0, 0, 150, 100, 1);
      grid.add(0, 150, 300, none, 1);
    });
    expect(cpuOf(result)).toEqual([100]);
  });

  it('keeps the last of doubled records, and fills it from the ones before', () => {
    const result = gridOf({}, (grid) => {
      grid.add(0, 0, 300, 1, 1);
      grid.add(0, 300, 600, 2, none);
      grid.add(0, 300, 600, none, 7);
      grid.add(0, 0, 300, 9, none);
    });
    expect(cpuOf(result)).toEqual([9, 2]);
    expect(memoryOf(result)).toEqual([1, 7]);
    expect(counted(result.report)).toMatchObject({ duplicates: 1, merged: 1, outOfOrder: 1 });
  });

  it('gives the same series in whatever order records of distinct times come, spilled or not', () => {
    const random = new RandomStream(6, 'order');
    const records = Array.from({ length: 4000 }, (_, i) => {
      const start = Math.floor(i / 4) * 100;
      return [
        i % 4,
        start,
        start + random.integer(1, 100),
        random.integer(0, 1000),
        random.integer(0, 1 << 20),
      ] as const;
    });
    const build = (order: readonly (typeof records)[number][], budgetBytes?: number) =>
      gridOf(budgetBytes === undefined ? {} : { budgetBytes }, (grid) => {
        for (const [entity, start, end, cpu, memory] of order) grid.add(entity, start, end, cpu, memory);
      }).series;
    const shuffled = [...records];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = random.integer(0, i);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    const expected = build(records);
    expect(expected).toHaveLength(4);
    expect(build(shuffled)).toEqual(expected);
    expect(build(shuffled, 4000)).toEqual(expected);
  });

  it('conserves CPU time whatever the windows', () => {
    const random = new RandomStream(7, 'conservation');
    let [time, work] = [0, 0];
    const result = gridOf({}, (grid) => {
      for (let i = 0; i < 500; i++) {
        const [start, length, cpu] = [time + random.uniform(0, 20), random.uniform(1, 900), random.uniform(0, 4000)];
        grid.add(0, start, start + length, cpu, 1);
        work += cpu * length;
        time = start + length;
      }
    });
    const sum = cpuOf(result).reduce((total, cpu) => total + cpu, 0) * 300;
    expect(sum / work).toBeCloseTo(1, 12);
  });

  it('marks steps inside a longer window as carried', () => {
    const result = gridOf({ sampling: { kind: 'window', rest: 'unknown' } }, (grid) => {
      grid.add(0, 0, 900, 5, 6);
      grid.add(0, 900, 1800, 7, 8);
    });
    expect(cpuOf(result)).toEqual([5, 5, 5, 7, 7, 7]);
    expect(originOf(result)).toEqual([observed, carried, carried, observed, carried, carried]);
  });

  it('ends windows of unknown length on the grid, or where the next begins', () => {
    const sampling = { kind: 'start', rest: 'idle', windowSeconds: 300 } as const;
    const result = gridOf({ sampling }, (grid) => {
      grid.add(0, 240, none, 100, 1);
      grid.add(0, 300, none, 200, 2);
      grid.add(0, 400, none, 50, 3);
    });
    expect(cpuOf(result)[0]).toBeCloseTo(20, 12);
    expect(cpuOf(result)[1]).toBeCloseTo((200 * 100 + 50 * 200) / 300, 12);
  });

  it('keeps peaks, the highest of a step', () => {
    const channels = ['cpuMillicores', 'memoryBytes', 'cpuMaxMillicores', 'memoryMaxBytes'] as const;
    const { series } = gridOf({ channels }, (grid) => {
      grid.add(0, 0, 100, 1, 1, 50, 7);
      grid.add(0, 100, 300, 1, 1, 20, 9);
    });
    expect([series[0]!.cpuMaxMillicores![0], series[0]!.memoryMaxBytes![0]]).toEqual([50, 9]);
  });

  it('reads negative and infinite values as missing, and counts them', () => {
    const result = gridOf({}, (grid) => grid.add(0, 0, 300, -1, Number.POSITIVE_INFINITY));
    expect(originOf(result)).toEqual([missing]);
    expect(counted(result.report)).toMatchObject({ negatives: 1, outliers: 1 });
  });

  it('leaves out windows of no length', () => {
    const result = gridOf({}, (grid) => {
      grid.add(0, 5, 5, 1, 1);
      grid.add(0, 300, 100, 1, 1);
    });
    expect(result.series).toHaveLength(0);
    expect(counted(result.report)).toEqual({ emptyWindows: 2 });
  });

  it('refuses a span no trace has', () => {
    const build = () =>
      gridOf({}, (grid) => {
        grid.add(0, 0, 300, 1, 1);
        grid.add(0, 1.7e12, 1.7e12 + 300, 1, 1);
      });
    expect(build).toThrow(/e0.*at most 20000000 steps/);
  });
});

describe('GridAccumulator, gaps', () => {
  const withGaps = (maxGapSteps: number) =>
    gridOf({ maxGapSteps }, (grid) => {
      for (const [step, cpu, memory] of [
        [0, 100, 10],
        [3, 400, 40],
        [7, 800, 80],
        [9, 1000, 100],
      ])
        grid.add(0, step! * 300, (step! + 1) * 300, cpu!, memory!);
    });

  it('interpolates CPU and holds memory over at most two steps; longer gaps stay missing', () => {
    const result = withGaps(2);
    expect(cpuOf(result)).toEqual([100, 200, 300, 400, none, none, none, 800, 900, 1000]);
    expect(memoryOf(result)).toEqual([10, 10, 10, 40, none, none, none, 80, 80, 100]);
    expect(originOf(result)).toEqual([
      ...[observed, interpolated, interpolated, observed],
      ...[missing, missing, missing, observed, interpolated, observed],
    ]);
    expect([...result.report.gaps]).toEqual([
      [2, 1],
      [3, 1],
      [1, 1],
    ]);
    expect(counted(result.report)).toMatchObject({ stepsObserved: 4, stepsInterpolated: 3, stepsMissing: 3 });
  });

  it('fills nothing with maxGapSteps 0 and everything with enough', () => {
    expect(cpuOf(withGaps(0)).filter(Number.isNaN)).toHaveLength(6);
    expect(cpuOf(withGaps(3))).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  });

  it('writes zero only where the entity is known not to have run', () => {
    const result = gridOf({}, (grid) => {
      grid.setRunning(0, 0, true);
      grid.add(0, 0, 300, 100, 10);
      grid.setRunning(0, 500, false);
      grid.setRunning(0, 950, true);
      grid.add(0, 1200, 1500, 300, 30);
    });
    expect(cpuOf(result)).toEqual([100, none, 0, none, 300]);
    expect(memoryOf(result)).toEqual([10, none, 0, none, 30]);
    expect(originOf(result)).toEqual([observed, missing, notRunning, missing, observed]);
  });
});

describe('GridAccumulator, points', () => {
  const hold = (holdSeconds: number) => ({ sampling: { kind: 'point', holdSeconds } }) as const;

  it('holds a sample until the next', () => {
    const result = gridOf(hold(600), (grid) => {
      grid.add(0, 100, none, 10, 1);
      grid.add(0, 200, none, 40, 2);
      grid.add(0, 450, none, 70, 3);
    });
    expect(result.series[0]!.startTime).toBe(0);
    expect(cpuOf(result)[0]).toBeCloseTo((10 * 100 + 40 * 100) / 200, 12);
    expect(cpuOf(result)[1]).toBeCloseTo((40 * 150 + 70 * 150) / 300, 12);
    expect(originOf(result)).toEqual([observed, observed]);
  });

  it('holds no longer than it may, and never beyond the last step', () => {
    const result = gridOf({ ...hold(600), maxGapSteps: 0 }, (grid) => {
      grid.add(0, 0, none, 10, 1);
      grid.add(0, 1500, none, 20, 2);
    });
    expect(cpuOf(result)).toEqual([10, 10, none, none, none, 20]);
    expect(originOf(result)).toEqual([observed, carried, missing, missing, missing, observed]);
  });

  it('holds each channel by itself, whatever is sampled between', () => {
    const result = gridOf(hold(600), (grid) => {
      grid.add(0, 0, none, 10, none);
      grid.add(0, 100, none, none, 5);
      grid.add(0, 200, none, 40, none);
      grid.add(0, 299, none, none, 5);
    });
    expect(cpuOf(result)[0]).toBeCloseTo((10 * 200 + 40 * 100) / 300, 12);
    expect(memoryOf(result)[0]).toBeCloseTo(5, 12);
  });
});

describe('GridAccumulator, entities', () => {
  it('carries requests and limits of records forward', () => {
    const channels = ['cpuMillicores', 'memoryBytes', 'memoryLimitBytes'] as const;
    const { series } = gridOf({ channels }, (grid) => {
      grid.add(0, 0, 300, 1, 1, 500);
      grid.add(0, 300, 600, 1, 1, none);
      grid.add(0, 1500, 1800, 1, 1, 700);
    });
    expect([...series[0]!.memoryLimitBytes!]).toEqual([500, 500, 500, 500, 500, 700]);
    expect(series[0]!.cpuLimitMillicores).toBeUndefined();
  });

  it('takes the request that was in force when a step began, and the first one for the steps it begins in', () => {
    const { series } = gridOf({}, (grid) => {
      for (let step = 1; step < 5; step++) grid.add(3, step * 300, step * 300 + 300, 1, 1);
      grid.resize(3, 1000, 900, none);
      grid.resize(3, 350, 500, 64);
      grid.resize(2, 0, 1, 1);
    });
    expect([...series[0]!.cpuRequestMillicores!]).toEqual([500, 500, 500, 900]);
    expect([...series[0]!.memoryRequestBytes!]).toEqual([64, 64, 64, 64]);
  });

  it('scales channels and adds constant sizes at the end', () => {
    const { series } = gridOf(
      {},
      (grid) => grid.add(0, 0, 300, 50, 3),
      (entity) => ({
        ...describeEntity(entity),
        scale: { cpuMillicores: 40 },
        sizes: { cpuLimitMillicores: 4000 },
      }),
    );
    expect([series[0]!.cpuMillicores[0], series[0]!.memoryBytes[0], series[0]!.cpuLimitMillicores![0]]).toEqual([
      2000, 3, 4000,
    ]);
  });

  it('cuts to the range, and counts what lies outside', () => {
    const result = gridOf({ from: 450, to: 1050 }, (grid) => {
      for (let step = 0; step < 5; step++) grid.add(0, step * 300, step * 300 + 300, 100, step);
    });
    expect(result.series[0]!.startTime).toBe(300);
    expect(cpuOf(result)).toEqual([50, 100, 50]);
    expect(counted(result.report).rowsOutsideRange).toBe(2);
  });

  it('leaves out entities that are too short or too many', () => {
    const result = gridOf({ minHours: 1, maxEntities: 2 }, (grid) => {
      for (const [entity, hours] of [2, 0.5, 1, 3].entries()) {
        grid.add(entity, 0, 300, 1, 1);
        grid.add(entity, hours * 3600 - 300, hours * 3600, 1, 1);
      }
    });
    expect(result.series.map(({ id }) => id)).toEqual(['e0', 'e2']);
    expect(counted(result.report)).toMatchObject({ entitiesSeen: 4, entitiesFiltered: 2, seriesWritten: 2 });
  });
});
