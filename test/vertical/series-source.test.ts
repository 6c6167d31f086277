import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadSeries, splitByEntity } from '../../env/vertical/index.js';
import { generatePreset } from '../../workloads/presets.js';
import { writeSeriesCsv } from '../../workloads/series-csv.js';
import { usageOf } from './usage-of.js';

const folder = mkdtempSync(join(tmpdir(), 'scalegym-series-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a series source', () => {
  it('is a preset', () => {
    const [series] = loadSeries({ kind: 'preset', name: 'web-diurnal', seed: 5 });
    expect(series).toEqual(generatePreset('web-diurnal', 5));
  });

  it('is a generator written out', () => {
    const [series] = loadSeries({ kind: 'generator', config: { type: 'constant', timesteps: 7 }, seed: 1 });
    expect(series!.cpuMillicores).toHaveLength(7);
  });

  it('is a file', () => {
    const path = join(folder, 'one.csv');
    const one = usageOf({ cpu: [1, 2, Number.NaN], memory: [3, 4, 5] }, 60, 'one');
    writeSeriesCsv(path, one);
    const [read] = loadSeries({ kind: 'file', path });
    expect(read!.cpuMillicores).toEqual(one.cpuMillicores);
    expect(read!.memoryBytes).toEqual(one.memoryBytes);
    expect(() => loadSeries([{ kind: 'file', path, ids: ['two'] }])).toThrow('field "series.0.ids" got "two"');
    const json = join(folder, 'generator.json');
    writeFileSync(json, JSON.stringify({ type: 'constant', timesteps: 3 }));
    expect(loadSeries({ kind: 'file', path: json })[0]!.cpuMillicores).toHaveLength(3);
  });

  it('is values, null for missing', () => {
    const [series] = loadSeries({ kind: 'values', stepSeconds: 30, memoryBytes: [10, null] });
    expect([...series!.memoryBytes]).toEqual([10, Number.NaN]);
    expect([...series!.cpuMillicores]).toEqual([Number.NaN, Number.NaN]);
    expect(series!.stepSeconds).toBe(30);
  });

  it('is a series itself, or a mixture', () => {
    const one = usageOf({ cpu: [1] });
    expect(loadSeries(one)).toEqual([one]);
    const ids = loadSeries([
      { kind: 'values', id: 'x', cpuMillicores: [1] },
      { kind: 'preset', name: 'web-diurnal' },
    ]);
    expect(ids.map(({ id }) => id)).toEqual(['x', 'web-diurnal-0']);
  });

  it.each([
    [[], 'at least one series'],
    [{ kind: 'preset', name: 'web-diurnl' }, 'did you mean web-diurnal?'],
    [{ kind: 'magic' }, 'field "series.kind" got "magic"'],
    [[{ kind: 'values', cpuMillicores: [-1] }], 'field "series.0.cpuMillicores.0" got -1'],
    [{ kind: 'values' }, 'with at least one step'],
    [{ kind: 'values', cpuMillicores: [1], memoryBytes: [1, 2] }, 'memoryBytes'],
    [{ kind: 'file', path: 'no-such-file.csv' }, 'no-such-file.csv'],
  ])('%j is refused', (input, message) => {
    expect(() => loadSeries(input as never)).toThrow(message);
  });
});

describe('splitByEntity', () => {
  const series = Array.from({ length: 60 }, (_, i) => {
    const one = usageOf({ cpu: [i] }, 60, `s${i}`);
    return { ...one, source: { ...one.source, entity: `e${i % 30}`, service: `v${i % 10}` } };
  });

  it.each([
    ['entity', 'entity', 12],
    ['service', 'service', 12],
  ] as const)('never tears an %s apart', (by, key, count) => {
    const { train, test } = splitByEntity(series, { test: 0.2, seed: 1, by });
    expect(test).toHaveLength(count);
    expect(new Set([...train, ...test])).toEqual(new Set(series));
    expect(train.length + test.length).toBe(series.length);
    const trained = new Set(train.map(({ source }) => source[key]));
    expect(test.some(({ source }) => trained.has(source[key]))).toBe(false);
  });

  it('depends on the seed, not on the order', () => {
    const ids = (list: typeof series, seed: number) =>
      splitByEntity(list, { test: 0.3, seed, by: 'entity' })
        .test.map(({ id }) => id)
        .sort();
    expect(ids(series, 1)).toEqual(ids([...series].reverse(), 1));
    expect(ids(series, 1)).not.toEqual(ids(series, 2));
  });

  it('keeps at least one group on each side', () => {
    const two = series.slice(0, 2);
    for (const test of [0.01, 0.99]) {
      const split = splitByEntity(two, { test, seed: 0, by: 'entity' });
      expect([split.train.length, split.test.length]).toEqual([1, 1]);
    }
    expect(() => splitByEntity(series.slice(0, 1), { test: 0.5, seed: 0, by: 'entity' })).toThrow('at least two');
    expect(() => splitByEntity(series, { test: 1, seed: 0, by: 'entity' })).toThrow('split.test');
  });
});
