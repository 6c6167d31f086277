import { describe, expect, it } from 'vitest';
import { prometheusCsv } from '../../../workloads/traces/prometheus-csv.js';
import { labelsOf } from '../../../workloads/traces/prometheus-table.js';
import { imported, refusal, workshop } from './imported.js';

const file = workshop();
const labels = (pod: string) => `{namespace=""shop"", pod=""${pod}"", container=""app""}`;

describe('Grafana CSV', () => {
  it('reads the wide form, CPU and memory from a file each', async () => {
    const cpu = file(
      'cpu.csv',
      `"Time","${labels('web-1')}","${labels('db-0')}"\n2024-01-01 00:00:00,0.25,230 m\n2024-01-01 00:01:00,0.5,\n2024-01-01 00:02:00,0.25,0.2\n`,
    );
    const memory = file(
      'mem.csv',
      `"Time","${labels('web-1')}","${labels('db-0')}"\n1704067200000,1.5 GiB,512 KiB\n1704067260000,1.5 GiB,512 KiB\n1704067320000,1.5 GiB,512 KiB\n`,
    );
    const { usage } = await imported(prometheusCsv, [cpu, memory], { maxGapSteps: 0 });
    expect(usage.map(({ id }) => id)).toEqual(['shop/web-1/app', 'shop/db-0/app']);
    expect(usage[0]!.startTime).toBe(1_704_067_200);
    expect([...usage[0]!.cpuMillicores]).toEqual([250, 500, 250]);
    expect([...usage[0]!.memoryBytes]).toEqual([1.5 * 2 ** 30, 1.5 * 2 ** 30, 1.5 * 2 ** 30]);
    expect([...usage[1]!.cpuMillicores]).toEqual([230, Number.NaN, 200]);
    expect(usage[1]!.memoryBytes[0]).toBe(2 ** 19);
  });

  it('reads the older Series;Time;Value form behind a sep line', async () => {
    const path = file(
      'old.csv',
      'sep=;\n"Series";"Time";"Value"\n"web";"2024-01-01T00:00:00Z";50%\n"web";"2024-01-01T00:01:00Z";25%\n',
    );
    const { usage } = await imported(prometheusCsv, path, { coresAtFull: 4 });
    expect(usage[0]!.id).toBe('web');
    expect([...usage[0]!.cpuMillicores]).toEqual([2000, 1000]);
  });

  it('reads percentages of memory only with the size they are of', async () => {
    const path = file('mem-pct.csv', 'Time,web\n1704067200,50%\n1704067260,25%\n');
    expect(await refusal(prometheusCsv, path, { memory: 'mem-pct.csv' })).toContain('bytesAtFull');
    const { usage } = await imported(prometheusCsv, path, { memory: 'mem-pct.csv', bytesAtFull: 2 ** 30 });
    expect([...usage[0]!.memoryBytes]).toEqual([2 ** 29, 2 ** 28]);
  });
});

describe('long CSV', () => {
  it('reads labels from columns, and two metrics from one file', async () => {
    const rows = [0, 60, 120].flatMap((t) => [
      `${1_704_067_200 + t},container_memory_working_set_bytes,shop,web-1,app,1000`,
      `${1_704_067_200 + t},container_cpu_usage_seconds_total,shop,web-1,app,${100 + t / 2}`,
    ]);
    const path = file('long.csv', `timestamp,__name__,namespace,pod,container,value\n${rows.join('\n')}\n`);
    expect(prometheusCsv.detect(Buffer.from('timestamp,__name__,namespace,pod,container,value\n1,2'), 'x')).toBe(
      'usage',
    );
    const { usage } = await imported(prometheusCsv, path);
    expect(usage[0]!.id).toBe('shop/web-1/app');
    expect([...usage[0]!.cpuMillicores.subarray(0, 2)]).toEqual([500, 500]);
    expect([...usage[0]!.memoryBytes]).toEqual([1000, 1000, 1000]);
  });

  it('keeps samples in order across series with another step', async () => {
    const rows = [0, 300, 600].flatMap((t) => ['a', 'b'].map((pod) => `${t},${pod},1`));
    const { usage } = await imported(prometheusCsv, file('steps.csv', `time,pod,value\n${rows.join('\n')}`));
    expect(usage.map(({ id, stepSeconds }) => [id, stepSeconds])).toEqual([
      ['a', 300],
      ['b', 300],
    ]);
  });
});

describe('Metrics Explorer CSV', () => {
  it('reads a row a label above the data', async () => {
    const path = file(
      'explorer.csv',
      [
        'TimeSeries ID,1,2',
        'resource.namespace_name,shop,shop',
        'resource.pod_name,web-1,db-0',
        'resource.container_name,app,app',
        'Tue Jul 06 2021 10:00:00 GMT+0100 (British Summer Time),0.1,0.2',
        'Tue Jul 06 2021 10:01:00 GMT+0100 (British Summer Time),0.1,0.2',
      ].join('\n'),
    );
    const { usage } = await imported(prometheusCsv, path);
    expect(usage.map(({ id }) => id)).toEqual(['shop/web-1/app', 'shop/db-0/app']);
    expect(usage[0]!.startTime).toBe(Date.UTC(2021, 6, 6, 9) / 1000);
    expect([...usage[1]!.cpuMillicores]).toEqual([200, 200]);
  });
});

describe('what it is not', () => {
  it('is refused with record, column and value', async () => {
    expect(await refusal(prometheusCsv, file('v.csv', 'Time,web\n1704067200,1\n1704067260,much\n'))).toMatch(
      /v\.csv:3: field "web" got "much"/,
    );
    expect(await refusal(prometheusCsv, file('t.csv', 'Time,web\n1704067200,1\nnoon,1\n'))).toMatch(
      /t\.csv:3: field "Time" got "noon"/,
    );
    expect(await refusal(prometheusCsv, file('e.csv', 'Time,web\nnoon,1\n'))).toMatch(
      /e\.csv:2: field "Time" got "noon"/,
    );
    expect(await refusal(prometheusCsv, file('h.csv', 'Time,web\n'))).toContain('rows below it');
  });

  it('is not taken for other tables with a time', () => {
    const detect = (text: string) => prometheusCsv.detect(Buffer.from(text), 'x');
    expect(detect('timestamp,value\n2014-02-14 14:30:00,1\n')).toBeUndefined();
    expect(detect('timestamp,requests_per_second,cpu_usage_percent\n')).toBeUndefined();
    expect(detect('Time,a\n')).toBe('usage');
  });
});

describe('labelsOf', () => {
  it('reads names, labels and escapes; anything else is a legend', () => {
    expect(labelsOf('up{a="1",b="x\\"y"}')).toEqual({ __name__: 'up', a: '1', b: 'x"y' });
    expect(labelsOf('{a="1"}')).toEqual({ a: '1' });
    expect(labelsOf('web front end')).toEqual({ legend: 'web front end' });
  });
});
