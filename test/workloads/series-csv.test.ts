import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../env/core/random.js';
import { formatSeriesCsv, parseSeriesCsv } from '../../workloads/series-csv.js';
import { refusal } from './refusal.js';
import { seriesOf } from './series-of.js';

describe('a series as CSV', () => {
  it('comes back exactly, whatever the numbers', () => {
    const random = new RandomStream(1, 'csv');
    const values = Array.from({ length: 500 }, (_, i) => (i % 17 === 0 ? Number.NaN : Math.exp(random.normal(0, 30))));
    const series = seriesOf(values, {
      id: 'a "quoted", # id',
      startTime: 1_700_000_000.25,
      stepSeconds: 1 / 3,
      cpuMaxMillicores: Float64Array.from(values, (value) => value * 2),
      memoryLimitBytes: new Float64Array(500).fill(2 ** 40),
      origin: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 4 : 0)),
      source: { dataset: 'd', entity: 'é', assumptions: { cores: 64, note: 'a\nb' }, licence: 'CC' },
    });
    expect(parseSeriesCsv(formatSeriesCsv(series), 'x.csv')).toEqual(series);
  });

  it('has the documented columns, and an empty cell for a missing value', () => {
    const [, header, first, second] = formatSeriesCsv(seriesOf([1.5, Number.NaN], { stepSeconds: 300 })).split('\n');
    expect([header, first, second]).toEqual(['time,cpu_millicores,memory_bytes', '0,1.5,1500', '300,,']);
  });

  it('may come from elsewhere: no comment line, other order, Windows line ends, no memory', () => {
    const series = parseSeriesCsv('\uFEFFcpu_millicores,time\r\n5,120\r\n,180\r\n7,240\r\n', 'dir/pod-1.csv');
    expect(series).toMatchObject({ id: 'pod-1', startTime: 120, stepSeconds: 60 });
    expect([...series.cpuMillicores]).toEqual([5, Number.NaN, 7]);
    expect([...series.memoryBytes]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('is refused by line and column', () => {
    const place = (text: string) => refusal(() => parseSeriesCsv(text, 'f.csv')).place;
    expect(place('time,cpu\n0,1\n')).toMatchObject({ file: 'f.csv', line: 1, field: 'cpu' });
    expect(place('cpu_millicores\n1\n')).toMatchObject({ line: 1, field: 'time' });
    expect(place('time,cpu_millicores\n0,1\n60,x\n')).toMatchObject({ line: 3, field: 'cpu_millicores', value: 'x' });
    expect(place('time,cpu_millicores\n0,1\n60\n')).toMatchObject({ line: 3, value: 1 });
    expect(place('time,cpu_millicores\n0,1\n60,1\n180,1\n')).toMatchObject({ line: 4, field: 'time', value: 180 });
    expect(place('time,cpu_millicores\n60,1\n0,1\n')).toMatchObject({ line: 3, field: 'time' });
    expect(place('time,cpu_millicores,origin\n0,1,9\n')).toMatchObject({ line: 2, field: 'origin', value: '9' });
    expect(place('time,cpu_millicores\n0,-1\n')).toMatchObject({ line: 2, field: 'cpu_millicores', value: '-1' });
    expect(place('# {"id":"x"}\ntime,cpu_millicores\n0,1\n')).toMatchObject({ field: 'startTime' });
    expect(place('# nonsense\ntime,cpu_millicores\n0,1\n')).toMatchObject({ line: 1 });
    expect(place('time,cpu_millicores\n')).toMatchObject({ file: 'f.csv' });
    expect(place('')).toMatchObject({ line: 1 });
  });
});
