import { describe, expect, it } from 'vitest';
import { alibabaGenai } from '../../../workloads/traces/alibaba-genai.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('Alibaba GenAI, real files', () => {
  it('reads memory of every pod and the rate of requests over all', async () => {
    const { usage, load, report } = await imported(alibabaGenai, excerpt('alibaba2026-genai'), { maxGapSteps: 0 });
    expect(usage).toHaveLength(40);
    expect(report.counts).toMatchObject({ rowsRead: 57_639 + 10_811, filesSkipped: 1 });
    const pod = usage.find(({ id }) => id === '3fa8c0fcbd73508ae6cf1c521d80c208')!;
    expect(pod.stepSeconds).toBe(57);
    expect(pod.memoryBytes[0]).toBeCloseTo(0.834641714890798 * 64 * 2 ** 30, 3);
    expect(total(pod.memoryBytes) / (1175.718289077282 * 64 * 2 ** 30)).toBeCloseTo(1, 12);
    expect(pod.cpuMillicores.every(Number.isNaN)).toBe(true);
    expect(load).toHaveLength(1);
    expect(load[0]!.requestsPerSecond).toHaveLength(1341);
    expect(total(load[0]!.requestsPerSecond!)).toBeCloseTo(983.595, 6);
    expect(Math.max(...load[0]!.requestsPerSecond!)).toBeCloseTo(3.24, 9);
  });

  it('refuses the GPU table', async () => {
    const path = excerpt('alibaba2026-genai/pod_gpu_duty_cycle_anon.csv.gz');
    expect(await refusal(alibabaGenai, path)).toContain('pod_memory_util or qps');
  });
});

describe('Alibaba GenAI', () => {
  const file = workshop();
  it('takes values above 1.5 for percent, as the page documents them', async () => {
    const path = file('pod_memory_util_anon.csv', 'timestamp_anon,value,container_ip\n57.0,50,a\n114.0,25,a\n');
    const { usage } = await imported(alibabaGenai, path, { gibPerPod: 1 });
    expect([...usage[0]!.memoryBytes]).toEqual([2 ** 29, 2 ** 28]);
    expect(usage[0]!.source.assumptions.memoryScale).toBe('percent');
  });
});
