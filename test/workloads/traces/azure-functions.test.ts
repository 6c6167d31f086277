import { describe, expect, it } from 'vitest';
import { azureFunctions } from '../../../workloads/traces/azure-functions.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('Azure Functions, real files', () => {
  it('reads the invocations a minute of 2019', async () => {
    const { load, report } = await imported(azureFunctions, excerpt('azure-functions-2019/200_inv.part1.csv.gz'));
    expect(load).toHaveLength(134);
    expect(report.counts.rowsRead).toBe(134);
    const calls = load.reduce((sum, { requestsPerSecond }) => sum + total(requestsPerSecond!) * 60, 0);
    expect(calls).toBeCloseTo(861_877, 5);
    const third = load.find(({ id }) => id.startsWith('88a43b1b8ef6'))!;
    expect(third.requestsPerSecond).toHaveLength(1440);
    expect([...third.requestsPerSecond!.subarray(0, 5)].map((rate) => rate * 60)).toEqual(
      [55, 52, 59, 58, 54].map((calls) => expect.closeTo(calls, 9)),
    );
    expect(total(third.requestsPerSecond!) * 60).toBeCloseTo(80_661, 6);
  });

  it("makes usage of them by Little's law", async () => {
    const options = { series: 'usage', groupBy: 'all' };
    const { usage } = await imported(azureFunctions, excerpt('azure-functions-2019'), options);
    expect(total(usage[0]!.cpuMillicores) / 311_363_292.2).toBeCloseTo(1, 12);
    expect(total(usage[0]!.memoryBytes) / 659_543_565_351_550).toBeCloseTo(1, 10);
    const twoCores = await imported(azureFunctions, excerpt('azure-functions-2019'), {
      ...options,
      coresPerExecution: 2,
    });
    expect(total(twoCores.usage[0]!.cpuMillicores) / 622_726_584.4).toBeCloseTo(1, 12);
  });

  it('reads the invocations of 2021 by their arrival', async () => {
    const path = excerpt('azure-functions-2021');
    const all = await imported(azureFunctions, path, { groupBy: 'all', series: 'both' });
    expect(total(all.load[0]!.requestsPerSecond!) * 60).toBeCloseTo(118, 9);
    expect([0, 10, 1].map((minute) => all.load[0]!.requestsPerSecond![minute]! * 60)).toEqual(
      [31, 24, 8].map((n) => expect.closeTo(n, 9)),
    );
    // Busy seconds: one core for as long as the executions took.
    expect((total(all.usage[0]!.cpuMillicores) * 60) / 1000).toBeCloseTo(10_005.112, 6);
    const functions = await imported(azureFunctions, path);
    expect(functions.load).toHaveLength(18);
    expect((await imported(azureFunctions, path, { groupBy: 'app' })).load).toHaveLength(8);
  });
});

describe('Azure Functions 2019', () => {
  const file = workshop();
  const minutes = Array.from({ length: 1440 }, (_, i) => String(i + 1)).join();
  const row = (func: string, counts: string) => `o,a,${func},http,${counts}\n`;
  const zeros = (first: string) => [first, ...new Array<string>(1439).fill('0')].join();
  const table = (name: string, ...rows: string[]) =>
    file(name, `HashOwner,HashApp,HashFunction,Trigger,${minutes}\n${rows.join('')}`);

  it('puts the days of a function behind one another; a day without a row is a day without calls', async () => {
    const days = [
      table('invocations_per_function_md.anon.d01.csv', row('f', zeros('60')), row('g', zeros('6'))),
      table('invocations_per_function_md.anon.d02.csv', row('f', zeros('120'))),
      table('invocations_per_function_md.anon.d04.csv', row('f', zeros('30'))),
    ];
    const { load } = await imported(azureFunctions, days, { stepSeconds: 3600 });
    expect(load.map(({ id }) => id)).toEqual(['a/f', 'a/g']);
    const [f, g] = load.map(({ requestsPerSecond }) => requestsPerSecond!);
    expect([f![0], f![24], f![48], f![72]]).toEqual([60 / 3600, 120 / 3600, Number.NaN, 30 / 3600]);
    expect([g![0], g![24], g![48]]).toEqual([6 / 3600, 0, Number.NaN]);
  });

  it('rounds instances up when asked', async () => {
    const files = [
      table('invocations_per_function_md.anon.d01.csv', row('f', zeros('90'))),
      file(
        'function_durations_percentiles.anon.d01.csv',
        'HashOwner,HashApp,HashFunction,Average,Count,percentile_Average_50\no,a,f,1000,1,1\n',
      ),
      file('app_memory_percentiles.anon.d01.csv', 'HashOwner,HashApp,SampleCount,AverageAllocatedMb\no,a,1,100\n'),
    ];
    const memory = async (memoryModel: string) =>
      (await imported(azureFunctions, files, { series: 'usage', memoryModel })).usage[0]!.memoryBytes[0];
    expect(await memory('concurrency')).toBeCloseTo(150e6, 3);
    expect(await memory('instances')).toBeCloseTo(200e6, 3);
  });

  it('refuses usage without durations, missing minutes, negative counts and odd steps', async () => {
    const path = table('one.csv', row('f', zeros('1')));
    expect(await refusal(azureFunctions, path, { series: 'usage' })).toContain('function_durations');
    expect(await refusal(azureFunctions, path, { stepSeconds: 90 })).toContain('a multiple of 60');
    const short = file(
      'short.csv',
      `HashOwner,HashApp,HashFunction,Trigger,${minutes.slice(0, minutes.lastIndexOf(','))}\n`,
    );
    expect(await refusal(azureFunctions, short)).toContain('minute 1440');
    expect(await refusal(azureFunctions, table('negative.csv', row('f', zeros('-1'))))).toMatch(
      /negative\.csv:2: field "1" got "-1"/,
    );
  });

  it('refuses an invocation that ends before it begins', async () => {
    const path = file('2021.csv', 'app,func,end_timestamp,duration\na,f,5,-1\n');
    expect(await refusal(azureFunctions, path)).toMatch(/2021\.csv:2: field "duration" got "-1"/);
  });
});
