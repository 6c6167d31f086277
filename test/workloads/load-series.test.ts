import { expect, it } from 'vitest';
import { type LoadSeries, loadLength, validateLoadSeries } from '../../workloads/load-series.js';
import { refusal } from './refusal.js';

const base = { id: 'l', startTime: 0, stepSeconds: 60, source: { dataset: 'd', entity: 'e', assumptions: {} } };

it('takes requests, users or both', () => {
  for (const channels of [
    { requestsPerSecond: Float64Array.of(1, Number.NaN) },
    { users: Float64Array.of(0, 5) },
    { requestsPerSecond: Float64Array.of(1, 2), users: Float64Array.of(3, 4), origin: Uint8Array.of(0, 4) },
  ])
    expect(loadLength(validateLoadSeries({ ...base, ...channels }))).toBe(2);
});

it('refuses what no consumer can use, naming field and step', () => {
  const bad: readonly (readonly [Partial<LoadSeries>, object])[] = [
    [{}, { field: 'requestsPerSecond' }],
    [{ users: new Float64Array() }, { field: 'users' }],
    [
      { requestsPerSecond: Float64Array.of(1), users: Float64Array.of(1, 2) },
      { field: 'users', value: 2 },
    ],
    [{ users: Float64Array.of(1, -1) }, { field: 'users', line: 2, value: -1 }],
    [
      { users: Float64Array.of(1), origin: Uint8Array.of(5) },
      { field: 'origin', line: 1, value: 5 },
    ],
    [{ users: Float64Array.of(1), stepSeconds: 0 }, { field: 'stepSeconds' }],
    [{ users: Float64Array.of(1), id: '' }, { field: 'id' }],
  ];
  for (const [channels, place] of bad)
    expect(refusal(() => validateLoadSeries({ ...base, ...channels }, 'f.series')).place).toMatchObject({
      file: 'f.series',
      ...place,
    });
});
