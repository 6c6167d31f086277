import { describe, expect, it } from 'vitest';
import { planetlab } from '../../../workloads/traces/planetlab.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('PlanetLab, real files', () => {
  it('makes one CPU-only series a VM, on the day the folder is named for', async () => {
    const { usage, report } = await imported(planetlab, excerpt('planetlab-20110303'));
    expect(usage).toHaveLength(30);
    expect(report.counts.rowsRead).toBe(8640);
    expect(usage.reduce((sum, series) => sum + total(series.cpuMillicores), 0)).toBe(2_055_930);
    const series = usage.find(({ id }) => id === 'kupl1_ittc_ku_edu_root')!;
    expect(series.startTime).toBe(Date.UTC(2011, 2, 3) / 1000);
    expect([...series.cpuMillicores.subarray(0, 5)]).toEqual([350, 220, 310, 150, 30]);
    expect(series.memoryBytes.every(Number.isNaN)).toBe(true);
  });
});

describe('PlanetLab', () => {
  const file = workshop();

  it('knows its files by 288 percentages', () => {
    const head = (line: string, lines: number) => Buffer.from(`${line}\n`.repeat(lines));
    expect(planetlab.detect(head('100', 288), 'x')).toBe('usage');
    expect(planetlab.detect(head('100', 287), 'x')).toBeUndefined();
    expect(planetlab.detect(head('101', 288), 'x')).toBeUndefined();
  });

  it('refuses what is no percentage', async () => {
    expect(await refusal(planetlab, file('a', '1\n101\n'))).toMatch(/a:2: field "CPU %" got "101"/);
    expect(await refusal(planetlab, file('b', '1\n1 2\n'))).toContain('got "1 2"');
  });
});
