import { expect, it } from 'vitest';
import { k8sTestbed } from '../../../workloads/traces/k8s-testbed.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, total } from './imported.js';

describeShared('the HPA test-bed, real file', () => {
  it('gives the usage of a deployment and the load it was under', async () => {
    const { usage, load, report } = await imported(k8sTestbed, excerpt('k8s-prometheus-testbed'));
    expect(report.counts.rowsRead).toBe(4167);
    expect([usage.length, load.length]).toEqual([1, 1]);
    expect(usage[0]!.startTime).toBe(Date.UTC(2026, 2, 6, 11, 59, 30) / 1000);
    expect(usage[0]!.stepSeconds).toBe(15);
    expect(total(usage[0]!.cpuMillicores)).toBeCloseTo(69_735.8419256464, 6);
    expect(usage[0]!.memoryBytes[100]).toBe(17_082_368);
    expect(total(load[0]!.requestsPerSecond!)).toBeCloseTo(819_936.4370660203, 6);
  });
});
