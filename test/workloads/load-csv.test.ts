import { describe, expect, it } from 'vitest';
import { formatLoadCsv, isLoadCsv, parseLoadCsv } from '../../workloads/load-csv.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { refusal } from './refusal.js';

const load: LoadSeries = {
  id: 'shop/eu',
  startTime: 1.5,
  stepSeconds: 0.5,
  requestsPerSecond: Float64Array.of(1 / 3, Number.NaN, 1e9),
  users: Float64Array.of(0, 2.25, Number.NaN),
  origin: Uint8Array.of(0, 1, 2),
  source: { dataset: 'test', entity: 'shop', assumptions: { factor: 2 }, licence: 'none' },
};

describe('a load as CSV', () => {
  it('reads back exactly', () => {
    expect(parseLoadCsv(formatLoadCsv(load), 'x.csv')).toEqual(load);
    const { users: _, origin: __, ...rates } = load;
    const text = formatLoadCsv(rates);
    expect(text.split('\n').slice(1, 3)).toEqual(['time,requests_per_second', '1.5,0.3333333333333333']);
    expect(parseLoadCsv(text, 'x.csv')).toEqual(rates);
  });

  it('from elsewhere needs only a time and one of its columns', () => {
    const text = 'time,users\n60,1\n120,2\n';
    expect([isLoadCsv(text), isLoadCsv('time,cpu_millicores\n')]).toEqual([true, false]);
    expect(parseLoadCsv(text, 'a/shop.csv')).toMatchObject({ id: 'shop', startTime: 60, stepSeconds: 60 });
    expect(refusal(() => parseLoadCsv('time\n0\n', 'x.csv')).place.field).toBe('requests_per_second or users');
  });

  it('names the line and the column of a value that no load has', () => {
    for (const cell of ['-4', 'Infinity', 'many'])
      expect(refusal(() => parseLoadCsv(`time,users\n0,10\n60,${cell}\n`, 'x.csv')).message).toBe(
        `x.csv:3: field "users" got "${cell}": expected a number ≥ 0`,
      );
  });
});
