import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arabesque } from '../../../workloads/traces/arabesque.js';
import { imported, refusal, workshop } from './imported.js';

const file = workshop();

describe('Arabesque', () => {
  it('reads the ETL output: memory arrays added up, −1 missing, requests by the minute', async () => {
    const main = {
      timestamp: [0, 60, 120, 180],
      workload: [
        [100, 100, -1, 100],
        [50, 50, 50, 50],
        [0.5, -1, 0.25, 0.125],
      ],
      limit: [
        [1000, 1000, 1000, 1000],
        [2, 2, 2, 2],
      ],
      request: [
        [500, 500, 500, 500],
        [1, 1, 1.5, 1.5],
      ],
    };
    const { usage, report } = await imported(
      arabesque,
      file('etl.json', JSON.stringify({ engine: { 'pod-a': { main } } })),
      { maxGapSteps: 0 },
    );
    const [series] = usage;
    expect(series!.id).toBe('engine/pod-a');
    expect([...series!.memoryBytes]).toEqual([150, 150, Number.NaN, 150]);
    expect([...series!.cpuMillicores]).toEqual([500, Number.NaN, 250, 125]);
    expect([...series!.cpuRequestMillicores!]).toEqual([1000, 1000, 1500, 1500]);
    expect([...series!.memoryLimitBytes!]).toEqual([1000, 1000, 1000, 1000]);
    expect(series!.stepSeconds).toBe(60);
    expect(report.counts.missingFields + report.counts.negatives).toBe(2);
  });

  it('reads the single file in MB and millicores', async () => {
    const pod = {
      time: [0, 60],
      workload: [
        [10, 20],
        [100, 200],
      ],
      requests: { memory: 1000, cpu: 500 },
      limits: { memory: 5000, cpu: 2000 },
    };
    const { usage } = await imported(arabesque, file('one.json', JSON.stringify({ shop: { web: pod } })));
    expect([...usage[0]!.memoryBytes]).toEqual([10e6, 20e6]);
    expect([...usage[0]!.cpuMillicores]).toEqual([100, 200]);
    expect([...usage[0]!.memoryRequestBytes!]).toEqual([1e9, 1e9]);
    expect([...usage[0]!.cpuLimitMillicores!]).toEqual([2000, 2000]);
  });

  it('reads container folders, as JSON and as CSV either way round', async () => {
    const container = {
      container_name: 'app',
      requests: { memory: 1000, cpu: 500 },
      limits: { memory: 5000, cpu: 2000 },
    };
    const first = file('set/0/workload.json', '[[10,null,30],[100,200,300]]');
    file('set/0/time.json', '[0,60,120]');
    file('set/0/container.json', JSON.stringify(container));
    file('set/1/workload.csv', '10,20,30\n100,200,300\n');
    file('set/2/workload.csv', 'memory,cpu\n10,100\n20,200\n30,300\n');
    const { usage } = await imported(arabesque, dirname(dirname(first)), { maxGapSteps: 0 });
    expect(usage.map(({ id }) => id)).toEqual(['0/app', '1', '2']);
    expect([...usage[0]!.memoryBytes]).toEqual([10e6, Number.NaN, 30e6]);
    for (const series of usage) expect([...series.cpuMillicores]).toEqual([100, 200, 300]);
    expect(usage[0]!.cpuRequestMillicores![2]).toBe(500);
    expect(usage[1]!.cpuRequestMillicores).toBeUndefined();
  });

  it('says what to do about pickles', async () => {
    const path = file('p/workload.pickle', Uint8Array.of(0x80, 0x04, 0x95));
    expect(await refusal(arabesque, path)).toContain('json.dump');
  });

  it('refuses lengths that differ, and names namespace, pod and field', async () => {
    const pod = (fields: object) => file('bad.json', JSON.stringify({ ns: { pod: fields } }));
    expect(await refusal(arabesque, pod({ time: [0, 60], workload: [[1], [1, 2]] }))).toMatch(
      /field "ns\.pod\.workload" got 1: expected 2 values/,
    );
    expect(await refusal(arabesque, pod({ time: [0], workload: [['x'], [1]] }))).toContain('ns.pod.workload.0');
    expect(await refusal(arabesque, pod({ main: { timestamp: [0] } }))).toContain('ns.pod.main.workload');
    expect(await refusal(arabesque, file('nan.json', '{"ns":{"pod":{"time":[NaN],"workload":[[1],[1]]}}}'))).toContain(
      'valid JSON',
    );
    const folder = file('odd/workload.csv', '1,2,3\n4,5,6\n7,8,9\n');
    expect(await refusal(arabesque, folder)).toContain('two rows');
  });
});
