import { describe, expect, it } from 'vitest';
import { gcdVms } from '../../../workloads/traces/gcd-vms.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('GCD VMs, real files', () => {
  it('makes one gap-free series a job over its ten days', async () => {
    const { usage, report } = await imported(gcdVms, excerpt('borg2011-gcd-vms'));
    expect(usage).toHaveLength(16);
    expect(usage.every((series) => series.cpuMillicores.length === 2880)).toBe(true);
    expect(report.counts).toMatchObject({ rowsRead: 46_080, stepsObserved: 46_080, stepsMissing: 0 });
    const job = usage.find(({ id }) => id === '3418442')!;
    expect(job.cpuMillicores[0]).toBeCloseTo(7197.44, 9);
    expect(job.memoryBytes[0]).toBeCloseTo(6_366_172_324.82304, 3);
    expect(job.cpuMillicores[2 * 288 + 4]).toBeCloseTo(7408.32, 9);
    expect(total(job.cpuMillicores)).toBeCloseTo(17_143_626.528, 4);
    expect(job.source.assumptions).toEqual({ coresPerUnit: 32, gibPerUnit: 64 });
  });

  it('scales with the assumed machine and with nothing else', async () => {
    const path = excerpt('borg2011-gcd-vms/vm_3418442_1');
    const [small, large] = [await imported(gcdVms, path), await imported(gcdVms, path, { coresPerUnit: 64 })];
    expect([...large.usage[0]!.cpuMillicores]).toEqual([...small.usage[0]!.cpuMillicores].map((value) => value * 2));
    expect(large.usage[0]!.memoryBytes).toEqual(small.usage[0]!.memoryBytes);
  });
});

describe('GCD VMs', () => {
  const file = workshop();

  it('leaves a day that is not there missing, and takes tabs', async () => {
    const lines = '1\t2\n'.repeat(288);
    const { usage } = await imported(gcdVms, [file('vm_9_1', lines), file('vm_9_3', lines)]);
    expect(usage[0]!.cpuMillicores).toHaveLength(864);
    expect(usage[0]!.cpuMillicores[288]).toBeNaN();
    expect(usage[0]!.cpuMillicores[576]).toBe(320);
  });

  it('refuses a 289th line, a word and a third column', async () => {
    expect(await refusal(gcdVms, file('vm_9_4', '1 2\n'.repeat(289)))).toMatch(/vm_9_4:289: expected 288 lines/);
    expect(await refusal(gcdVms, file('vm_9_5', '1 2\n1 x\n'))).toMatch(/vm_9_5:2: field "memory" got "x"/);
    expect(await refusal(gcdVms, file('vm_9_6', '1 2\n1 2 3\n'))).toContain('2 fields');
  });
});
