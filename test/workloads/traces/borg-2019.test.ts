import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { StepOrigin } from '../../../workloads/usage-series.js';
import { describeShared, sharedPath } from '../../shared.js';
import { collect, counted, inputFolder, total } from './collect.js';

const input = inputFolder();
const GIB = 2 ** 30;

describeShared('borg-2019-csv, 26 real tasks', () => {
  const tasks = sharedPath('traces/borg2019-tasks');

  it('reads every row into 26 series with the steps an independent script counts', async () => {
    const { format, usage, report } = await collect([tasks]);
    expect(format).toBe('borg-2019-csv');
    expect(usage).toHaveLength(26);
    expect(counted(report)).toEqual({
      filesRead: 26,
      rowsRead: 30_101,
      rowsUsed: 30_101,
      shortWindows: 388,
      entitiesSeen: 26,
      seriesWritten: 26,
      stepsObserved: 29_856,
      stepsInterpolated: 438,
      stepsMissing: 19_024,
    });
    expect([1, 2, 3, 4, 5, 6].map((steps) => report.gaps.get(steps))).toEqual([298, 70, 16, 8, 1, undefined]);
    expect(new Set(usage.map(({ source }) => source.service))).toEqual(
      new Set(['113812204462', '380263806889', '382417448240']),
    );
  });

  it.each([
    ['113812204462/78-300000000-2678700000000', 300, 8929, 5322, 3689437.185059, 1.125982e13, 8409304.6875],
    ['380263806889/0-461643000000-631583000000', 461_400, 568, 0, 189584.738159, 9.046021e11, 448742.1875],
    ['113812204462/46-661200000000-2531907000000', 661_200, 6236, 3309, 3085392.757161, 8.984254e12, 5806757.8125],
  ])('time-weights %s as an independent script does', async (file, startTime, steps, missing, cpu, memory, limit) => {
    const { usage } = await collect([`${tasks}/${file}.csv.gz`]);
    const [series] = usage;
    expect(series!.startTime).toBe(startTime);
    expect(series!.cpuMillicores).toHaveLength(steps);
    expect(series!.origin!.filter((origin) => origin === StepOrigin.missing)).toHaveLength(missing);
    expect(total(series!.cpuMillicores)).toBeCloseTo(cpu, 4);
    expect(total(series!.memoryBytes) / memory).toBeCloseTo(1, 6);
    const limits = series!.cpuLimitMillicores!.filter((_, step) => series!.origin![step] === StepOrigin.observed);
    expect(total(limits)).toBeCloseTo(limit, 4);
  });

  it('weighs the first, short window of a task: 57 of 300 seconds', async () => {
    const { usage } = await collect([`${tasks}/380263806889/0-461643000000-631583000000.csv.gz`]);
    const [series] = usage;
    expect(series!.cpuMillicores[0]).toBeCloseTo((0.00042819976806600005 * 64_000 * 57) / 300, 12);
    expect(series!.memoryBytes[0]).toBeCloseTo(0.000288963317871 * 512 * GIB, 3);
    expect(series!.cpuMaxMillicores![0]).toBeCloseTo(467.77343749996805, 9);
    expect(series!.source).toMatchObject({
      dataset: 'borg-2019',
      entity: '380263806889-0',
      assumptions: { coresPerNcu: 64, gibPerMemoryUnit: 512 },
    });
    expect(series!.source.licence).toMatch(/CC-BY 4\.0/);
  });

  it('scales with the assumed machine, and ratios do not', async () => {
    const file = `${tasks}/382417448240/2-900078000000-1166034000000.csv.gz`;
    const standard = (await collect([file])).usage[0]!;
    const half = (await collect([file], { coresPerNcu: 32, gibPerMemoryUnit: 256 })).usage[0]!;
    for (const [step, cpu] of standard.cpuMillicores.entries()) {
      expect(half.cpuMillicores[step]! * 2).toBe(cpu);
      expect(half.cpuMillicores[step]! / half.cpuLimitMillicores![step]!).toBe(
        cpu / standard.cpuLimitMillicores![step]!,
      );
    }
    expect(half.source.assumptions).toEqual({ coresPerNcu: 32, gibPerMemoryUnit: 256 });
  });

  it('selects entities, lengths and a range', async () => {
    const some = await collect([tasks], { entities: ['380263806889-4', '382417448240-2'], from: 470_000, to: 900_600 });
    expect(some.usage.map(({ id }) => id)).toEqual(['380263806889-4', '382417448240-2']);
    expect(some.usage[0]!.startTime).toBe(469_800);
    expect(some.usage[1]!.cpuMillicores).toHaveLength(2);
    const long = await collect([tasks], { minHours: 24 * 20, maxEntities: 2 });
    expect(long.usage.map(({ id }) => id)).toEqual(['113812204462-46', '113812204462-78']);
    expect(counted(long.report)).toMatchObject({ entitiesSeen: 26, entitiesFiltered: 24 });
  });
});

