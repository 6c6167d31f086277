import { describe, expect, it } from 'vitest';
import { datacenterAggregates } from '../../../workloads/traces/datacenter-aggregates.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('data-centre aggregates, real files', () => {
  it('reads the three traces, each in its own units', async () => {
    const { usage } = await imported(datacenterAggregates, excerpt('datacenter-aggregates'));
    const byId = new Map(usage.map((series) => [series.id, series]));
    const google = byId.get('google-2019-mean')!;
    expect(google.cpuMillicores).toHaveLength(8064);
    expect(total(google.cpuMillicores)).toBeCloseTo(244_022_154.2501428, 3);
    expect(google.memoryBytes[0]).toBeCloseTo(182_730_182_196.4944, 1);
    const azure = byId.get('azure-2019-total')!;
    expect(azure.cpuMillicores).toHaveLength(8640);
    expect(total(azure.cpuMillicores)).toBeCloseTo(534_347_760_324.29675, 0);
    expect(azure.memoryBytes.every(Number.isNaN)).toBe(true);
    expect(byId.get('alibaba-2018-mean')!.cpuMillicores).toHaveLength(8 * 288);
  });

  it('says that a day is short, since its rows have no stamps', async () => {
    const { report } = await imported(datacenterAggregates, excerpt('datacenter-aggregates/alibaba2018'));
    expect(report.counts).toMatchObject({ rowsRead: 289 + 226 + 6 * 288, stepsMissing: 62 });
    expect([...report.remarks].join()).toContain('226 of 288');
  });
});

describe('data-centre aggregates', () => {
  const file = workshop();
  it('refuses another header and a broken row', async () => {
    expect(await refusal(datacenterAggregates, file('a.csv', 'x,y\n1,2\n'))).toContain('one of the three headers');
    const path = file('b.csv', 'timestamp,cpu_usage,assigned_mem\n0,1,2\n,1,2\n');
    expect(await refusal(datacenterAggregates, path)).toMatch(/b\.csv:3: field "timestamp"/);
  });
});
