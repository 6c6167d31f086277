import { describe, expect, it } from 'vitest';
import { cloudCluster } from '../../../workloads/traces/cloud-cluster.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('Cloud Cluster Capacity, real files', () => {
  const path = excerpt('cloud-cluster-capacity/cluster19-dataseries-cpu-mem-202408_1-stat.csv.gz');

  it("reads a pool and leaves the publisher's forward fills missing", async () => {
    const { usage, report } = await imported(cloudCluster, path, { maxGapSteps: 0 });
    const [series] = usage;
    expect(series!.id).toBe('cluster19');
    expect(series!.startTime).toBe(Date.UTC(2024, 7, 26, 21, 51, 30) / 1000);
    expect(series!.cpuMillicores).toHaveLength(14_639);
    expect(report.counts).toMatchObject({
      rowsRead: 14_639,
      rowsWithoutUsage: 6517,
      stepsObserved: 8122,
      stepsMissing: 6517,
    });
    expect(total(series!.cpuMillicores)).toBeCloseTo(2_412_261_850.615, 2);
    expect(series!.memoryBytes[0]).toBeCloseTo(358.39453125e9, 3);
    expect(series!.cpuMillicores[2]).toBeNaN();
  });

  it('keeps them when asked, and reads every pool', async () => {
    const kept = await imported(cloudCluster, path, { keepFills: true });
    expect(kept.report.counts.stepsObserved).toBe(14_639);
    expect((await imported(cloudCluster, excerpt('cloud-cluster-capacity'))).usage).toHaveLength(6);
  });
});

describe('Cloud Cluster Capacity', () => {
  const file = workshop();
  it('refuses a broken date', async () => {
    const path = file('a.csv', 'p,2024-08-26 21:51:30,2024-08-26 21:52:00,1,2\np,2024-08-26 25:52:00,,1,2\n');
    expect(await refusal(cloudCluster, path)).toMatch(/a\.csv:2: field "start" got "2024-08-26 25:52:00"/);
  });
});
