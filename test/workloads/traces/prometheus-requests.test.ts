import { describe, expect, it } from 'vitest';
import type { LoadSeries } from '../../../workloads/load-series.js';
import { ImportReport } from '../../../workloads/traces/import-report.js';
import { importTrace } from '../../../workloads/traces/import-trace.js';
import { prometheus } from '../../../workloads/traces/prometheus.js';
import { prometheusCsv } from '../../../workloads/traces/prometheus-csv.js';
import { evidenceOf, requestRole } from '../../../workloads/traces/prometheus-requests.js';
import { serviceOf } from '../../../workloads/traces/prometheus-services.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

const file = workshop();
const T = 1_700_000_000;

type Sample = readonly [time: number, value: number | string];
interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly Sample[];
}

const every = (step: number, values: readonly (number | string)[], first = T): Sample[] =>
  values.map((value, i) => [first + i * step, String(value)]);

/** An answer as the HTTP API documents it: stamps are numbers, values are texts. */
const answer = (...result: readonly Series[]) =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });

let files = 0;
const answers = (...result: readonly Series[]) => file(`answer-${files++}.json`, answer(...result));

const rates = ({ requestsPerSecond }: LoadSeries) => [...requestsPerSecond!];
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

const http = (labels: Readonly<Record<string, string>>) => ({ __name__: 'http_requests_total', job: 'api', ...labels });

describe('a counter of requests', () => {
  it('becomes its increase over the time between samples, as rate() has it', async () => {
    const { load, usage } = await imported(
      prometheus,
      answers({ metric: http({ code: '200' }), values: every(15, [0, 150, 450, 450]) }),
    );
    expect(usage).toEqual([]);
    expect(load.map(({ id, startTime, stepSeconds }) => [id, startTime, stepSeconds])).toEqual([
      ['api/requests', T, 15],
    ]);
    expect(rates(load[0]!)).toEqual([10, 20, 0]);
    expect(load[0]!.source.assumptions).toEqual({
      sumBy: 'service',
      'requestsPerSecond from': 'http_requests_total (counter)',
      sampleSeconds: 15,
      'series added up': 1,
    });
  });

  it('begins again at 0 after a reset, and resets are counted', async () => {
    const { load, report } = await imported(
      prometheus,
      answers({ metric: http({}), values: every(10, [1000, 1100, 30, 130, 20]) }),
    );
    expect(rates(load[0]!)).toEqual([10, 3, 10, 2]);
    expect(report.counts.counterResets).toBe(2);
  });

  it('loses and invents no request, whatever the jitter of scrapes', async () => {
    // 37 requests/s exactly, scraped up to 40 % of the interval off; T + 100 lies on a multiple of 15.
    const offsets = [0, 3, -4, 6, -6, 2, 5, -1, 0, -3, 4, 0];
    const scrape = (i: number, value: number): Sample => [T + 100 + 15 * i + offsets[i]!, `${value}`];
    const even = offsets.map((offset, i) => scrape(i, 37 * (15 * i + offset)));
    const steady = await imported(prometheus, answers({ metric: http({}), values: even }), { stepSeconds: 15 });
    expect(rates(steady.load[0]!)).toEqual(close(new Array(11).fill(37)));
    // Increases of their own: what went in comes out, however it is shared among steps.
    const counts = [0, 500, 100, 900, 40, 260, 0, 770, 5];
    const uneven = counts.map((_, i) =>
      scrape(
        i,
        counts.slice(0, i + 1).reduce((a, b) => a + b, 0),
      ),
    );
    const { load } = await imported(prometheus, answers({ metric: http({}), values: uneven }), { stepSeconds: 15 });
    expect(total(load[0]!.requestsPerSecond!) * 15).toBeCloseTo(2575, 6);
  });

  it('keeps its step where scrapes are some milliseconds late', async () => {
    const values = [0, 0.004, -0.012, 0.009, 0.011].map((late, i): Sample => [T + 15 * i + late, `${150 * i}`]);
    const { load } = await imported(prometheus, answers({ metric: http({}), values }));
    expect(load[0]!.stepSeconds).toBe(15);
    expect(load[0]!.requestsPerSecond).toHaveLength(4);
    for (const rate of rates(load[0]!)) expect(Math.abs(rate - 10)).toBeLessThan(0.03);
  });

  it('spreads an increase over missed scrapes, and over none longer than Prometheus remembers', async () => {
    const missed = every(60, [0, 600, 1200]).concat(
      every(60, [3600, 4200], T + 60 * 6),
      every(60, [90_000, 90_600], T + 60 * 20),
    );
    const { load, report } = await imported(prometheus, answers({ metric: http({}), values: missed }), {
      maxGapSteps: 0,
    });
    const gap = new Array<number>(13).fill(Number.NaN);
    expect(rates(load[0]!)).toEqual([10, 10, 10, 10, 10, 10, 10, ...gap, 10]);
    expect([...load[0]!.origin!].slice(0, 8)).toEqual([0, 0, 0, 2, 2, 2, 0, 4]);
    expect(report.gaps).toEqual(new Map([[13, 1]]));
  });

  it('scraped of several pods at times of their own adds up to the load of the service', async () => {
    // 20 and 30 requests/s, scraped 9 s apart; the second pod began a minute later and the first ended a minute earlier.
    const pod = (name: string, rate: number, first: number, last: number) => ({
      metric: http({ pod: name, instance: name }),
      values: Array.from(
        { length: (last - first) / 15 + 1 },
        (_, i): Sample => [T + first + 15 * i, `${rate * 15 * i}`],
      ),
    });
    const { load } = await imported(prometheus, answers(pod('a', 20, 0, 300), pod('b', 30, 9, 309)));
    expect(rates(load[0]!)).toEqual(close(new Array(21).fill(50)));
    const turns = await imported(prometheus, answers(pod('a', 20, 0, 240), pod('b', 30, 60, 300)));
    const expected = [20, 50, 30].flatMap((rate, i) => new Array<number>([4, 12, 4][i]!).fill(rate));
    expect(rates(turns.load[0]!)).toEqual(close(expected));
  });

  it('is averaged over longer steps without a pod that lived shortly filling all of one', async () => {
    const steady = every(
      15,
      Array.from({ length: 41 }, (_, i) => 150 * i),
    );
    const short = every(15, [0, 150, 300, 450, 600], T + 300);
    const { load } = await imported(
      prometheus,
      answers({ metric: http({ pod: 'a' }), values: steady }, { metric: http({ pod: 'b' }), values: short }),
      { stepSeconds: 300 },
    );
    // 10/s all the time (T is 200 s into a step), and 10/s for 60 s, to which Prometheus adds half a scrape.
    const step = load[0]!;
    expect(step.startTime % 300).toBe(0);
    const beside = rates(step).filter((rate) => rate > 10.001);
    expect(beside).toEqual([expect.closeTo(10 + (10 * (60 + 7.5)) / 300, 6)]);
  });
});

