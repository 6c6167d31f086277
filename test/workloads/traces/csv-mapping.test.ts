import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseClockTime } from '../../../workloads/traces/clock-time.js';
import { csvMapping } from '../../../workloads/traces/csv-mapping.js';
import { kruize } from '../../../workloads/traces/kruize.js';
import { parseUnitCell } from '../../../workloads/traces/unit-cell.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, workshop } from './imported.js';

const file = workshop();

describe('any CSV by column mapping', () => {
  it('reads named columns, entities and units', async () => {
    const path = file(
      'a.csv',
      'ts,ns,pod,cpu_pct,rss,req\n0,shop,web,50,1.5,0.5\n0,shop,db,10,2,0.5\n30,shop,web,25,1.5,0.5\n30,shop,db,20,2,0.5\n',
    );
    const options = {
      time: 'ts',
      entity: 'ns,pod',
      cpu: 'cpu_pct',
      cpuUnit: 'percent:4',
      memory: 'rss',
      memoryUnit: 'MiB',
    };
    const { usage } = await imported(csvMapping, path, options);
    expect(usage.map(({ id }) => id)).toEqual(['shop/web', 'shop/db']);
    expect(usage[0]!.stepSeconds).toBe(30);
    expect([...usage[0]!.cpuMillicores]).toEqual([2000, 1000]);
    expect([...usage[0]!.memoryBytes]).toEqual([1.5 * 2 ** 20, 1.5 * 2 ** 20]);
    expect(usage[0]!.source.assumptions).toMatchObject({ cpuUnit: 'percent:4', memoryUnit: 'MiB' });
  });

  it('reads columns by number, with a header or without', async () => {
    const rows = '1700000000000;0,25;1.024,5\n1700000060000;0,5;1.024,5\n';
    const options = { time: 1, cpu: 2, memory: 3, decimal: ',', memoryUnit: 'KB' };
    for (const path of [
      file('n.csv', rows),
      file('h.csv', `when;cpu;mem\n${rows}`),
      file('z.csv.gz', gzipSync(rows)),
    ]) {
      const { usage } = await imported(csvMapping, path, options);
      expect(usage[0]!.startTime).toBe(1_700_000_000);
      expect([...usage[0]!.cpuMillicores]).toEqual([250, 500]);
      expect([...usage[0]!.memoryBytes]).toEqual([1_024_500, 1_024_500]);
    }
  });

  it('lets units in the cells win', async () => {
    const path = file(
      'u.csv',
      'Time,CPU,Memory\n"2024-01-01 00:00:00",230m,"1.2 GiB"\n"2024-01-01 00:01:00",12.5%,512Mi\n',
    );
    const { usage } = await imported(csvMapping, path, {
      time: 'Time',
      cpu: 'CPU',
      cpuUnit: 'percent:2',
      memory: 'Memory',
    });
    expect([...usage[0]!.cpuMillicores]).toEqual([230, 250]);
    expect([...usage[0]!.memoryBytes]).toEqual([1.2 * 2 ** 30, 2 ** 29]);
  });

  it('reads dirty files: byte-order mark, CRLF, quotes, separators and line breaks in cells, blank lines', async () => {
    const path = file('d.csv', '\uFEFF"time";"name";"cpu"\r\n\r\n0;"a;\r\n""b""";0.1\r\n60;"a;\r\n""b""";0.2');
    const { usage } = await imported(csvMapping, path, { time: 'time', entity: ['name'], cpu: 'cpu' });
    expect(usage[0]!.id).toBe('a;\r\n"b"');
    expect([...usage[0]!.cpuMillicores]).toEqual([100, 200]);
  });

  it('differences counters, takes shares of a total, request rates and users', async () => {
    const path = file('c.csv', 't,s,m,r,u\n0,0,50%,7,3\n60,30,0.25,8,4\n120,33,0.25,9,5\n');
    const options = {
      time: 't',
      cpu: 's',
      cpuUnit: 'seconds',
      memory: 'm',
      memoryUnit: 'fraction:16GiB',
      requestsPerSecond: 'r',
      users: 'u',
    };
    const { usage, load } = await imported(csvMapping, path, options);
    expect([...usage[0]!.cpuMillicores.subarray(0, 2)].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([
      500, 50,
    ]);
    expect([...usage[0]!.memoryBytes]).toEqual([8, 4, 4].map((gib) => gib * 2 ** 30));
    expect(load.map(({ id }) => id)).toEqual(['c/requestsPerSecond', 'c/users']);
    expect([...load[0]!.requestsPerSecond!]).toEqual([7, 8, 9]);
    expect([...load[1]!.users!]).toEqual([3, 4, 5]);
  });

  it('takes counts over the interval, and counters that restart, as request rates', async () => {
    const path = file('hits.csv', 't,hits,total\n0,120,1000\n60,30,1120\n120,,30\n180,90,630\n');
    const counts = await imported(csvMapping, path, { time: 't', requestCount: 'hits', maxGapSteps: 0 });
    expect(counts.usage).toEqual([]);
    expect(counts.load.map(({ id }) => id)).toEqual(['hits/requestsPerSecond']);
    expect([...counts.load[0]!.requestsPerSecond!]).toEqual([2, 0.5, Number.NaN, 1.5]);
    expect(counts.load[0]!.source.assumptions).toMatchObject({
      'requestsPerSecond from': 'requestCount',
      countSeconds: 60,
    });
    const hourly = await imported(csvMapping, path, { time: 't', requestCount: 'hits', countSeconds: 30 });
    expect(hourly.load[0]!.requestsPerSecond![0]).toBe(4);
    const counter = await imported(csvMapping, path, { time: 't', requestCounter: 'total' });
    expect([...counter.load[0]!.requestsPerSecond!]).toEqual([2, 0.5, 10]);
    expect(counter.report.counts.counterResets).toBe(1);
  });

  it('averages a load over longer steps, and takes one column of requests only', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `${60 * i},${i},a\n${60 * i},${2 * i},b\n`).join('');
    const path = file('mean.csv', `t,r,s\n${rows}`);
    const map = { time: 't', entity: 's', requestsPerSecond: 'r' };
    const { load } = await imported(csvMapping, path, { ...map, stepSeconds: 300 });
    expect(load.map(({ id, requestsPerSecond }) => [id, ...requestsPerSecond!])).toEqual([
      ['a/requestsPerSecond', 2, 7],
      ['b/requestsPerSecond', 4, 14],
    ]);
    expect(await refusal(csvMapping, path, { ...map, requestCount: 'r' })).toMatch(
      /field "requestCount".*requestsPerSecond/,
    );
    const units = file('units.csv', 't,r\n0,90 req/m\n60,1.2 K req/s\n');
    const rated = await imported(csvMapping, units, { time: 't', requestsPerSecond: 'r' });
    expect([...rated.load[0]!.requestsPerSecond!]).toEqual([1.5, 1200]);
    expect(await refusal(csvMapping, units, { time: 't', users: 'r' })).toContain('a number without a unit');
    expect(await refusal(csvMapping, units, { time: 't', cpu: 'r' })).toContain('an amount of CPU');
  });

  it('leaves blanks and words for nothing missing, counts negatives, sorts, keeps the last of doubled rows', async () => {
    const path = file('m.csv', 't,c\n120,3\n0,1\n60,\n180,-1\n240,5\n240,6\n');
    const { usage, report } = await imported(csvMapping, path, { time: 't', cpu: 'c', maxGapSteps: 0 });
    expect([...usage[0]!.cpuMillicores]).toEqual([1000, Number.NaN, 3000, Number.NaN, 6000]);
    expect(report.counts).toMatchObject({ negatives: 1, duplicates: 1 });
  });

  it('refuses what it cannot understand, with record, column and value', async () => {
    const path = file('bad.csv', 't,c,m\n0,1,1\n60,much,1\n');
    const map = { time: 't', cpu: 'c' };
    expect(await refusal(csvMapping, path, map)).toMatch(/bad\.csv:3: field "c" got "much": expected a number/);
    expect(await refusal(csvMapping, path, { ...map, cpu: 'cpus' })).toMatch(
      /field "cpu" got "cpus": expected one of the columns t, c, m/,
    );
    expect(await refusal(csvMapping, path, { ...map, cpuUnit: 'horses' })).toContain('field "cpuUnit" got "horses"');
    expect(await refusal(csvMapping, path, { ...map, memoryUnit: 'fraction' })).toContain('field "memoryUnit"');
    expect(await refusal(csvMapping, path, { time: 't' })).toContain('at least one of cpu, memory');
    expect(await refusal(csvMapping, file('t.csv', 't,c\nnoon,1\n'), map)).toMatch(/t\.csv:2: field "t" got "noon"/);
    expect(await refusal(csvMapping, file('p.csv', 't,m\n0,50%\n'), { time: 't', memory: 'm' })).toContain(
      'percent:TOTAL',
    );
    expect(await refusal(csvMapping, file('w.csv', 't,c\n0,1 GiB\n'), map)).toContain('an amount of CPU');
    const lenient = await imported(csvMapping, path, map, true);
    expect(lenient.report.counts.rowsRefused).toBe(1);
  });
});

