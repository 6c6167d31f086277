import { describe, expect, it } from 'vitest';
import { bitbrains } from '../../../workloads/traces/bitbrains.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('Bitbrains, real files', () => {
  it('reads a fastStorage VM as it stands, from its first stamp', async () => {
    const { usage, report } = await imported(bitbrains, excerpt('bitbrains-faststorage'), { maxGapSteps: 0 });
    expect(usage).toHaveLength(1);
    const [series] = usage;
    expect(series!.startTime).toBe(1_376_314_846);
    expect(series!.stepSeconds).toBe(300);
    expect(series!.cpuMillicores[0]).toBeCloseTo(7.333333333333333, 12);
    expect(series!.memoryBytes[0]).toBeCloseTo(113_099_298.13333334, 6);
    expect(series!.cpuRequestMillicores![0]).toBe(1000);
    expect(series!.memoryLimitBytes![0]).toBe(2 ** 31);
    expect(total(series!.cpuMillicores)).toBeCloseTo(24_124.3373015873, 6);
    expect(Math.max(...series!.cpuMillicores.filter((value) => !Number.isNaN(value)))).toBeCloseTo(126, 9);
    expect(report.counts).toMatchObject({ rowsRead: 8619, rowsUsed: 8619, stepsObserved: 8619, duplicates: 0 });
  });

  it('puts readings whose stamps drift on the nearest step, each on one of its own', async () => {
    const { usage, report } = await imported(bitbrains, excerpt('bitbrains-rnd/2013-8/488.csv.gz'), { maxGapSteps: 0 });
    expect(usage[0]!.id).toBe('bitbrains-rnd/488');
    expect(usage[0]!.cpuMillicores).toHaveLength(8640);
    expect(report.counts).toMatchObject({ stepsObserved: 8620, stepsMissing: 20, duplicates: 0, merged: 0 });
    expect(total(usage[0]!.cpuMillicores)).toBeCloseTo(1_320_188.719003219, 5);
  });

  it('reads the damaged file, counts what is doubled, and leaves CPU without cores missing', async () => {
    const { usage, report } = await imported(bitbrains, excerpt('bitbrains-rnd/2013-8/82.csv.gz'));
    expect(usage).toHaveLength(1);
    expect(report.counts.rowsRead).toBe(16_982);
    expect(report.counts.missingFields).toBe(12_533);
    expect(report.counts.merged + report.counts.duplicates).toBe(16_982 - 8630);
    expect([...report.remarks].join()).toContain('12533 rows with 0 cores');
  });

  it('takes CPU from MHz as from percent', async () => {
    const path = excerpt('bitbrains-faststorage');
    const [percent, megahertz] = [
      await imported(bitbrains, path),
      await imported(bitbrains, path, { cpuField: 'mhz' }),
    ];
    const relative = total(megahertz.usage[0]!.cpuMillicores) / total(percent.usage[0]!.cpuMillicores);
    expect(relative).toBeCloseTo(1, 6);
  });

  it('reads every VM of a folder', async () => {
    const { usage, report } = await imported(bitbrains, excerpt('bitbrains-rnd'));
    expect(usage).toHaveLength(14);
    expect(report.counts.rowsRead).toBe(129_100);
  });
});

describe('Bitbrains', () => {
  const file = workshop();
  const header =
    'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB];\tMemory usage [KB]\n';

  it('takes stamps in milliseconds too, and months of a VM as one series', async () => {
    const months = [
      file('rnd/2013-7/7.csv', `${header}1372629600000;\t2;\t5000;\t50;\t1;\t1024;\t512\n`),
      file('rnd/2013-8/7.csv', `${header}1372630200;\t2;\t5000;\t50;\t3;\t1024;\t512\n`),
    ];
    const { usage } = await imported(bitbrains, months);
    expect(usage.map(({ id, startTime }) => [id, startTime])).toEqual([['rnd/7', 1_372_629_600]]);
    expect([...usage[0]!.cpuMillicores]).toEqual([20, 40, 60].map((value) => expect.closeTo(value, 9)));
    expect([...usage[0]!.origin!]).toEqual([0, 1, 0]);
  });

  it('names the line, the column and the value that are wrong', async () => {
    const path = file('bad.csv', `${header}1372629600;\t2;\t5000;\t50;\tmuch;\t1024;\t512\n`);
    expect(await refusal(bitbrains, path)).toMatch(/bad\.csv:2: field "CPU usage \[%\]" got "much": expected a number/);
    const stamp = file('stamp.csv', `${header};\t2;\t5000;\t50;\t1;\t1024;\t512\n`);
    expect(await refusal(bitbrains, stamp)).toContain('field "Timestamp [ms]"');
    const short = file('short.csv', `${header}1372629600;\t2\n`);
    expect(await refusal(bitbrains, short)).toContain('7 fields');
    const columns = file('columns.csv', 'Timestamp [ms];\tCPU cores\n1;\t2\n');
    expect(await refusal(bitbrains, columns)).toContain('CPU capacity provisioned [MHZ]');
  });
});