describe('rates of requests', () => {
  it('are told by recording rules, names, labels and what is wanted', async () => {
    const of = (metric: Readonly<Record<string, string>>, wanted?: 'load') =>
      one(metric, every(30, [1.5, 2.5, 4]), wanted);
    expect(await of({ __name__: 'job:http_requests:rate5m', job: 'api' })).toEqual(['api', [1.5, 2.5, 4]]);
    expect(await of({ __name__: 'job:http_requests:increase1m', job: 'api' })).toEqual([
      'api',
      close([1.5 / 60, 2.5 / 60, 4 / 60]),
    ]);
    expect(await of({ __name__: 'requests_per_second', deployment: 'web', namespace: 'shop' })).toEqual([
      'shop/web',
      [1.5, 2.5, 4],
    ]);
    expect(await of({ code: '200' })).toEqual([expect.stringMatching(/^answer-/), [1.5, 2.5, 4]]);
    expect(await of({ service: 'web' }, 'load')).toEqual(['web', [1.5, 2.5, 4]]);
  });

  it('are added up over the labels that do not name a service; a short gap of one of them makes no dip', async () => {
    const metric = (pod: string, code: string) => ({ namespace: 'shop', service: 'web', pod, code });
    const path = answers(
      { metric: metric('a', '200'), values: every(60, [10, 10, 'NaN', 10, 10]) },
      { metric: metric('b', '200'), values: every(60, [5, 5, 5, 5, 5]) },
      { metric: metric('b', '500'), values: [...every(60, [1, 1]), ...every(60, [1], T + 240)] },
    );
    const { load, report } = await imported(prometheus, path);
    expect(load.map(({ id }) => id)).toEqual(['shop/web/requests']);
    expect(rates(load[0]!)).toEqual([16, 16, 16, 16, 16]);
    expect(report.counts).toMatchObject({ nanSamples: 1, partsBridged: 3, stepsObserved: 5 });
    const byPod = await imported(prometheus, path, { sumBy: 'service,pod' });
    expect(byPod.load.map((load) => [load.id, rates(load)])).toEqual([
      ['web/a/requests', [10, 10, 10, 10, 10]],
      ['web/b/requests', [6, 6, 6, 6, 6]],
    ]);
    const all = await imported(prometheus, path, { sumBy: 'all' });
    expect(all.load.map(({ id }) => id)).toEqual([expect.stringMatching(/^answer-\d+\/requests$/)]);
  });

  it('are missing where all are, filled over short gaps and counted', async () => {
    const values = [...every(60, [10, 'NaN', 30, '+Inf']), ...every(60, [50], T + 60 * 8)];
    const { load, report } = await imported(prometheus, answers({ metric: { code: '200' }, values }));
    expect(rates(load[0]!)).toEqual([10, 20, 30, ...new Array(5).fill(Number.NaN), 50]);
    expect([...load[0]!.origin!]).toEqual([0, 1, 0, 4, 4, 4, 4, 4, 0]);
    expect(report.counts).toMatchObject({ nanSamples: 1, outliers: 1, stepsInterpolated: 1, stepsMissing: 5 });
  });

  it('keep entities, times and lengths as usage does', async () => {
    const of = (service: string) => ({ metric: { service, code: '200' }, values: every(60, [1, 2, 3, 4]) });
    const path = answers(of('a'), of('b'));
    const one = await imported(prometheus, path, { entities: ['b'], from: T + 60, to: T + 180 });
    expect(one.load.map((load) => [load.id, load.startTime, rates(load)])).toEqual([['b/requests', T + 60, [2, 3]]]);
    expect(one.report.counts).toMatchObject({ rowsNotSelected: 4, rowsOutsideRange: 2 });
    const first = await imported(prometheus, path, { maxEntities: 1 });
    expect(first.report.counts).toMatchObject({ entitiesSeen: 2, entitiesFiltered: 1, seriesWritten: 1 });
    expect((await imported(prometheus, path, { minHours: 1 })).load).toEqual([]);
  });
});