describeShared('borg-2019-kaggle, the 34-column sample', () => {
  it('parses all 66 records, dictionaries and arrays over several lines', async () => {
    const { format, usage, report } = await collect([sharedPath('traces/borg2019-kaggle')]);
    expect(format).toBe('borg-2019-kaggle');
    expect(counted(report)).toMatchObject({
      rowsRead: 66,
      rowsUsed: 66,
      duplicates: 1,
      entitiesSeen: 65,
      seriesWritten: 65,
    });
    expect(usage.every(({ cpuMillicores }) => cpuMillicores.length === 1)).toBe(true);
    expect(usage.reduce((sum, { cpuMillicores }) => sum + cpuMillicores[0]!, 0)).toBeCloseTo(38599.200846, 5);
    expect(usage.reduce((sum, { memoryBytes }) => sum + memoryBytes[0]!, 0) / 2.166353e11).toBeCloseTo(1, 6);
    expect(usage[0]).toMatchObject({ id: '94591244395-144', startTime: 274_800 });
    expect([usage[0]!.cpuMillicores[0], usage[0]!.memoryBytes[0]]).toEqual([298.33984375, 3254779904]);
    expect([...report.remarks]).toEqual([expect.stringMatching(/not a time series/)]);
  });

  it('can leave alloc sets out', async () => {
    const { report } = await collect([sharedPath('traces/borg2019-kaggle')], { allocSets: false });
    expect(counted(report)).toMatchObject({ rowsRead: 66, allocSets: 9 });
  });
});

describeShared('Borg 2019 machine events', () => {
  it.each(['json', 'parquet'])('are recognised and refused (%s)', async (encoding) => {
    const path = sharedPath(`traces/borg2019-bigquery/machine_events-000000000000.${encoding}.gz`);
    await expect(collect([path])).rejects.toThrow(/Borg 2019 machine_events.*instance_usage/);
    await expect(collect([path], {}, { format: `borg-2019-${encoding}` })).rejects.toThrow(/instance_usage/);
  });
});

interface UsageRow {
  readonly start_time: number;
  readonly end_time: number;
  readonly collection_id: number;
  readonly instance_index: number;
  readonly collection_type: number;
  readonly alloc_collection_id: number;
  readonly average_usage: { readonly cpus: number | null; readonly memory: number | null };
  readonly maximum_usage: { readonly cpus: number | null; readonly memory: number | null } | null;
  readonly assigned_memory: number | null;
}

/** Two tasks over an hour, one of which moves machine in the middle of a window, an alloc set, and a row of the trace's end. */
function usageRows(): UsageRow[] {
  const random = new RandomStream(8, 'borg');
  const rows: UsageRow[] = [];
  const add = (start: number, end: number, instance: number, type = 0, alloc = 0) =>
    rows.push({
      start_time: start * 1e6,
      end_time: end * 1e6,
      collection_id: 377_000_000_001,
      instance_index: instance,
      collection_type: type,
      alloc_collection_id: alloc,
      average_usage: { cpus: random.next() / 64, memory: random.next() / 512 },
      maximum_usage: random.next() < 0.2 ? null : { cpus: random.next(), memory: null },
      assigned_memory: random.next() < 0.5 ? 0.01 : null,
    });
  for (let start = 600; start < 4200; start += 300) {
    if (start === 1800) {
      add(start, start + 100, 0);
      add(start + 120, start + 300, 0);
    } else add(start, start + 300, 0);
    add(start, start + 300, 1, 0, 555);
    add(start, start + 300, 2, 1);
  }
  return rows;
}

const INT64_MAX = '9223372036854775807';

/** As BigQuery exports it: int64 as text, nulls left out. */
function jsonLine(row: object): string {
  return JSON.stringify(row, (_key, value: unknown) => {
    if (value === null) return undefined;
    return typeof value === 'number' && Number.isInteger(value) ? String(value) : value;
  });
}

function parquetFile(rows: readonly UsageRow[]): Uint8Array {
  const int64 = (
    name: 'start_time' | 'end_time' | 'collection_id' | 'instance_index' | 'alloc_collection_id' | 'collection_type',
  ) => ({
    name,
    data: rows.map((row) => BigInt(row[name])),
  });
  const struct = (name: string) => [
    { name, repetition_type: 'OPTIONAL' as const, num_children: 2 },
    { name: 'cpus', type: 'DOUBLE' as const, repetition_type: 'OPTIONAL' as const },
    { name: 'memory', type: 'DOUBLE' as const, repetition_type: 'OPTIONAL' as const },
  ];
  const integer = (name: string) => ({ name, type: 'INT64' as const, repetition_type: 'OPTIONAL' as const });
  const columnData = [
    int64('start_time'),
    int64('end_time'),
    int64('collection_id'),
    int64('instance_index'),
    int64('collection_type'),
    int64('alloc_collection_id'),
    { name: 'average_usage', data: rows.map((row) => row.average_usage) },
    { name: 'maximum_usage', data: rows.map((row) => row.maximum_usage) },
    { name: 'assigned_memory', data: rows.map((row) => row.assigned_memory) },
  ];
  const schema = [
    { name: 'root', num_children: columnData.length },
    ...columnData.slice(0, 6).map(({ name }) => integer(name)),
    ...struct('average_usage'),
    ...struct('maximum_usage'),
    { name: 'assigned_memory', type: 'DOUBLE' as const, repetition_type: 'OPTIONAL' as const },
  ];
  const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) };
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, rowGroupSize: 10, codec: 'GZIP', compressors }));
}

