import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import { ImportReport } from '../../../workloads/traces/import-report.js';
import { importTrace } from '../../../workloads/traces/import-trace.js';
import { prometheus } from '../../../workloads/traces/prometheus.js';
import { subjectOf, workloadOfPod } from '../../../workloads/traces/prometheus-labels.js';
import { readMatrix } from '../../../workloads/traces/prometheus-matrix.js';
import type { UsageSeries } from '../../../workloads/usage-series.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scalegym-prometheus-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Sample = readonly [number, string | number];
type Series = { readonly metric: Record<string, string>; readonly values: readonly Sample[] };

const answer = (...result: readonly Series[]) =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function load(paths: readonly string[], options: Record<string, unknown> = {}, lenient = false) {
  const report = new ImportReport();
  const all: UsageSeries[] = [];
  for await (const imported of importTrace(prometheus, paths, { options, lenient, report }))
    if (imported.kind === 'usage') all.push(imported.series);
  return { all, report };
}

const container = (pod: string, name = 'app') => ({ namespace: 'shop', pod, container: name });
const T = 1_700_000_017;
const every = (values: readonly (number | string)[], step = 60, first = T): Sample[] =>
  values.map((value, i) => [first + i * step, String(value)]);

describe('a Prometheus range query', () => {
  it('becomes one series a container, CPU and memory told apart by magnitude, on the grid of the query', async () => {
    const cpu = file('cpu.json', answer({ metric: container('web-1'), values: every([0.25, 0.5, 0.125]) }));
    const memory = file('mem.json', answer({ metric: container('web-1'), values: every([4194304, 4194304, 8388608]) }));
    const { all } = await load([cpu, memory]);
    expect(all).toHaveLength(1);
    const [series] = all;
    expect(series!.id).toBe('shop/web-1/app');
    expect(series!.source.service).toBe('shop/web');
    expect(series!.startTime).toBe(T);
    expect(series!.stepSeconds).toBe(60);
    expect([...series!.cpuMillicores]).toEqual([250, 500, 125]);
    expect([...series!.memoryBytes]).toEqual([4194304, 4194304, 8388608]);
    expect(series!.source.assumptions).toMatchObject({ 'cpuMillicores from': 'by magnitude', sampleSeconds: 60 });
  });

  it('reads metrics by name from one file: usage, requests and limits by their resource label', async () => {
    const of = (__name__: string, value: number, extra = {}) => ({
      metric: { __name__, ...container('web-1'), ...extra },
      values: every([value, value]),
    });
    const path = file(
      'all.json',
      answer(
        of('node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate', 0.1),
        of('container_memory_working_set_bytes', 1000),
        of('container_memory_rss', 900),
        of('kube_pod_container_resource_requests', 0.5, { resource: 'cpu', unit: 'core' }),
        of('kube_pod_container_resource_requests', 2048, { resource: 'memory', unit: 'byte' }),
        of('kube_pod_container_resource_limits', 1, { resource: 'cpu', unit: 'core' }),
        of('kube_pod_container_resource_limits', 7, { resource: 'ephemeral_storage', unit: 'byte' }),
        of('container_spec_memory_limit_bytes', 4096),
        of('kube_pod_info', 1),
      ),
    );
    const { all, report } = await load([path]);
    expect(all).toHaveLength(1);
    const [series] = all;
    expect([...series!.cpuMillicores]).toEqual([100, 100]);
    expect([...series!.memoryBytes]).toEqual([1000, 1000]);
    expect([...series!.cpuRequestMillicores!]).toEqual([500, 500]);
    expect([...series!.memoryRequestBytes!]).toEqual([2048, 2048]);
    expect([...series!.cpuLimitMillicores!]).toEqual([1000, 1000]);
    expect([...series!.memoryLimitBytes!]).toEqual([4096, 4096]);
    expect(report.counts.rowsWithoutUsage).toBe(4);
    expect([...report.remarks].join()).toContain('kube_pod_info');
  });

  it('differences a raw counter and drops the step in which it was reset', async () => {
    const metric = { __name__: 'container_cpu_usage_seconds_total', ...container('web-1') };
    const path = file('counter.json', answer({ metric, values: every([100, 130, 145, 3, 9]) }));
    const { all, report } = await load([path], { maxGapSteps: 0 });
    expect([...all[0]!.cpuMillicores]).toEqual([500, 250, Number.NaN, 100]);
    expect(report.counts.negatives).toBe(1);
  });

  it('takes files for what they are said to be, and the unit of CPU too', async () => {
    const cpu = file('a.json', answer({ metric: container('web-1'), values: every([30, 60, 90]) }));
    const memory = file('b.json', answer({ metric: container('web-1'), values: every([512, 512, 512]) }));
    const requests = file('c.json', answer({ metric: { ...container('web-1'), resource: 'cpu' }, values: every([2]) }));
    const { all } = await load([cpu, memory, requests], {
      ...{ cpu: ['a.json'], memory: [memory], requests: ['c*'], cpuUnit: 'seconds' },
    });
    expect([...all[0]!.cpuMillicores.subarray(0, 2)]).toEqual([500, 500]);
    expect([...all[0]!.memoryBytes]).toEqual([512, 512, 512]);
    expect(all[0]!.cpuRequestMillicores![2]).toBe(2000);
    const milli = await load([cpu], { cpuUnit: 'millicores' });
    expect([...milli.all[0]!.cpuMillicores]).toEqual([30, 60, 90]);
    await expect(load([cpu], { cpu: ['a.json'], memory: ['*.json'] })).rejects.toThrow('field "memory"');
  });

  it('merges overlapping files and keeps the last of doubled stamps', async () => {
    const first = file('1.json', answer({ metric: container('web-1'), values: every([0.1, 0.2, 0.3]) }));
    const second = file('2.json', answer({ metric: container('web-1'), values: every([0.5, 0.4], 60, T + 120) }));
    const { all, report } = await load([second, first]);
    expect([...all[0]!.cpuMillicores]).toEqual([100, 200, 300, 400]);
    expect(report.counts.duplicates).toBe(1);
  });

  it('leaves absent and NaN samples missing beyond the longest gap, and fills shorter ones', async () => {
    const values = [...every([0.1, 'NaN', 0.3]), ...every([0.7], 60, T + 60 * 7)];
    const { all, report } = await load([file('gap.json', answer({ metric: container('web-1'), values }))]);
    expect([...all[0]!.cpuMillicores]).toEqual([100, 200, 300, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 700]);
    expect([...all[0]!.origin!]).toEqual([0, 1, 0, 4, 4, 4, 4, 0]);
    expect(report.counts.nanSamples).toBe(1);
  });

  it('leaves out what counts everything twice: the pod cgroup and the pause container', async () => {
    const memory = (labels: Record<string, string>, value: number): Series => ({
      metric: { __name__: 'container_memory_working_set_bytes', ...labels },
      values: every([value, value]),
    });
    const path = file(
      'cgroups.json',
      answer(
        memory({ namespace: 'shop', pod: 'web-1' }, 350),
        memory({ namespace: 'shop', pod: 'web-1', container: '' }, 350),
        memory({ namespace: 'shop', pod: 'web-1', container: 'POD' }, 50),
        memory(container('web-1', 'app'), 200),
        memory(container('web-1', 'sidecar'), 100),
        memory({ id: '/' }, 9000),
      ),
    );
    const { all, report } = await load([path]);
    expect(all.map(({ id }) => id)).toEqual(['shop/web-1/app', 'shop/web-1/sidecar']);
    expect(report.counts.rowsWithoutUsage).toBe(8);
    const pods = await load([path], { groupBy: 'pod' });
    expect(pods.all.map(({ id, memoryBytes }) => [id, memoryBytes[0]])).toEqual([['shop/web-1', 300]]);
  });

  it('adds up the pods of a workload, each where it lived', async () => {
    const cpu = (pod: string, values: Sample[]): Series => ({ metric: container(pod), values });
    const path = file(
      'workload.json',
      answer(
        cpu('web-7d4b9c6f5-x2kqp', every([0.1, 0.1, 0.1])),
        cpu('web-7d4b9c6f5-zzzzz', every([0.2, 0.2], 60, T + 60)),
        cpu('db-0', every([0.5])),
      ),
    );
    const { all } = await load([path], { groupBy: 'workload' });
    expect(all.map(({ id }) => id)).toEqual(['shop/web', 'shop/db']);
    expect([...all[0]!.cpuMillicores]).toEqual([100, 300, 300].map((value) => expect.closeTo(value, 9)));
  });

  it('resamples to another step by time', async () => {
    const path = file('m.json', answer({ metric: container('web-1'), values: every([1, 2, 3, 4, 5], 60, 600) }));
    const { all } = await load([path], { stepSeconds: 300 });
    expect(all[0]!.startTime).toBe(600);
    expect([...all[0]!.cpuMillicores]).toEqual([3000]);
  });

  it('keeps jittered scrape stamps on one grid', async () => {
    const values: Sample[] = [0, 15.004, 29.998, 45.001].map((at) => [1_700_000_000 + at, '0.5']);
    const { all } = await load([file('raw.json', answer({ metric: container('web-1'), values }))]);
    expect(all[0]!.stepSeconds).toBe(15);
    expect([...all[0]!.cpuMillicores]).toEqual([500, 500, 500, 500]);
  });

  it('selects entities, hours and times', async () => {
    const series = ['a-1', 'b-1', 'c-1'].map((pod): Series => ({ metric: container(pod), values: every([1, 1, 1]) }));
    const path = file('many.json', answer(...series));
    expect((await load([path], { maxEntities: 2 })).all).toHaveLength(2);
    const one = await load([path], { entities: ['shop/b-1/app'], from: T + 60 });
    expect(one.all.map(({ id, startTime }) => [id, startTime])).toEqual([['shop/b-1/app', T + 60]]);
    expect(one.report.counts.rowsNotSelected).toBe(6);
  });

  it('is recognised by its content', () => {
    const head = (text: string) => Buffer.from(text);
    expect(prometheus.detect(head(answer()), 'x')).toBe('usage');
    expect(prometheus.detect(head('{\n  "status": "success",\n  "data": {'), 'x')).toBe('usage');
    expect(prometheus.detect(head('[{"metric":{"pod":"a"},"values":[]}]'), 'x')).toBe('usage');
    expect(prometheus.detect(head('{"timeSeries":[{"metric":{"type":"x"}}]}'), 'x')).toBeUndefined();
    expect(prometheus.detect(head('a,b\n'), 'x')).toBeUndefined();
  });
});