async function one(metric: Readonly<Record<string, string>>, values: readonly Sample[], wanted?: 'load') {
  for await (const { kind, series } of importTrace(prometheus, [answers({ metric, values })], {
    report: new ImportReport(),
    wanted,
  }))
    if (kind === 'load') return [series.source.entity, rates(series)];
  return null;
}

describe('what counts a request twice', () => {
  it('is left out: Istio’s other proxy, Traefik’s other levels', async () => {
    const istio = (reporter: string, rise: number) => ({
      metric: {
        ...{ __name__: 'istio_requests_total', reporter, destination_workload: 'web' },
        destination_workload_namespace: 'shop',
      },
      values: every(15, [0, rise, 2 * rise]),
    });
    const mesh = await imported(prometheus, answers(istio('source', 160), istio('destination', 150)));
    expect(mesh.load.map((load) => [load.id, rates(load)])).toEqual([['shop/web/requests', [10, 10]]]);
    expect([...mesh.report.remarks].join()).toContain('counts the same requests again');
    const traefik = (level: string, labels: Readonly<Record<string, string>>) => ({
      metric: { __name__: `traefik_${level}_requests_total`, service: 'web@docker', ...labels },
      values: every(15, [0, 30]),
    });
    const proxy = await imported(prometheus, answers(traefik('router', { router: 'r' }), traefik('service', {})));
    expect(rates(proxy.load[0]!)).toEqual([2]);
  });

  it('is refused where nobody knows which to take; metric decides', async () => {
    const of = (__name__: string) => ({ metric: { __name__, service: 'web' }, values: every(15, [0, 30]) });
    const path = answers(of('http_requests_total'), of('shop_requests_total'));
    expect(await refusal(prometheus, path)).toMatch(/field "metric".*http_requests_total, shop_requests_total/);
    const { load, report } = await imported(prometheus, path, { metric: 'shop_*' });
    expect(rates(load[0]!)).toEqual([2]);
    expect([...report.remarks].join()).toContain('metric http_requests_total is neither CPU nor memory');
  });
});

