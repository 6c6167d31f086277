import { describe, expect, it } from 'vitest';
import { kruize } from '../../../workloads/traces/kruize.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('Kruize, real file', () => {
  it('reads a container on average, with peaks, requests and limits', async () => {
    const { usage, report } = await imported(kruize, excerpt('kruize-tfb'));
    const [series] = usage;
    expect(report.counts).toMatchObject({ rowsRead: 82, stepsObserved: 82 });
    expect(series!.startTime).toBe(Date.UTC(2022, 11, 20, 15, 40, 2) / 1000);
    expect(series!.stepSeconds).toBe(900);
    expect(series!.cpuMillicores[1]).toBeCloseTo(3078.8092471887, 9);
    expect(series!.cpuMaxMillicores![1]).toBeCloseTo(4058.84393815185, 9);
    expect(series!.cpuLimitMillicores![0]).toBe(8000);
    expect(total(series!.cpuMillicores)).toBeCloseTo(268_806.413418827, 5);
  });

  it('reads all containers together', async () => {
    const { usage } = await imported(kruize, excerpt('kruize-tfb'), { aggregate: 'sum' });
    expect(usage[0]!.memoryBytes[1]).toBeCloseTo(766_378_908.903226, 3);
    expect(usage[0]!.cpuMaxMillicores).toBeUndefined();
  });
});

describe('Kruize', () => {
  const file = workshop();
  const header =
    'interval_start_time,interval_end_time,cpu_usage_avg_container,mem_usage_avg_container,container_name\n';

  it('tells workloads in one file apart', async () => {
    const row = (name: string) => `Tue Dec 20 15:40:02 UTC 2022,Tue Dec 20 15:55:02 UTC 2022,1,2,${name}\n`;
    const { usage } = await imported(kruize, file('two.csv', header + row('a') + row('b')));
    expect(usage.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('refuses a time it cannot read', async () => {
    const path = file('bad.csv', `${header}yesterday,today,1,2,a\n`);
    expect(await refusal(kruize, path)).toMatch(/bad\.csv:2: field "interval_start_time" got "yesterday"/);
  });
});
