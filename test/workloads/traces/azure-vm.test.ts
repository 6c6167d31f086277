import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { StepOrigin } from '../../../workloads/usage-series.js';
import { describeShared, sharedPath } from '../../shared.js';
import { collect, counted, inputFolder, total } from './collect.js';

const input = inputFolder();
const GIB = 2 ** 30;

describeShared('azure-vm, real readings', () => {
  it('reads one instant of 67 VMs and the 7 rows of vmtable', async () => {
    const { format, usage, report } = await collect([sharedPath('traces/azure-vm-raw')]);
    expect(format).toBe('azure-vm');
    expect(counted(report)).toMatchObject({
      rowsRead: 67,
      rowsUsed: 67,
      sideRows: 7,
      unmatched: 67,
      seriesWritten: 67,
    });
    expect(usage.reduce((sum, { cpuMillicores }) => sum + cpuMillicores[0]!, 0)).toBeCloseTo(4913.5353, 6);
    expect(usage[0]!.id).toBe('+ZcrOp5/c/fJ6mVgP5qMZlOAGDwyjaaDNM0WoWOt2IDb47gT0UwK9lFwkPQv3C7Q');
    expect(usage[0]!.source.assumptions).toMatchObject({ cores: 1, coresAssumed: true });
    expect(usage[0]!.memoryBytes).toEqual(Float64Array.of(Number.NaN));
  });

  it('reads 48 000 time-major readings of 6 VMs with a blank minimum, and fills the one stamp they all lack', async () => {
    const { format, usage, report } = await collect([sharedPath('traces/azure2017-vm-relayout')]);
    expect(format).toBe('azure-vm');
    expect(counted(report)).toMatchObject({
      rowsUsed: 48_000,
      seriesWritten: 6,
      stepsInterpolated: 6,
      stepsObserved: 48_000,
    });
    const sums = { 1732028: 328677.28405, 1010567: 197324.80052, 1407217: 3459958.848155, 1732086: 519162.177785 };
    for (const [id, sum] of Object.entries(sums)) {
      const series = usage.find((one) => one.id === id)!;
      expect(series.cpuMillicores).toHaveLength(8001);
      expect(series.origin![1_795_200 / 300]).toBe(StepOrigin.interpolated);
      expect(total(series.cpuMillicores)).toBeCloseTo(sum, 5);
    }
    expect(Math.max(...usage[0]!.cpuMaxMillicores!)).toBeCloseTo(988.46793, 9);
  });

  it('reads wide matrices of means and maxima as one set of 36 VMs, the same values as the long form', async () => {
    const wide = await collect([sharedPath('traces/azure2017-vm-wide')]);
    const long = await collect([sharedPath('traces/azure2017-vm-relayout')]);
    expect(wide.format).toBe('azure-vm-wide');
    expect(counted(wide.report)).toMatchObject({
      rowsRead: 16_000,
      rowsUsed: 576_000,
      merged: 288_000,
      seriesWritten: 36,
    });
    expect(wide.usage[35]!.id).toBe('1756188');
    expect(wide.usage[35]!.cpuMillicores.at(-1)).toBeCloseTo(147.96161, 9);
    for (const series of long.usage) {
      const same = wide.usage.find(({ id }) => id === series.id)!;
      expect(same.cpuMillicores).toEqual(series.cpuMillicores);
      expect(same.cpuMaxMillicores).toEqual(series.cpuMaxMillicores);
    }
  });

  it('refuses vmtable without readings', async () => {
    await expect(collect([sharedPath('traces/azure-vm-raw/vmtable')])).rejects.toThrow(
      /Azure vmtable.*vm_cpu_readings/,
    );
  });
});

const id = (letter: string) => letter.repeat(64);
const tableRow = (letter: string, category: string, cores: string, memory: string) =>
  `${id(letter)},${id('s')},${'d'.repeat(86)}==,0,2591700,99.3,3.4,10.1,${category},${cores},${memory}`;

describe('azure-vm', () => {
  const readings = [0, 300, 600].flatMap((time) =>
    ['A', 'B', 'C'].map((letter, vm) => `${time},${id(letter)},1,${vm === 2 ? 100.5 : 20},${10 * (vm + 1)}`),
  );
  const table = [
    tableRow('A', 'Interactive', '4', '8'),
    tableRow('B', 'Delay-insensitive', '>24', '>64'),
    tableRow('Z', 'Unknown', '2', '4'),
  ];
  const files = () => [
    input('vm_cpu_readings-file-1-of-195.csv.gz', gzipSync(readings.slice(0, 5).join('\n'))),
    input('vm_cpu_readings-file-2-of-195.csv.gz', gzipSync(`${readings.slice(5).join('\r\n')}\r\n`)),
    input('vmtable.csv', `${table.join('\n')}\n`),
  ];

  it('turns percentages into millicores of the cores in the table, buckets into the sizes assumed for them', async () => {
    const { usage, report } = await collect(files());
    expect(usage.map(({ cpuMillicores }) => [...cpuMillicores])).toEqual([
      [400, 400, 400],
      [6000, 6000, 6000],
      [300, 300, 300],
    ]);
    expect([usage[1]!.cpuLimitMillicores![0], usage[1]!.memoryRequestBytes![0]]).toEqual([30_000, 70 * GIB]);
    expect([usage[0]!.memoryLimitBytes![2], usage[2]!.memoryLimitBytes]).toEqual([8 * GIB, undefined]);
    expect(usage[2]!.cpuMaxMillicores![0]).toBe(1000);
    expect(counted(report)).toMatchObject({ rowsRead: 9, sideRows: 3, unmatched: 1, clipped: 3 });
    const smaller = await collect(files(), { coresAboveBucket: 32, coresIfUnknown: 2 });
    expect([smaller.usage[1]!.cpuMillicores[0], smaller.usage[2]!.cpuMillicores[0]]).toEqual([6400, 600]);
  });

  it('selects by category', async () => {
    const { usage } = await collect(files(), { categories: ['Interactive'] });
    expect(usage.map((series) => series.id)).toEqual([id('A')]);
    await expect(collect(files(), { categories: ['Batch'] })).rejects.toThrow(/categories/);
  });

  it('stops taking new VMs once there are enough', async () => {
    const { usage, report } = await collect(files(), { maxEntities: 2 });
    expect(usage).toHaveLength(2);
    expect(counted(report)).toMatchObject({ rowsNotSelected: 3, rowsUsed: 6, entitiesSeen: 2 });
  });

  it('finds a VM of a matrix by its row in vmtable', async () => {
    const matrix = input('avgcpu.csv', 'timestamp,2,1\n0,50,10\n300,,20\n');
    const { usage } = await collect([matrix, input('vmtable-2.csv', table.join('\n'))], { maxGapSteps: 0 });
    expect(usage.map((series) => [series.id, ...series.cpuMillicores])).toEqual([
      ['2', 15_000],
      ['1', 400, 800],
    ]);
  });
});
