import { describe, expect, it } from 'vitest';
import { StepOrigin } from '../../../workloads/usage-series.js';
import { describeShared, sharedPath } from '../../shared.js';
import { collect, counted, inputFolder, total } from './collect.js';

const input = inputFolder();
const GIB = 2 ** 30;

describeShared('alibaba-2018, 11 real machines', () => {
  it('holds irregular samples as an independent script does', async () => {
    const { format, usage, report } = await collect([sharedPath('traces/alibaba2018-machine')]);
    expect(format).toBe('alibaba-2018');
    expect(counted(report)).toMatchObject({
      rowsRead: 65_666,
      rowsUsed: 65_666,
      sideRows: 11_652,
      stepsObserved: 19_456,
      stepsCarried: 887,
      stepsInterpolated: 29,
      stepsMissing: 1_924,
    });
    const expected: readonly (readonly [string, number, number, number, number])[] = [
      ['m_1932', 386_400, 1016, 39768306.1099, 5.078079e14],
      ['m_1934', 2400, 2296, 86808821.3405, 1.050761e15],
      ['m_1941', 6900, 2281, 62834972.5057, 9.786902e14],
      ['m_1947', 0, 628, 14706813.9827, 1.854872e14],
    ];
    for (const [id, startTime, steps, cpu, memory] of expected) {
      const series = usage.find((one) => one.id === id)!;
      expect([series.startTime, series.cpuMillicores.length]).toEqual([startTime, steps]);
      expect(total(series.cpuMillicores)).toBeCloseTo(cpu, 3);
      expect(total(series.memoryBytes) / memory).toBeCloseTo(1, 6);
      expect(series.cpuLimitMillicores![0]).toBe(96_000);
    }
  });

  it('leaves the hole all machines share missing', async () => {
    const { usage } = await collect([sharedPath('traces/alibaba2018-machine')], { from: 142_200, to: 160_200 });
    for (const { origin } of usage) expect(origin!.every((step) => step === StepOrigin.missing)).toBe(true);
  });

  it('refuses machine_meta alone', async () => {
    await expect(collect([sharedPath('traces/alibaba2018-machine/machine_meta.csv.gz')])).rejects.toThrow(
      /container_meta or machine_meta.*machine_usage/,
    );
  });
});

describe('alibaba-2018', () => {
  const usage = (id: string, time: number, cpu: string, memory: string) =>
    `${id},m_1,${time},${cpu},${memory},,,,0.1,0.2,3`;
  const container = () =>
    input(
      'container_usage.csv',
      [
        usage('c_1', 0, '50', '40'),
        usage('c_1', 300, '101', '-1'),
        usage('c_1', 310, '150', '50'),
        usage('c_1', 600, '300', '50'),
        usage('c_2', 0, '10', '10'),
      ].join('\n'),
    );
  const meta = () =>
    input(
      'container_meta.csv',
      ['c_1,m_1,0,app_7,started,400,800,1.56', 'c_1,m_1,600,app_7,started,800,800,3.12'].join('\n'),
    );

  it('reads error codes as missing, clips at the limit, follows sizes that change', async () => {
    const { usage: series, report } = await collect([container(), meta()]);
    const [first] = series;
    expect([...first!.cpuMillicores]).toEqual([2000, expect.closeTo((2000 * 10 + 6000 * 290) / 300, 9), 8000]);
    expect(first!.memoryBytes[0]).toBeCloseTo(0.4 * 0.0156 * 512 * GIB, 3);
    expect([...first!.cpuRequestMillicores!]).toEqual([4000, 4000, 8000]);
    expect([...first!.cpuLimitMillicores!]).toEqual([8000, 8000, 8000]);
    expect(first!.source.service).toBe('app_7');
    expect(counted(report)).toMatchObject({ errorCodes: 2, clipped: 1, unmatched: 1, sideRows: 2 });
  });

  it('assumes a size where there is no meta row, and says so', async () => {
    const { usage: series } = await collect([container()], { coresIfUnknown: 2 });
    expect(series[1]!.cpuMillicores[0]).toBe(200);
    expect(series[1]!.source.assumptions).toMatchObject({ sizeAssumed: true, coresIfUnknown: 2, gibPerMachine: 512 });
  });
});

describeShared('alibaba-2017 server_event and openb nodes', () => {
  it.each([
    ['alibaba2017/server_event.csv', /Alibaba 2017 server_event.*server_usage/],
    ['alibaba2023-gpu/openb_node_list_all_node.csv', /openb node list.*publishes only requests/],
  ])('recognises %s and refuses it', async (file, message) => {
    await expect(collect([sharedPath(`traces/${file}`)])).rejects.toThrow(message);
  });
});

describe('alibaba-2017', () => {
  const container = [
    '-300,5,1,1,1,0,0,0,,,,',
    '39600,5,25,50,1,0.1,0.1,0.1,1,1,1,1',
    '39900,5,250,-1,1,0.1,0.1,0.1,1,1,1,1',
    '39600,9088,50,50,1,0.1,0.1,0.1,1,1,1,1',
  ];
  const events = ['0,Create,5,77,2,0.0625,0.01,1|2|3|4', '40200,Remove,5,77,2,0.0625,0.01,1|2|3|4'];

  it('scales containers by what was planned for them', async () => {
    const files = [
      input('container_usage.csv', container.join('\n')),
      input('container_event.csv', `${events.join('\n')}\n`),
    ];
    const { format, usage, report } = await collect(files, { from: 0 });
    expect(format).toBe('alibaba-2017');
    const [planned, unknown] = usage;
    expect([planned!.id, unknown!.id]).toEqual(['c_5', 'c_9088']);
    expect([...planned!.cpuMillicores]).toEqual([500, 4000]);
    expect([...planned!.memoryBytes]).toEqual([0.5 * 0.0625 * 256 * GIB, Number.NaN]);
    expect([planned!.cpuRequestMillicores![0], planned!.cpuLimitMillicores![0]]).toEqual([2000, 4000]);
    expect(unknown!.cpuMillicores[0]).toBe(2000);
    expect(unknown!.source.assumptions).toMatchObject({ sizeAssumed: true, cores: 4 });
    expect(counted(report)).toMatchObject({
      rowsOutsideRange: 1,
      errorCodes: 1,
      clipped: 1,
      unmatched: 1,
      sideRows: 2,
    });
  });

  it('reads servers with the memory of server_event', async () => {
    const files = [
      input('server_usage.csv', '300,1,50,50,10,1,1,1\n600,1,25,50,10,1,1,1\n'),
      input('server_event.csv', '0,1,add,,64,0.69,1\n500,1,softerror,agent_check,0,0,0\n'),
    ];
    const { usage } = await collect(files);
    expect(usage[0]!.id).toBe('m_1');
    expect([...usage[0]!.cpuMillicores]).toEqual([32_000, 16_000]);
    expect(usage[0]!.memoryBytes[0]).toBeCloseTo(0.5 * 0.69 * 256 * GIB, 3);
  });
});
