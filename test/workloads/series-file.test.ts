import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset, readAllSeries, readSeries } from '../../workloads/dataset.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { readSeriesIndex } from '../../workloads/series-file.js';
import { createSeriesFile, writeSeries } from '../../workloads/series-writer.js';
import { StepOrigin, type UsageSeries } from '../../workloads/usage-series.js';
import { refusal } from './refusal.js';

const source = { dataset: 'test', entity: 'e', assumptions: { cores: 4, unit: 'm', scaled: true } };

const full: UsageSeries = {
  id: 'full',
  startTime: 1_700_000_000.5,
  stepSeconds: 57,
  cpuMillicores: Float64Array.of(0, 1 / 3, Number.NaN, Number.MAX_VALUE, Number.MIN_VALUE),
  memoryBytes: Float64Array.of(1, 2, Number.NaN, 4, 2 ** 53),
  cpuMaxMillicores: Float64Array.of(1, 1, Number.NaN, 1, 1),
  memoryMaxBytes: Float64Array.of(5, 6, 7, 8, 9),
  cpuRequestMillicores: new Float64Array(5).fill(250),
  memoryRequestBytes: new Float64Array(5).fill(2 ** 28),
  cpuLimitMillicores: new Float64Array(5).fill(500),
  memoryLimitBytes: new Float64Array(5).fill(2 ** 29),
  origin: Uint8Array.of(0, 1, StepOrigin.missing, 2, 3),
  source: { ...source, service: 's', licence: 'CC-BY 4.0' },
};

const small: UsageSeries = {
  id: 'small',
  startTime: 0,
  stepSeconds: 300,
  cpuMillicores: Float64Array.of(1),
  memoryBytes: Float64Array.of(Number.NaN),
  source,
};

const load: LoadSeries = {
  id: 'load',
  startTime: 0,
  stepSeconds: 1,
  requestsPerSecond: Float64Array.of(10, 20, 30),
  users: Float64Array.of(1, 2, 3),
  origin: Uint8Array.of(0, 0, 2),
  source,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scalegym-series-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string): string {
  const path = join(folder, name);
  writeSeries(path, [full, small, load], { rows: 12, dropped: 1 });
  return path;
}