describeShared('column mapping against an importer of its own', () => {
  it('reads the Kruize file to the same usage', async () => {
    const options = { time: 'interval_start_time', cpu: 'cpu_usage_avg_container', memory: 'mem_usage_avg_container' };
    const mapped = await imported(csvMapping, excerpt('kruize-tfb/tfb_data.first82.csv'), options);
    const own = await imported(kruize, excerpt('kruize-tfb'));
    for (const channel of ['cpuMillicores', 'memoryBytes'] as const) {
      const [a, b] = [mapped.usage[0]![channel], own.usage[0]![channel]];
      expect(a).toHaveLength(b.length);
      for (let step = 0; step < a.length; step++) expect(a[step]).toBeCloseTo(b[step]!, 6);
    }
  });
});

describe('parseClockTime', () => {
  it.each([
    ['2021-07-06T10:00:00Z', Date.UTC(2021, 6, 6, 10)],
    ['2021-07-06T10:00:00.250+02:00', Date.UTC(2021, 6, 6, 8, 0, 0, 250)],
    ['2021-07-06 10:00', Date.UTC(2021, 6, 6, 10)],
    ['2021/7/6', Date.UTC(2021, 6, 6)],
    ['04.11.2015 20:50:28', Date.UTC(2015, 10, 4, 20, 50, 28)],
    ['Tue Dec 20 15:40:02 UTC 2022', Date.UTC(2022, 11, 20, 15, 40, 2)],
    ['Tue Jul 06 2021 10:00:00 GMT+0100 (British Summer Time)', Date.UTC(2021, 6, 6, 9)],
    ['01/Jul/1995:00:00:01 -0400', Date.UTC(1995, 6, 1, 4, 0, 1)],
  ])('%s', (text, milliseconds) => {
    expect(parseClockTime(text)).toBe(milliseconds / 1000);
  });

  it.each(['', '12', '2021-02-29', '2021-13-01', '2021-01-01 25:00', '2021-01-01 10:61', 'yesterday'])(
    'is NaN for "%s"',
    (text) => {
      expect(parseClockTime(text)).toBeNaN();
    },
  );

  it('keeps what a double can of seven decimals', () => {
    expect(parseClockTime('2023-11-16 18:15:46.6805900')).toBeCloseTo(
      Date.UTC(2023, 10, 16, 18, 15, 46) / 1000 + 0.68059,
      6,
    );
  });
});

describe('parseUnitCell', () => {
  it.each([
    ['12.3%', 12.3, 'percent'],
    ['1.2 GiB', 1.2 * 2 ** 30, 'bytes'],
    ['230 m', 0.23, 'cores'],
    ['1,234.5', 1234.5, 'plain'],
    ['-3e-2', -0.03, 'plain'],
    ['512Mi', 2 ** 29, 'bytes'],
    ['2 cores', 2, 'cores'],
  ] as const)('%s', (text, value, dimension) => {
    const cell = parseUnitCell(text)!;
    expect(cell.value).toBeCloseTo(value, 9);
    expect(cell.dimension).toBe(dimension);
  });

  it('knows nothing, infinity and nonsense', () => {
    expect(parseUnitCell('')!.value).toBeNaN();
    expect(parseUnitCell('NaN')!.value).toBeNaN();
    expect(parseUnitCell('+Inf')!.value).toBe(Number.POSITIVE_INFINITY);
    expect(parseUnitCell('1,23', ',')!.value).toBe(1.23);
    for (const text of ['many', '1 parsec', '1,23', '1.2.3', '--1']) expect(parseUnitCell(text), text).toBeUndefined();
  });
});
