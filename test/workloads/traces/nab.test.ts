import { describe, expect, it } from 'vitest';
import { nab } from '../../../workloads/traces/nab.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('NAB, real files', () => {
  it('reads CPU percentages as usage', async () => {
    const { usage } = await imported(nab, excerpt('nab/realAWSCloudwatch/ec2_cpu_utilization_825cc2.csv'), {
      maxGapSteps: 0,
    });
    const [series] = usage;
    expect(series!.cpuMillicores).toHaveLength((1_398_298_140 - 1_397_088_240) / 300 + 1);
    expect(series!.startTime).toBe(1_397_088_240);
    expect(series!.cpuMillicores[0]).toBeCloseTo(919.58, 9);
    expect(total(series!.cpuMillicores)).toBeCloseTo(3_620_383.695, 5);
  });

  it('reads request counts as a load, with its eight clock gaps filled', async () => {
    const { load, report } = await imported(nab, excerpt('nab/realAWSCloudwatch/elb_request_count_8c0756.csv'));
    expect(report.counts).toMatchObject({ stepsObserved: 4032, stepsInterpolated: 8, stepsMissing: 0 });
    const observed = load[0]!.requestsPerSecond!.filter((_, step) => load[0]!.origin![step] === 0);
    expect(load[0]!.requestsPerSecond![0]).toBeCloseTo(94 / 300, 12);
    expect(total(observed) * 300).toBeCloseTo(249_327, 6);
  });

  it('reads the whole folder', async () => {
    const { usage, load, report } = await imported(nab, excerpt('nab'));
    expect([usage.length, load.length]).toEqual([9, 1]);
    expect(report.counts.rowsRead).toBe(54_927);
    expect(usage.find(({ id }) => id.includes('misconfiguration'))!.cpuMillicores).toHaveLength(18_050);
  });
});

describe('NAB', () => {
  const file = workshop();

  it('refuses a metric that is neither, unless it is said to be one', async () => {
    const path = file(
      'ec2_disk_write_bytes_1ef3de.csv',
      'timestamp,value\n2014-02-14 14:30:00,6\n2014-02-14 14:35:00,7\n',
    );
    expect(await refusal(nab, path)).toContain('request_count');
    expect((await imported(nab, path, { kind: 'requests' })).load).toHaveLength(1);
    const cpu = file('ec2_cpu_utilization_y.csv', 'timestamp,value\n2014-02-14 14:30:00,6\n');
    const { usage, report } = await imported(nab, [cpu, path]);
    expect(usage).toHaveLength(1);
    expect(report.counts.filesSkipped).toBe(1);
  });

  it('refuses a date that is none', async () => {
    const path = file('ec2_cpu_utilization_x.csv', 'timestamp,value\n2014-02-30 14:30:00,6\n');
    expect(await refusal(nab, path)).toMatch(/:2: field "timestamp" got "2014-02-30 14:30:00"/);
  });
});
