import { describe, expect, it } from 'vitest';
import { collect, counted, inputFolder } from './collect.js';

const input = inputFolder();
const GIB = 2 ** 30;

const containers = [
  ',timestamp,msname,msinstanceid,nodeid,instance_cpu_usage,instance_memory_usage',
  '0,0,ms_a,i_1,n_1,0.5,0.25',
  '1,0,ms_a,i_2,n_2,0.25,0.5',
  '2,0,ms_b,i_3,n_1,0.1,0.1',
  '3,60000,ms_a,i_1,n_9,0.75,0.25',
  '4,60000,(?),i_4,n_1,0.1,0.1',
  '5,60000,ms_b,,n_1,0.1,0.1',
  '6,0,ms_a,i_1,n_1,1,0.25',
].join('\n');

const calls = [
  'timestamp,msname,msinstanceid,metrics,value',
  '0,ms_a,i_1,providerRPC_MCR,120',
  '0,ms_a,i_2,HTTP_MCR,60',
  '0,ms_a,i_2,HTTP_RT,3.5',
  '120000,ms_a,i_1,providerRPC_MCR,30',
  '0,NaN,i_1,HTTP_MCR,60',
].join('\n');

const wide = [
  'timestamp,msname,msinstanceid,nodeid,providerrpc_rt,providerrpc_mcr,http_mcr,http_rt',
  '0,MS_1,MS_1_POD_0,NODE_1,3,0.25,0.5,1',
  '60000,MS_1,MS_1_POD_0,NODE_1,3,,0.5,1',
].join('\n');

describe('alibaba-microservices', () => {
  it('gives one series a container, with its service, whatever the columns are called', async () => {
    const { format, usage, report } = await collect([input('MSResource_0.csv', containers)]);
    expect(format).toBe('alibaba-microservices');
    expect(usage.map(({ id, source }) => [id, source.service])).toEqual([
      ['i_1', 'ms_a'],
      ['i_2', 'ms_a'],
      ['i_3', 'ms_b'],
    ]);
    expect([...usage[0]!.cpuMillicores]).toEqual([4000, 3000]);
    expect(usage[0]!.memoryBytes[0]).toBe(2 * GIB);
    expect(counted(report)).toMatchObject({ rowsRead: 7, rowsUsed: 5, unnamed: 2, duplicates: 1 });
  });

  it('sums a service and says how many containers ran', async () => {
    const { usage, loads } = await collect([input('MSResource_1.csv', containers)], {
      level: 'service',
      members: true,
      entities: ['ms_a'],
      coresPerContainer: 2,
    });
    expect(usage.map(({ id }) => id)).toEqual(['ms_a']);
    expect([...usage[0]!.cpuMillicores]).toEqual([2000 + 500, 1500]);
    expect([...loads[0]!.users!]).toEqual([2, 1]);
  });

  it('adds call rates up to the load of a service; a minute without a row is missing', async () => {
    const { usage, loads, report } = await collect([input('MSRTQps_0.csv', calls)]);
    expect(usage).toHaveLength(0);
    expect(loads[0]).toMatchObject({ id: 'ms_a/calls', startTime: 0, stepSeconds: 60 });
    expect([...loads[0]!.requestsPerSecond!]).toEqual([180, Number.NaN, 30]);
    expect(counted(report)).toMatchObject({ rowsUsed: 3, rowsWithoutUsage: 1, unnamed: 1 });
    const coarse = await collect([input('MSRTQps_1.csv', calls)], { stepSeconds: 180, calls: ['HTTP_MCR'] });
    expect([...coarse.loads[0]!.requestsPerSecond!]).toEqual([20]);
  });

  it('reads the wide call table of 2022', async () => {
    const { loads } = await collect([input('MCRRTUpdate_0.csv', wide)]);
    expect([...loads[0]!.requestsPerSecond!]).toEqual([0.75, 0.5]);
  });

  it('reads nodes, sampled every half minute', async () => {
    const node = 'timestamp,nodeid,cpu_utilization,memory_utilization\n0,n_1,0.5,0.5\n30000,n_1,0.25,0.5\n';
    const { usage } = await collect([input('Node_0.csv', node)]);
    expect([...usage[0]!.cpuMillicores]).toEqual([0.375 * 96_000]);
    expect(usage[0]!.memoryBytes[0]).toBe(256 * GIB);
  });
});