describe('what is no usable range query', () => {
  const refused = async (content: string, options = {}) => {
    const failure = await load([file('bad.json', content)], options).catch((error) => error);
    expect(failure).toBeInstanceOf(InputError);
    return (failure as InputError).message;
  };
  const result = (resultType: string, rest: object) =>
    JSON.stringify({ status: 'success', data: { resultType, ...rest } });

  it('is refused with a hint: an instant query, a scalar, native histograms, an error', async () => {
    expect(await refused(result('vector', { result: [] }))).toContain('/api/v1/query_range');
    expect(await refused(result('scalar', { result: [1, '2'] }))).toContain('resultType scalar');
    expect(await refused('[{"metric":{},"value":[1,"2"]}]')).toContain('instant query');
    const histograms = { result: [{ metric: {}, histograms: [[1, { count: '1' }]] }] };
    expect(await refused(result('matrix', histograms))).toContain('native histograms');
    expect(await refused('{"status":"error","errorType":"bad_data","error":"too many points"}')).toContain(
      'too many points',
    );
    expect(await refused('{}')).toContain('range query');
  });

  it('is refused with the series, the sample and the value', async () => {
    const values = (sample: unknown) => result('matrix', { result: [{ metric: {}, values: [[1, '1'], sample] }] });
    expect(await refused(values([2, 'many']))).toMatch(/bad\.json: field "result\[0\]\.values\[1\]" got "many"/);
    expect(await refused(values([2, true]))).toContain('got "true"');
    expect(await refused(values([2]))).toContain('1 items');
    expect(await refused(values(7))).toContain('values[1]');
    expect(await refused(values([1_700_000_000_000, '1']))).toContain('a time in Unix seconds');
    expect(await refused(values(['then', '1']))).toContain('a time in Unix seconds');
    expect(await refused(result('matrix', { result: [{ values: [] }] }))).toContain('result[0].metric');
  });

  it('is refused with the byte where the JSON breaks', async () => {
    expect(await refused('{"status":"success","data":{"resultType":"matrix","result":[{"metric":{}')).toContain(
      'a complete JSON document',
    );
    expect(await refused('{"status" "success"}')).toMatch(/byte 10.*a colon/);
    expect(await refused('{"status":success}')).toContain('byte 10');
    expect(await refused('{"other":[1,]}')).toContain('byte 12');
    expect(await refused('{"data":{"resultType":"\\q"}}')).toContain('a string with valid escapes');
  });

  it('leaves bad samples out of a lenient import and counts them', async () => {
    const series: Series = {
      metric: container('web-1'),
      values: [...every([0.1, 0.1]), [T + 120, 'x'], ...every([0.3, 0.3], 60, T + 180)],
    };
    const { all, report } = await load([file('lenient.json', answer(series))], {}, true);
    expect([...all[0]!.cpuMillicores]).toEqual([100, 100, 200, 300, 300].map((value) => expect.closeTo(value, 9)));
    expect(report.counts.rowsRefused).toBe(1);
  });
});

