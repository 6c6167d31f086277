import { describe, expect, it } from 'vitest';
import { autothrottle } from '../../../workloads/traces/autothrottle.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('Autothrottle, real files', () => {
  it('makes one load series a curve', async () => {
    const { load } = await imported(autothrottle, excerpt('autothrottle-rps'));
    expect(load.map(({ id, requestsPerSecond, stepSeconds }) => [id, stepSeconds, total(requestsPerSecond!)])).toEqual([
      ['diurnal-2', 1, 822_101],
      ['diurnal', 1, 945_292],
      ['noisy', 1, 566_914],
    ]);
    expect(load[0]!.requestsPerSecond).toHaveLength(3600);
  });
});

describe('Autothrottle', () => {
  const file = workshop();
  it('refuses what is no rate', async () => {
    expect(await refusal(autothrottle, file('a.txt', '1\n-2\n'))).toMatch(
      /a\.txt:2: field "requests per second" got "-2"/,
    );
  });
});