describe('what a query without a name holds', () => {
  const query = (metric: Readonly<Record<string, string>>) => answers({ metric, values: every(60, [3.5, 2, 4]) });
  const wanted = async (path: string, kind: 'usage' | 'load', options = {}) => {
    const report = new ImportReport();
    const kinds: string[] = [];
    for await (const imported of importTrace(prometheus, [path], { report, wanted: kind, options }))
      kinds.push(imported.kind);
    return { kinds, remarks: [...report.remarks].join() };
  };

  it('is asked for where nothing tells it, with the option that decides', async () => {
    const path = query({ deployment: 'web' });
    expect(await refusal(prometheus, path)).toMatch(/field "load".*load=FILE.*cpu=FILE or memory=FILE/);
    expect((await imported(prometheus, path, { load: '*' })).load).toHaveLength(1);
    expect((await imported(prometheus, path, { cpu: '*' })).usage).toHaveLength(1);
    expect((await wanted(path, 'load')).kinds).toEqual(['load']);
    expect((await wanted(path, 'usage')).kinds).toEqual(['usage']);
  });

  it('is not taken for requests when it is about pods or containers', async () => {
    const path = query({ namespace: 'shop', pod: 'web-1', container: 'app' });
    expect((await imported(prometheus, path)).usage).toHaveLength(1);
    await expect(wanted(path, 'load')).rejects.toThrow(/over containers.*load=FILE/);
    expect((await wanted(path, 'load', { load: '*' })).kinds).toEqual(['load']);
  });

  it('leaves out what is not wanted and says so', async () => {
    const requests = answers({ metric: http({}), values: every(15, [0, 30]) });
    const memory = answers({ metric: { __name__: 'container_memory_rss', pod: 'a' }, values: every(15, [1, 2]) });
    expect(await wanted(requests, 'usage')).toEqual({
      kinds: [],
      remarks: expect.stringContaining('http_requests_total is neither CPU nor memory'),
    });
    expect(await wanted(memory, 'load')).toEqual({
      kinds: [],
      remarks: expect.stringContaining('container_memory_rss holds no requests'),
    });
  });

  it('is asked for where it may be a counter or a rate; requestUnit decides', async () => {
    const rising = Array.from({ length: 12 }, (_, i) => 60 * i);
    const path = answers({ metric: { code: '200' }, values: every(60, rising) });
    expect(await refusal(prometheus, path)).toMatch(/field "requestUnit".*counter, perSecond or perMinute/);
    const read = async (requestUnit: string) => rates((await imported(prometheus, path, { requestUnit })).load[0]!);
    expect(await read('counter')).toEqual(new Array(11).fill(1));
    expect(await read('perSecond')).toEqual(rising);
    expect(await read('perMinute')).toEqual(close(rising.map((value) => value / 60)));
    const falling = answers({ metric: http({}), values: every(60, [5, 3, 6, 2, 7, 4, 8, 1, 9, 5, 6, 3]) });
    expect(await refusal(prometheus, falling)).toMatch(/requestUnit.*only falls when it is reset/);
    const summed = answers({ metric: { __name__: 'workload:istio_requests_total:sum' }, values: every(60, [1, 2]) });
    expect(await refusal(prometheus, summed)).toContain('requestUnit');
  });
});

describe('legends of dashboards', () => {
  it.each([
    ['RPS', 'requests'],
    ['requests / s', 'requests'],
    ['HTTP requests per second', 'requests'],
    ['quota - requests', 'nothing'],
    ['CPU requests', 'containers'],
    ['web', 'nothing'],
  ])('%s tells of %s', (legend, evidence) => {
    expect(evidenceOf({ legend })).toBe(evidence);
  });
});

describe('usage and requests in one file', () => {
  it('give series of both kinds, each on the grid of its own samples', async () => {
    const pod = { namespace: 'shop', pod: 'web-1', container: 'app' };
    const path = answers(
      { metric: { __name__: 'container_memory_working_set_bytes', ...pod }, values: every(60, [1000, 2000]) },
      { metric: http({}), values: every(15, [0, 15, 30, 45, 60]) },
    );
    const { usage, load } = await imported(prometheus, path);
    expect(usage.map(({ id, stepSeconds }) => [id, stepSeconds])).toEqual([['shop/web-1/app', 60]]);
    expect(load.map((load) => [load.id, load.stepSeconds, rates(load)])).toEqual([['api/requests', 15, [1, 1, 1, 1]]]);
  });
});

describe('requests in CSV', () => {
  it('are told by Grafana’s units', async () => {
    const path = file(
      'grafana.csv',
      '"Time","{service=""web""}","{service=""db""}"\n2024-01-01 00:00:00,,90 req/m\n2024-01-01 00:01:00,35 req/s,0.6 K req/s\n2024-01-01 00:02:00,1.20K req/s,NaN\n',
    );
    const { load } = await imported(prometheusCsv, path, { maxGapSteps: 0 });
    expect(load.map((load) => [load.id, rates(load)])).toEqual([
      ['db/requests', [1.5, 600]],
      ['web/requests', [35, 1200]],
    ]);
  });

  it('are told by names in legends and long tables', async () => {
    const wide = file('wide.csv', 'Time,requests_per_second\n1704067200,3\n1704067260,4\n');
    expect(rates((await imported(prometheusCsv, wide)).load[0]!)).toEqual([3, 4]);
    const rows = [0, 60, 120].map((t) => `${1_704_067_200 + t},http_requests_total,shop,web,${t}`);
    const long = file('requests.csv', `timestamp,__name__,namespace,service,value\n${rows.join('\n')}\n`);
    const { load } = await imported(prometheusCsv, long);
    expect(load.map((load) => [load.id, rates(load)])).toEqual([['shop/web/requests', [1, 1]]]);
  });
});