describe('a series file', () => {
  it('gives back every value, channel and word of the source, bit for bit', () => {
    const dataset = openDataset(fileOf('all.series'));
    expect(dataset.usage('full')).toEqual(full);
    expect(dataset.usage(1)).toEqual(small);
    expect(dataset.load('load')).toEqual(load);
    expect(dataset.counts).toEqual({ rows: 12, dropped: 1 });
  });

  it('knows ids, grid and source without reading the values', () => {
    const path = fileOf('index.series');
    expect(
      openDataset(path).entries.map(({ id, kind, length, stepSeconds }) => ({ id, kind, length, stepSeconds })),
    ).toEqual([
      { id: 'full', kind: 'usage', length: 5, stepSeconds: 57 },
      { id: 'small', kind: 'usage', length: 1, stepSeconds: 300 },
      { id: 'load', kind: 'load', length: 3, stepSeconds: 1 },
    ]);
    expect(openDataset(path).entries[0]?.source).toEqual(full.source);
  });

  it('can be read by the documented layout alone', () => {
    const bytes = readFileSync(fileOf('layout.series'));
    expect(bytes.toString('latin1', 0, 8)).toBe('SGSERIES');
    expect(bytes.readUInt32LE(8)).toBe(1);
    const indexOffset = Number(bytes.readBigUInt64LE(16));
    const index = JSON.parse(bytes.toString('utf8', indexOffset, indexOffset + Number(bytes.readBigUInt64LE(24))));
    const entry = index.series[0];
    expect(entry.offset).toBe(32);
    for (let step = 0; step < 5; step++) {
      expect(bytes.readDoubleLE(entry.channels.cpuMillicores + 8 * step)).toBe(full.cpuMillicores[step]);
      expect(bytes.readDoubleLE(entry.channels.memoryLimitBytes + 8 * step)).toBe(2 ** 29);
      expect(bytes[entry.channels.origin + step]).toBe(full.origin?.[step]);
    }
    expect(index.series.every((one: { offset: number }) => one.offset % 8 === 0)).toBe(true);
  });

  it('puts values into shared memory when asked', () => {
    const series = openDataset(fileOf('shared.series')).usage('full', { shared: true });
    expect(series.cpuMillicores.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(series.memoryBytes.buffer).toBe(series.cpuMillicores.buffer);
    expect([...series.cpuMillicores]).toEqual([...full.cpuMillicores]);
  });

  it('in shared memory is the same memory on the other side of a message, and a copy otherwise', () => {
    const dataset = openDataset(fileOf('message.series'));
    for (const shared of [true, false]) {
      const series = dataset.usage('full', { shared });
      const received = structuredClone(series);
      expect(received).toEqual(full);
      received.cpuMillicores[0] = 99;
      expect(series.cpuMillicores[0]).toBe(shared ? 99 : 0);
    }
  });

  it('of version 1 stays readable', () => {
    const dataset = openDataset(fileURLToPath(new URL('fixtures/version-1.series', import.meta.url)));
    expect(dataset.counts).toEqual({ rowsRead: 5, rowsDropped: 1 });
    expect(dataset.usage('usage')).toEqual({
      id: 'usage',
      startTime: 1704067200,
      stepSeconds: 300,
      cpuMillicores: Float64Array.of(100, Number.NaN, 300.5),
      memoryBytes: Float64Array.of(2 ** 28, Number.NaN, 2 ** 29),
      cpuLimitMillicores: Float64Array.of(500, 500, 1000),
      origin: Uint8Array.of(0, 4, 2),
      source: { dataset: 'fixture', entity: 'pod/1', service: 'web', assumptions: { cores: 64 }, licence: 'CC0' },
    });
    expect(dataset.load('load').requestsPerSecond).toEqual(Float64Array.of(0.1, 12));
  });

  it('writes from views into bigger buffers', () => {
    const wide = Float64Array.of(9, 1, 2, 3, 9);
    const path = join(folder, 'view.series');
    writeSeries(path, { ...small, cpuMillicores: wide.subarray(1, 4), memoryBytes: wide.subarray(2, 5) });
    expect([...readSeries(path).cpuMillicores]).toEqual([1, 2, 3]);
    expect([...readSeries(path).memoryBytes]).toEqual([2, 3, 9]);
  });

  it('opens a folder as one dataset, in the order of the names', () => {
    const nested = join(folder, 'nested');
    writeSeries(join(nested, 'b', 'usage.series'), { ...small, id: 'second' }, { rows: 2 });
    writeSeries(join(nested, 'a', 'usage.series'), { ...small, id: 'first' }, { rows: 1 });
    expect(readAllSeries(nested).map(({ id }) => id)).toEqual(['first', 'second']);
    expect(openDataset(nested).counts).toEqual({ rows: 3 });
    writeSeries(join(nested, 'c.series'), { ...small, id: 'first' });
    expect(refusal(() => openDataset(nested)).message).toContain(join('a', 'usage.series'));
  });
});

describe('a write', () => {
  it('leaves nothing behind when a series is refused, not even the folder it made', () => {
    const path = join(folder, 'refused', 'x.series');
    const bad = { ...small, id: 'bad', cpuMillicores: Float64Array.of(-1) };
    expect(refusal(() => writeSeries(path, [small, bad])).place).toEqual({
      file: path,
      line: 1,
      field: 'cpuMillicores',
      value: -1,
    });
    expect(readdirSync(folder)).not.toContain('refused');
  });

  it('is seen only when finished, and replaces the old file at once', () => {
    const path = join(folder, 'late', 'x.series');
    const writer = createSeriesFile(path);
    writer.append(small);
    expect(readdirSync(join(folder, 'late')).filter((name) => name.endsWith('.series'))).toEqual([]);
    writer.finish();
    const second = createSeriesFile(path);
    second.append(full);
    expect(readSeries(path)).toEqual(small);
    second.finish();
    expect(readSeries(path)).toEqual(full);
    expect(readdirSync(join(folder, 'late'))).toEqual(['x.series']);
  });

  it('refuses a second series of the same id and a source that JSON cannot hold', () => {
    expect(refusal(() => writeSeries(join(folder, 'twice.series'), [small, small])).place.field).toBe('id');
    const unknowable = { ...small, source: { ...source, assumptions: { scale: Number.NaN } } };
    expect(refusal(() => writeSeries(join(folder, 'nan.series'), unknowable)).place.field).toBe(
      'source.assumptions.scale',
    );
  });
});

describe('a damaged file is refused, naming the file and the field', () => {
  const cases: readonly (readonly [string, string, (path: string, bytes: Buffer) => void])[] = [
    ['foreign', 'magic', (path) => writeFileSync(path, 'time,cpu\n0,1\n')],
    ['empty', 'magic', (path) => writeFileSync(path, '')],
    ['cut inside the preamble', 'size', (path) => truncateSync(path, 20)],
    ['cut inside the index', 'size', (path, bytes) => truncateSync(path, bytes.length - 1)],
    ['cut inside the data', 'size', (path) => truncateSync(path, 100)],
    ['of a later version', 'version', (path, bytes) => writeFileSync(path, patched(bytes, 8, 2))],
    [
      'with a changed index',
      'indexCrc32',
      (path, bytes) => writeFileSync(path, patched(bytes, bytes.length - 5, 0x20)),
    ],
    ['with a wild index offset', 'indexOffset', (path, bytes) => writeFileSync(path, patched(bytes, 16, 3))],
  ];
  for (const [name, field, damage] of cases)
    it(name, () => {
      const path = fileOf(`damaged-${field}-${name.length}.series`);
      damage(path, readFileSync(path));
      expect(refusal(() => openDataset(path)).place).toMatchObject({ file: path, field });
    });

  it('with one flipped bit in a value, found when that series is read', () => {
    const path = fileOf('flipped.series');
    const bytes = readFileSync(path);
    writeFileSync(path, patched(bytes, 40, bytes[40]! ^ 1));
    const dataset = openDataset(path);
    expect(refusal(() => dataset.usage('full')).place).toMatchObject({ file: path, field: 'full.crc32' });
    expect(dataset.usage('small')).toEqual(small);
    expect(dataset.usage('full', { verify: false }).cpuMillicores[1]).not.toBe(1 / 3);
  });

  it('that is not there, or is a folder without series', () => {
    expect(refusal(() => openDataset(join(folder, 'nowhere.series'))).place.file).toBe(join(folder, 'nowhere.series'));
    expect(refusal(() => openDataset(mkdtempSync(join(folder, 'empty-')))).expected).toContain('.series');
    expect(refusal(() => readSeriesIndex(folder)).expected).toBe('a series file');
  });
});

describe('a dataset', () => {
  it('refuses a series it does not have, and load where usage is asked for', () => {
    const dataset = openDataset(fileOf('ask.series'));
    expect(refusal(() => dataset.usage('nobody')).expected).toBe('one of full, small, load');
    expect(refusal(() => dataset.usage(3)).expected).toBe('0 to 2');
    expect(refusal(() => dataset.usage('load')).place.field).toBe('load.kind');
    expect(refusal(() => readSeries(fileOf('many.series'))).expected).toBe('exactly one series');
  });
});

function patched(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}
