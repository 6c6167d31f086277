import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { expect, it } from 'vitest';
import { opendc } from '../../../workloads/traces/opendc.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total } from './imported.js';

describeShared('OpenDC, real files', () => {
  const rowsOf = async (name: string) =>
    parquetReadObjects({
      file: await asyncBufferFromFile(excerpt(`opendc-bitbrains-small/${name}.parquet`)),
      compressors,
    });

  it('lays the fragments of every task behind one another from its submission', async () => {
    const { usage, report } = await imported(opendc, excerpt('opendc-bitbrains-small'));
    const tasks = await rowsOf('tasks');
    const fragments = await rowsOf('fragments');
    expect(usage).toHaveLength(50);
    expect(report.counts.rowsRead).toBe(276_979);
    for (const series of usage.slice(0, 12)) {
      const task = tasks.find(({ id }) => String(id) === series.id)!;
      const own = fragments.filter(({ id }) => String(id) === series.id);
      expect(series.startTime).toBe(Number(task.submission_time) / 1000);
      // Work is conserved: usage times time, up to the seconds by which some durations miss the step.
      const perCore = Number(task.cpu_capacity) / Number(task.cpu_count);
      const work = own.reduce((sum, one) => sum + (Number(one.cpu_usage) / perCore) * Number(one.duration), 0);
      expect(total(series.cpuMillicores) * 300).toBeGreaterThan(work * 0.999);
      expect(total(series.cpuMillicores) * 300).toBeLessThan(work * 1.001);
      expect(series.cpuLimitMillicores![0]).toBe(Number(task.cpu_count) * 1000);
      expect(series.memoryLimitBytes![0]).toBe(Number(task.mem_capacity) * 1024);
    }
    expect(usage[0]!.memoryBytes.every(Number.isNaN)).toBe(true);
  });

  it('needs the tasks', async () => {
    expect(await refusal(opendc, excerpt('opendc-bitbrains-small/fragments.parquet'))).toContain('tasks.parquet');
  });
});