describe('names', () => {
  it.each([
    ...['http_requests_total', 'istio_requests_total', 'envoy_cluster_upstream_rq_total', 'nginx_http_requests_total'],
    ...['nginx_ingress_controller_requests', 'traefik_service_requests_total', 'haproxy_backend_http_requests_total'],
    ...['http_server_requests_seconds_count', 'http_server_request_duration_seconds_count', 'apiserver_request_total'],
    ...[
      'http_request_duration_seconds_count',
      'istio_request_duration_milliseconds_count',
      'grpc_server_handled_total',
    ],
    ...['envoy_http_downstream_rq_total', 'http_requests_received_total'],
  ])('%s counts requests', (name) => {
    expect(requestRole(name)?.isCounter).toBe(true);
  });

  it.each([
    ...['job:http_requests:rate5m', 'service:requests:sum_rate1m', 'requests_per_second', 'app_rps', 'job:rps:sum'],
    ...['namespace:http_requests_total:irate', 'job:http_server_requests_seconds_count:rate5m', 'web_request_rate'],
  ])('%s is a rate of requests', (name) => {
    expect(requestRole(name)).toMatchObject({ isCounter: false, scale: 1 });
  });

  it.each([
    ...['http_client_requests_seconds_count', 'rest_client_requests_total', 'promhttp_metric_handler_requests_total'],
    ...['http_request_duration_seconds_bucket', 'http_request_duration_seconds_sum', 'http_requests_in_flight'],
    ...[
      'traefik_service_requests_bytes_total',
      'failed_requests_total',
      'job:request_failures_per_requests:ratio_rate5m',
    ],
    ...['kube_pod_container_resource_requests', 'container_cpu_usage_seconds_total', 'http_requests_created'],
    ...['namespace_cpu:kube_pod_container_resource_requests:sum', 'node_cpu:rate5m'],
  ])('%s is neither', (name) => {
    expect(requestRole(name)).toBeUndefined();
  });

  it('of services come from the surest label', () => {
    const of = (labels: Readonly<Record<string, string>>) => serviceOf(labels, undefined, 'file');
    expect(of({ namespace: 'ingress', exported_namespace: 'shop', exported_service: 'web', service: 'nginx' })).toBe(
      'shop/web',
    );
    expect(of({ destination_workload: 'unknown', destination_service_name: 'web', service: 'x' })).toBe('web');
    expect(of({ namespace: 'mesh', pod: 'gw-1', envoy_cluster_name: 'web', job: 'envoy' })).toBe('web');
    expect(of({ namespace: 'shop', pod: 'web-7d4b9c6f5-x2kqp' })).toBe('shop/web');
    expect(of({ namespace: 'shop', job: 'api', pod: 'web-7d4b9c6f5-x2kqp' })).toBe('shop/api');
    expect(of({ code: '200' })).toBe('file');
  });
});

describeShared('the HPA test-bed, as a Prometheus export of its column', () => {
  it('is read to the load that its own importer reads', async () => {
    const { k8sTestbed } = await import('../../../workloads/traces/k8s-testbed.js');
    const own = await imported(k8sTestbed, excerpt('k8s-prometheus-testbed/training_data_pre_t3m.csv.gz'), {
      maxGapSteps: 0,
    });
    const { startTime, stepSeconds, requestsPerSecond } = own.load[0]!;
    const values = [...requestsPerSecond!].flatMap((rate, i): Sample[] =>
      Number.isNaN(rate) ? [] : [[startTime + i * stepSeconds, `${rate}`]],
    );
    const path = answers({ metric: { __name__: 'requests_per_second', deployment: 'app' }, values });
    const { load, report } = await imported(prometheus, path, { maxGapSteps: 0 });
    expect([load[0]!.startTime, load[0]!.stepSeconds]).toEqual([startTime, 15]);
    expect(load[0]!.requestsPerSecond).toEqual(requestsPerSecond);
    expect(report.counts.stepsMissing).toBe(own.report.counts.stepsMissing / 2);
  });
});