describe('borg-2019-json and borg-2019-parquet', () => {
  const rows = usageRows();
  const json = () => input('usage.json.gz', gzipSync(`${rows.map(jsonLine).join('\n')}\n`));
  const parquet = () => input('usage.parquet.gz', parquetFile(rows));

  it('give the same series from both encodings', async () => {
    const fromJson = await collect([json()]);
    const fromParquet = await collect([parquet()]);
    expect([fromJson.format, fromParquet.format]).toEqual(['borg-2019-json', 'borg-2019-parquet']);
    expect(fromJson.usage).toEqual(fromParquet.usage);
    expect(counted(fromJson.report)).toEqual(counted(fromParquet.report));
    expect(counted(fromJson.report)).toMatchObject({ rowsRead: 37, rowsUsed: 25, allocSets: 12, shortWindows: 2 });
    expect(fromJson.usage.map(({ id }) => id)).toEqual(['377000000001-0', '377000000001-1']);
  });

  it('average a window in which the task moved', async () => {
    const { usage } = await collect([json()]);
    const [first, second] = rows.filter(
      (row) => row.instance_index === 0 && row.start_time >= 1800e6 && row.start_time < 2100e6,
    );
    const cpu = (first!.average_usage.cpus! * 100 + second!.average_usage.cpus! * 180) / 300;
    const memory = (first!.average_usage.memory! * 100 + second!.average_usage.memory! * 180) / 280;
    expect(usage[0]!.cpuMillicores[4]).toBeCloseTo(cpu * 64_000, 9);
    expect(usage[0]!.memoryBytes[4]! / (memory * 512 * GIB)).toBeCloseTo(1, 12);
  });

  it('take requests and run times from instance events, tiers from collection events', async () => {
    const event = (time: number | string, type: number, extra: object = {}) =>
      jsonLine({
        time: typeof time === 'string' ? time : time * 1e6,
        type,
        collection_id: 377_000_000_001,
        instance_index: 0,
        ...extra,
      });
    const events = [
      event(0, 0, { resource_request: { cpus: 0.125, memory: 0.25 } }),
      event(500, 3),
      event(1750, 10, { resource_request: { cpus: 0.5, memory: 0.25 } }),
      event(4200, 6),
      event(INT64_MAX, 8),
    ];
    const collections = jsonLine({
      time: 0,
      type: 0,
      collection_id: 377_000_000_001,
      priority: 200,
      vertical_scaling: 3,
    });
    const side = [
      input('instance_events.json', events.join('\n')),
      input('collection_events.json', `${collections}\n`),
    ];
    const { usage, report } = await collect([json(), ...side], { tier: 'production', verticalScaling: [3] });
    expect(usage).toHaveLength(2);
    expect([...usage[0]!.cpuRequestMillicores!].slice(0, 6)).toEqual([8000, 8000, 8000, 8000, 32_000, 32_000]);
    expect(usage[0]!.memoryRequestBytes![0]).toBe(0.25 * 512 * GIB);
    expect(counted(report)).toMatchObject({ sideRows: 6, sentinels: 1 });
    const free = await collect([json(), ...side], { tier: 'free' });
    expect(counted(free.report)).toMatchObject({ rowsNotSelected: 25 });
    await expect(collect([json()], { tier: 'free' })).rejects.toThrow(/collection_events/);
  });

  it('leave out tasks inside allocs where asked to', async () => {
    const { usage } = await collect([json()], { leaveOutAllocs: true });
    expect(usage.map(({ id }) => id)).toEqual(['377000000001-0']);
  });

  it('refuse broken JSON by line, and count it in a lenient import', async () => {
    const broken = input(
      'broken.json',
      `${jsonLine(rows[0]!)}\n{"start_time":\n${jsonLine({ ...rows[1], end_time: 'soon' })}\n${jsonLine(rows[3]!)}`,
    );
    await expect(collect([broken])).rejects.toThrow(/broken\.json:2: .*a JSON object/);
    const { report } = await collect([broken], {}, { lenient: true });
    expect(counted(report)).toMatchObject({ rowsUsed: 2, rowsRefused: 2 });
    expect([...report.refusals.values()].map(({ firstLine }) => firstLine)).toEqual([2, 3]);
  });

  it('refuse a damaged Parquet file', async () => {
    const whole = parquetFile(rows);
    const path = input('cut.parquet', whole.subarray(0, whole.length - 40));
    await expect(collect([path])).rejects.toThrow(/undamaged, complete Parquet/);
  });
});
