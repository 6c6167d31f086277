import { describe, expect, it } from 'vitest';
import { nasaHttp } from '../../../workloads/traces/nasa-http.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('NASA-HTTP, real counts', () => {
  it('reads a line of 2.4 million counts', async () => {
    const { load } = await imported(nasaHttp, excerpt('web-nasa-http'));
    const rates = load[0]!.requestsPerSecond!;
    expect(rates).toHaveLength(2_419_200);
    expect(total(rates)).toBe(1_909_434);
    expect(rates.indexOf(20)).toBe(1_085_577);
    expect(load[0]!.startTime).toBe(Date.UTC(1995, 6, 1, 4) / 1000);
  });

  it('averages over longer steps', async () => {
    const { load } = await imported(nasaHttp, excerpt('web-nasa-http'), { stepSeconds: 3600 });
    expect(load[0]!.requestsPerSecond).toHaveLength(28 * 24);
    expect(total(load[0]!.requestsPerSecond!) * 3600).toBeCloseTo(1_909_434, 4);
  });
});

describe('a web server log', () => {
  const file = workshop();
  const line = (time: string) => `199.72.81.55 - - [${time}] "GET /history/apollo/ HTTP/1.0" 200 6245\n`;

  it('is counted by the second, zone and all', async () => {
    const text = line('01/Jul/1995:00:00:01 -0400').repeat(2) + line('01/Jul/1995:00:00:04 -0400');
    const { load, report } = await imported(nasaHttp, file('access_log', text));
    expect(load[0]!.startTime).toBe(Date.UTC(1995, 6, 1, 4, 0, 1) / 1000);
    expect([...load[0]!.requestsPerSecond!]).toEqual([2, 0, 0, 1]);
    expect(report.counts.rowsUsed).toBe(3);
  });

  it('is refused where a line has no time, or left out and counted', async () => {
    const path = file('bad_log', `${line('01/Jul/1995:00:00:01 -0400')}no log line\n`);
    expect(await refusal(nasaHttp, path)).toMatch(/bad_log:2: field "time" got "no log line"/);
    const { report } = await imported(nasaHttp, path, {}, true);
    expect(report.counts.rowsRefused).toBe(1);
    expect(await refusal(nasaHttp, file('counts', `${'1 '.repeat(30)}x 2\n`))).toContain('byte 60');
  });
});