describe('readMatrix', () => {
  const read = async (content: string | Uint8Array) => {
    const all: [Record<string, string>, number[], number[]][] = [];
    const warnings: string[] = [];
    await readMatrix(
      file('read.json', content),
      ({ labels, count, times, values }) =>
        all.push([labels, [...times.subarray(0, count)], [...values.subarray(0, count)]]),
      { onWarning: (text) => warnings.push(text) },
    );
    return { all, warnings };
  };

  it('reads every form an answer comes in', async () => {
    const series = '{"metric":{"a":"\\u00e4\\"b"},"values":[[1.5,"NaN"],[2,"-Inf"],[3,4e-2],[4,null]]}';
    const expected = [[{ a: 'ä"b' }, [1.5, 2, 3, 4], [Number.NaN, Number.NEGATIVE_INFINITY, 0.04, Number.NaN]]];
    expect((await read(`{"data":{"resultType":"matrix","result":[${series}]}}`)).all).toEqual(expected);
    expect((await read(`[${series}]`)).all).toEqual(expected);
    expect((await read(`{"resultType":"matrix","result":[${series}]}`)).all).toEqual(expected);
    const wrapped = `{"status":"success","data":{"resultType":"matrix","result":[${series}]}}`;
    expect((await read(`[${wrapped},${wrapped}]`)).all).toEqual([...expected, ...expected]);
    expect((await read(`${wrapped}\n${wrapped}\n`)).all).toEqual([...expected, ...expected]);
    expect((await read(JSON.stringify(JSON.parse(wrapped), null, 2))).all).toEqual(expected);
    expect((await read(gzipSync(wrapped))).all).toEqual(expected);
  });

  it('passes on warnings and infos, and takes values before the metric', async () => {
    const text =
      '{"status":"success","warnings":["w"],"infos":["i"],"data":{"resultType":"matrix","result":[{"values":[[1,"2"]],"metric":{"a":"b"}}]}}';
    const { all, warnings } = await read(text);
    expect(all).toEqual([[{ a: 'b' }, [1], [2]]]);
    expect(warnings).toEqual(['Prometheus says: w', 'Prometheus says: i']);
  });
});

describe('names of pods', () => {
  it.each([
    ['web-7d4b9c6f5-x2kqp', 'web'],
    ['web-api-5c689d88bb-n7x9q', 'web-api'],
    ['db-0', 'db'],
    ['backup-28412345-b4xzc', 'backup'],
    ['agent-k9x2z', 'agent'],
    ['kube-apiserver-master', 'kube-apiserver-master'],
  ])('%s belongs to %s', (pod, workload) => {
    expect(workloadOfPod(pod)).toBe(workload);
  });

  it('prefer what the exporter said, and fall back to whatever labels there are', () => {
    const labels = {
      namespace: 'monitoring',
      exported_namespace: 'shop',
      pod: 'ksm-0',
      exported_pod: 'web-1',
      container: 'c',
    };
    expect(subjectOf(labels, 'container', 'f').entity).toBe('shop/web-1/c');
    expect(subjectOf({ deployment: 'web', namespace: 'shop' }, 'container', 'f').entity).toBe('shop/web');
    expect(subjectOf({ service: 's', zone: 'z', __name__: 'n' }, 'container', 'f').entity).toBe('s/z');
    expect(subjectOf({}, 'container', 'cpu').entity).toBe('cpu');
  });
});
