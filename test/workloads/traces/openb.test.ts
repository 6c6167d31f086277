import { expect, it } from 'vitest';
import { openb } from '../../../workloads/traces/openb.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, total } from './imported.js';

describeShared('openb, real pod list', () => {
  const path = excerpt('alibaba2023-gpu/openb_pod_list_default.csv.gz');

  it('adds up the requests of the pods that ran; usage is missing in every step', async () => {
    const { usage, load, report } = await imported(openb, path);
    expect(report.counts).toMatchObject({ rowsRead: 5435, rowsUsed: 4852, rowsWithoutUsage: 583 });
    expect(usage[0]!.cpuMillicores.every(Number.isNaN)).toBe(true);
    expect(usage[0]!.origin!.every((origin) => origin === 4)).toBe(true);
    expect(total(usage[0]!.cpuRequestMillicores!) / 419_331_181.4538889).toBeCloseTo(1, 10);
    expect(total(usage[0]!.memoryRequestBytes!) / 1_013_374_743_318_655.4).toBeCloseTo(1, 10);
    expect(total(load[0]!.users!)).toBeCloseTo(40_221.42833333334, 5);
    expect([...report.remarks].join()).toContain('requests only');
  });

  it('splits by QoS class', async () => {
    const { usage } = await imported(openb, path, { groupBy: 'qos' });
    expect(usage.map(({ id }) => id).sort()).toEqual(['BE', 'Burstable', 'Guaranteed', 'LS']);
    const sum = usage.reduce((cpu, series) => cpu + total(series.cpuRequestMillicores!), 0);
    expect(sum / 419_331_181.4538889).toBeCloseTo(1, 10);
  });
});
