import { describe, expect, it } from 'vitest';
import { gcpMonitoring } from '../../../workloads/traces/gcp-monitoring.js';
import { imported, refusal, workshop } from './imported.js';

const file = workshop();
const base = Date.UTC(2021, 6, 6, 9) / 1000;
const at = (minute: number) => new Date((base + minute * 60) * 1000).toISOString().replace('.000', '');

interface Point {
  readonly interval: { readonly startTime?: string; readonly endTime: string };
  readonly value: object;
}

const instant = (minute: number, value: object): Point => ({
  interval: { startTime: at(minute), endTime: at(minute) },
  value,
});
const since = (start: number, end: number, value: object): Point => ({
  interval: { startTime: at(start), endTime: at(end) },
  value,
});

function series(type: string, points: readonly Point[], { kind = 'GAUGE', labels = {}, container = 'app' } = {}) {
  const resource = {
    namespace_name: 'shop',
    pod_name: 'web-7d4b9c6f5-x2kqp',
    container_name: container,
    location: 'eu',
  };
  return {
    metric: { type: `kubernetes.io/container/${type}`, labels },
    resource: { type: 'k8s_container', labels: resource },
    metricKind: kind,
    valueType: 'DOUBLE',
    points: [...points].reverse(),
  };
}

const answer = (...timeSeries: readonly object[]) => JSON.stringify({ timeSeries, unit: '1', nextPageToken: 'x' });

describe('Cloud Monitoring', () => {
  it('joins a cumulative CPU counter, memory, requests and limits; points come newest first', async () => {
    const cpu = [10, 16, 19].map((value, i) => since(0, i + 1, { doubleValue: value }));
    const memory = (type: string, value: string) =>
      series(
        'memory/used_bytes',
        [1, 2].map((minute) => instant(minute, { int64Value: value })),
        { labels: { memory_type: type } },
      );
    const path = file(
      'all.json',
      answer(
        series('cpu/core_usage_time', cpu, { kind: 'CUMULATIVE' }),
        memory('non-evictable', '1000'),
        memory('evictable', '500'),
        series('cpu/request_cores', [instant(1, { doubleValue: 0.5 })]),
        series('memory/limit_bytes', [instant(1, { int64Value: '4096' })]),
        series('restart_count', [instant(1, { int64Value: '0' })]),
      ),
    );
    const { usage, report } = await imported(gcpMonitoring, path);
    expect(usage.map(({ id }) => id)).toEqual(['shop/web-7d4b9c6f5-x2kqp/app']);
    const [one] = usage;
    expect(one!.source.service).toBe('shop/web');
    expect(one!.startTime).toBe(base + 60);
    expect([...one!.cpuMillicores]).toEqual([100, 50]);
    expect([...one!.memoryBytes]).toEqual([1000, 1000]);
    expect(one!.cpuRequestMillicores![1]).toBe(500);
    expect(one!.memoryLimitBytes![1]).toBe(4096);
    expect([...report.remarks].join()).toContain('restart_count');
    const total = await imported(gcpMonitoring, path, { memoryType: 'total' });
    expect([...total.usage[0]!.memoryBytes]).toEqual([1500, 1500]);
  });

  it('starts the counter anew at a reset, and joins pages', async () => {
    const page = (name: string, ...points: Point[]) =>
      file(name, answer(series('cpu/core_usage_time', points, { kind: 'CUMULATIVE' })));
    const pages = [
      page('p1.json', since(0, 1, { doubleValue: 6 }), since(0, 2, { doubleValue: 12 })),
      page(
        'p2.json',
        since(0, 3, { doubleValue: 24 }),
        since(3, 4, { doubleValue: 3 }),
        since(3, 5, { doubleValue: 9 }),
      ),
    ];
    const { usage } = await imported(gcpMonitoring, pages);
    expect([...usage[0]!.cpuMillicores]).toEqual([100, 200, 50, 100]);
  });

  it('multiplies utilisation with the request last seen, and leaves usage missing where there is none', async () => {
    const path = file(
      'utilisation.json',
      answer(
        series(
          'cpu/request_utilization',
          [1, 3, 4].map((minute) => instant(minute, { doubleValue: 0.5 })),
        ),
        series('cpu/request_cores', [instant(0, { doubleValue: 1 }), instant(2, { doubleValue: 2 })]),
      ),
    );
    const { usage } = await imported(gcpMonitoring, path, { maxGapSteps: 0, stepSeconds: 60 });
    expect(usage[0]!.startTime).toBe(base + 60);
    expect([...usage[0]!.cpuMillicores]).toEqual([500, Number.NaN, 1000, 1000]);
    expect(usage[0]!.source.assumptions['cpuMillicores from']).toBe('request_utilization × request_cores');
  });

  it('takes deltas, aligned rates and a bare list of time series', async () => {
    const delta = series('cpu/core_usage_time', [since(0, 1, { doubleValue: 6 })], { kind: 'DELTA' });
    expect([
      ...(await imported(gcpMonitoring, file('d.json', JSON.stringify([delta])))).usage[0]!.cpuMillicores,
    ]).toEqual([100]);
    const rate = series('cpu/core_usage_time', [instant(1, { doubleValue: 0.25 })]);
    expect([...(await imported(gcpMonitoring, file('r.json', answer(rate)))).usage[0]!.cpuMillicores]).toEqual([250]);
    const answers = file(
      'l.json',
      `[${answer(rate)},${answer(series('cpu/core_usage_time', [instant(2, { doubleValue: 0.5 })]))}]`,
    );
    expect([...(await imported(gcpMonitoring, answers)).usage[0]!.cpuMillicores]).toEqual([250, 500]);
  });

  it('is refused with the time series and the field', async () => {
    const bad = (point: object) => file('bad.json', answer({ ...series('cpu/core_usage_time', []), points: [point] }));
    expect(await refusal(gcpMonitoring, bad({ interval: { endTime: 'noon' }, value: {} }))).toMatch(
      /field "timeSeries\.0\.points\.0\.interval\.endTime" got "noon"/,
    );
    expect(await refusal(gcpMonitoring, bad({ value: {} }))).toContain('timeSeries.0.points.0.interval');
    expect(await refusal(gcpMonitoring, file('cut.json', '{"timeSeries":[{"metric":'))).toContain(
      'a complete JSON document',
    );
    expect(await refusal(gcpMonitoring, file('none.json', '{"timeSeries":[]}'))).toContain('at least one time series');
  });

  it('is recognised by its content', () => {
    expect(gcpMonitoring.detect(Buffer.from(answer()), 'x')).toBe('usage');
    expect(gcpMonitoring.detect(Buffer.from('{"status":"success","data":{}}'), 'x')).toBeUndefined();
  });
});
