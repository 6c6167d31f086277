import { describe, expect, it } from 'vitest';
import { StepOrigin } from '../../../workloads/usage-series.js';
import { describeShared, sharedPath } from '../../shared.js';
import { collect, counted, inputFolder } from './collect.js';

const input = inputFolder();
const GIB = 2 ** 30;

describeShared('borg-2011, real lines', () => {
  const folder = sharedPath('traces/borg2011-raw');

  it('reads task_usage, joins task_events and skips the tables without usage', async () => {
    const { format, usage, report } = await collect([folder]);
    expect(format).toBe('borg-2011');
    expect(counted(report)).toMatchObject({ filesRead: 2, filesSkipped: 2, rowsRead: 2, rowsUsed: 2, sideRows: 3 });
    expect(usage.map(({ id, startTime }) => [id, startTime])).toEqual([
      ['3418309-0', 600],
      ['3418309-1', 600],
    ]);
    const [first, second] = usage;
    expect([first!.cpuMillicores[0], second!.cpuMillicores[0]]).toEqual([49.984, 50.176]);
    expect(first!.memoryBytes[0]).toBe(0.06787 * 64 * GIB);
    expect(first!.cpuMaxMillicores![0]).toBeCloseTo(1269.44, 9);
    expect(first!.memoryLimitBytes![0]).toBeCloseTo(5200689999.38048, 3);
    expect(first!.cpuRequestMillicores).toBeUndefined();
    expect(first!.source).toMatchObject({ service: '3418309', assumptions: { coresPerUnit: 32, gibPerUnit: 64 } });
  });

  it.each([
    ['machine_events/part-00000-of-00001', /Borg 2011 machine_events.*task_usage/],
    ['job_events/part-00000-of-00500', /Borg 2011 job_events.*task_usage/],
    ['task_events/part-00000-of-00500', /Borg 2011 task_events.*task_usage/],
  ])('refuses %s by name', async (file, message) => {
    await expect(collect([`${folder}/${file}.head.csv`])).rejects.toThrow(message);
  });
});

/** A row of task_usage; times in seconds, resources normalised. */
const usage = (start: number, end: number, job: number, index: number, cpu: number, memory: number) =>
  `${start * 1e6},${end * 1e6},${job},${index},4155527081,${cpu},${memory},0.1,0,0,${memory},,0,${cpu * 2},0,2.4,0.007,0,1,${cpu}`;

/** A row of task_events. */
const event = (time: number | string, job: number, index: number, type: number, cpu = '', memory = '') =>
  `${typeof time === 'number' ? time * 1e6 : time},,${job},${index},,${type},user,3,9,${cpu},${memory},,`;

describe('borg-2011', () => {
  const rows = [
    usage(600, 900, 7, 0, 0.125, 0.25),
    usage(600, 900, 7, 1, 0.25, 0.25),
    usage(900, 1000, 7, 0, 0.5, 0.25),
    usage(900, 1200, 7, 1, 0.25, 0.5),
    usage(900, 1200, 8, 0, 0.5, 0.5),
    usage(1800, 2100, 7, 0, 0.125, 0.125),
    usage(600, 900, 7, 1, 0.5, 0.25),
    '0,9223372036854775807,7,0,1,0.1,0.1,0.1,0,0,0.1,0,0,0.1,0,2.4,0.007,0,1,0.1',
  ];
  const events = [
    event(0, 7, 0, 0, '0.5', '0.25'),
    event(0, 7, 0, 1),
    event(1000, 7, 0, 4),
    event(1500, 7, 0, 1),
    event(1650, 7, 0, 8, '0.75', '0.25'),
    event('9223372036854775807', 7, 0, 4),
    event(0, 99, 0, 0, '0.5', '0.5'),
  ];
  const files = () => [input('task_usage.csv', rows.join('\n')), input('task_events.csv', `${events.join('\n')}\n`)];

  it('takes requests and run times from task_events: zero between stop and start, not elsewhere', async () => {
    const { usage: series, report } = await collect(files(), { maxGapSteps: 0 });
    const [first] = series;
    expect([...first!.cpuMillicores]).toEqual([4000, (16_000 * 100) / 300, 0, Number.NaN, 4000]);
    expect([...first!.origin!]).toEqual([
      StepOrigin.observed,
      StepOrigin.observed,
      StepOrigin.notRunning,
      StepOrigin.missing,
      StepOrigin.observed,
    ]);
    expect([...first!.cpuRequestMillicores!]).toEqual([16_000, 16_000, 16_000, 16_000, 24_000]);
    expect(counted(report)).toMatchObject({ duplicates: 1, outOfOrder: 1, sentinels: 2, sideRows: 7, shortWindows: 1 });
    expect(series[1]!.cpuMillicores[0]).toBe(16_000);
  });

  it('sums a job over its tasks and says how many ran', async () => {
    const { usage: jobs, loads } = await collect(files(), { level: 'job', members: true, maxGapSteps: 0 });
    expect(jobs.map(({ id }) => id)).toEqual(['7', '8']);
    expect([...jobs[0]!.cpuMillicores]).toEqual([20_000, (16_000 * 100) / 300 + 8000, Number.NaN, Number.NaN, 4000]);
    expect(jobs[0]!.memoryBytes[0]).toBe(0.5 * 64 * GIB);
    expect([...loads[0]!.users!]).toEqual([2, 2, 0, 0, 1]);
    expect(loads[0]!.id).toBe('7/members');
    const one = await collect(files(), { level: 'job', entities: ['8'] });
    expect(one.usage.map(({ id }) => id)).toEqual(['8']);
  });

  it('selects tasks by the name their series has', async () => {
    const { usage: series, report } = await collect(files(), { entities: ['7-1'] });
    expect(series.map(({ id }) => id)).toEqual(['7-1']);
    expect(counted(report)).toMatchObject({ rowsNotSelected: 4 });
  });

  it('takes the 19 columns of version 2.0', async () => {
    const old = input(
      'v20.csv',
      rows
        .slice(0, 2)
        .map((row) => row.replace(/,[^,]*$/, ''))
        .join('\n'),
    );
    expect((await collect([old])).usage).toHaveLength(2);
  });

  it('refuses rows with a wrong number of columns or a word for a number, by line', async () => {
    const short = input('short.csv', `${rows[0]}\n1,2,3\n`);
    await expect(collect([short])).rejects.toThrow(/short\.csv:2: got "3 fields": expected 19 or 20 fields/);
    const word = input('word.csv', `${rows[0]}\r\n${rows[1]!.replace('0.25', 'much')}\r\n`);
    await expect(collect([word])).rejects.toThrow(/word\.csv:2: field "CPU rate" got "much": expected a number/);
    const { report } = await collect([word], {}, { lenient: true });
    expect(counted(report)).toMatchObject({ rowsUsed: 1, rowsRefused: 1 });
  });
});
