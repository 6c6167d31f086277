import type { GcpOptions } from './gcp-monitoring.js';
import { type GcpTimeSeries, POINT_WIDTH } from './gcp-time-series.js';
import type { ImportReport } from './import-report.js';
import { workloadOfPod } from './prometheus-labels.js';
import { RecordRuns } from './record-runs.js';
import type { Samples, Track } from './sample-tracks.js';
import { EntitySelection } from './selection.js';
import { StepVote } from './step-vote.js';
import type { TrackedEntity } from './track-series.js';

/** What a metric of `kubernetes.io/container/` is to us; the number is its code in the records. */
const metrics = [
  'cpu/core_usage_time',
  'cpu/request_utilization',
  'cpu/limit_utilization',
  'cpu/request_cores',
  'cpu/limit_cores',
  'memory/used_bytes non-evictable',
  'memory/used_bytes evictable',
  'memory/used_bytes',
  'memory/request_bytes',
  'memory/limit_bytes',
] as const;

type Metric = (typeof metrics)[number];

const kinds = ['GAUGE', 'DELTA', 'CUMULATIVE'] as const;

/** Points of one metric of one container by kind: start, end, value. */
type MetricPoints = Record<(typeof kinds)[number], (readonly [number, number, number])[]>;

/** Doubles of a record: metric, kind, start, end, value. */
const WIDTH = 5;

/**
 * Collects the points of Cloud Monitoring time series by container and makes tracks of them. Points wait in {@link RecordRuns}, so that
 * memory stays flat.
 */
export class GcpEntities {
  readonly spacing = new StepVote();
  firstTime = 0;
  private readonly runs = new RecordRuns(WIDTH);
  private readonly selection: EntitySelection;
  private readonly services: string[] = [];
  private readonly leftOut = new Set<string>();
  private hasPoints = false;

  constructor(
    private readonly options: GcpOptions,
    private readonly report: ImportReport,
  ) {
    this.selection = new EntitySelection({ entities: options.entities, maxEntities: undefined, minHours: undefined });
  }

  /** How many containers there are. */
  get count(): number {
    return this.selection.size;
  }

  add(series: GcpTimeSeries): void {
    const { report } = this;
    const count = series.points.length / POINT_WIDTH;
    const metric = metricOf(series);
    if (metric === undefined) {
      report.count('rowsWithoutUsage', count);
      if (!this.leftOut.has(series.type)) report.remark(`metric ${series.type} was left out`);
      this.leftOut.add(series.type);
      return;
    }
    const { namespace_name = '', pod_name = '', container_name = '' } = series.resourceLabels;
    const parts = [namespace_name, pod_name, container_name].filter((part) => part !== '');
    const entity = this.selection.internText(parts.join('/') || 'all');
    if (entity < 0) {
      report.count('rowsNotSelected', count);
      return;
    }
    this.services[entity] ??= [namespace_name, workloadOfPod(pod_name)].filter((part) => part !== '').join('/');
    this.addPoints(entity, metrics.indexOf(metric), series);
  }

  private addPoints(entity: number, metric: number, { points, kind }: GcpTimeSeries): void {
    let last = Number.NaN;
    const isSize = /(request|limit)_(cores|bytes)$/.test(metrics[metric]!);
    for (let at = 0; at < points.length; at += POINT_WIDTH) {
      const [start, end, value] = [points[at]!, points[at + 1]!, points[at + 2]!];
      if (!Number.isNaN(last) && !isSize) this.spacing.count(Math.abs(end - last));
      last = end;
      if (Number.isNaN(value)) continue;
      if (!this.hasPoints) this.firstTime = end;
      this.hasPoints = true;
      const place = this.runs.append(entity);
      this.runs.target.set([metric, kinds.indexOf(kind), start, end, value], place);
    }
  }

  /** Every container with its tracks. */
  *tracked(): Generator<TrackedEntity, void> {
    const { memoryType } = this.options;
    for (const { key, records, count } of this.runs.groups()) {
      const points = new Map<Metric, MetricPoints>();
      for (let at = 0; at < count * WIDTH; at += WIDTH) {
        const metric = metrics[records[at]!]!;
        const own = points.get(metric) ?? { GAUGE: [], DELTA: [], CUMULATIVE: [] };
        points.set(metric, own);
        own[kinds[records[at + 1]!]!].push([records[at + 2]!, records[at + 3]!, records[at + 4]!]);
      }
      const id = this.selection.name(key);
      const tracks = tracksOf(points, memoryType);
      yield {
        id,
        tracks,
        source: { dataset: 'gcp-monitoring', entity: id, service: this.services[key]!, assumptions: { memoryType } },
      };
    }
  }

  close(): void {
    this.runs.close();
  }
}

/** Start, end and mean rate a second of every increase, from deltas and from cumulative points. */
function rates({ DELTA, CUMULATIVE }: MetricPoints): number[] {
  const values: number[] = [];
  const put = (start: number, end: number, increase: number) => {
    if (end > start && increase >= 0) values.push(start, end, increase / (end - start));
  };
  for (const [start, end, increase] of DELTA) put(start, end, increase);
  const sorted = CUMULATIVE.toSorted((a, b) => a[1] - b[1]);
  for (const [i, [start, end, value]] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before === undefined) continue;
    const isReset = before[0] !== start || before[2] > value;
    if (!isReset) put(before[1], end, value - before[2]);
    else if (start >= before[1]) put(start, end, value);
  }
  return values;
}

function metricOf({ type, metricLabels }: GcpTimeSeries): Metric | undefined {
  const name = /^kubernetes\.io\/container\/(.+)$/.exec(type)?.[1];
  if (name === undefined) return undefined;
  const memoryType = metricLabels.memory_type;
  const full = name === 'memory/used_bytes' && memoryType !== undefined ? `${name} ${memoryType}` : name;
  return metrics.find((metric) => metric === full);
}

function tracksOf(points: ReadonlyMap<Metric, MetricPoints>, memoryType: GcpOptions['memoryType']): Track[] {
  const tracks: Track[] = [];
  const put = (track: Omit<Track, 'part'>) => {
    if (track.samples.values.length > 0) tracks.push({ ...track, part: '' });
  };
  const gauge = (metric: Metric): Samples => ({
    kind: 'gauge',
    values: points.get(metric)?.GAUGE.flatMap(([, time, value]) => [time, value]) ?? [],
  });
  const usage = 'cpu/core_usage_time';
  const increases = points.get(usage);
  put({
    channel: 'cpuMillicores',
    scale: 1000,
    rank: 0,
    why: usage,
    samples: { kind: 'window', values: increases === undefined ? [] : rates(increases) },
  });
  put({ channel: 'cpuMillicores', scale: 1000, rank: 1, why: `${usage}, aligned to a rate`, samples: gauge(usage) });
  for (const [rank, base] of [
    [2, 'request'],
    [3, 'limit'],
  ] as const) {
    const values = product(gauge(`cpu/${base}_utilization`).values, gauge(`cpu/${base}_cores`).values);
    const why = `${base}_utilization × ${base}_cores`;
    put({ channel: 'cpuMillicores', scale: 1000, rank, why, samples: { kind: 'gauge', values } });
  }
  const used = 'memory/used_bytes';
  put({
    channel: 'memoryBytes',
    scale: 1,
    rank: 0,
    why: `${used} ${memoryType}`,
    samples: gauge(`${used} non-evictable`),
  });
  if (memoryType === 'total')
    put({
      channel: 'memoryBytes',
      scale: 1,
      rank: 0,
      why: `${used} ${memoryType}`,
      samples: gauge(`${used} evictable`),
    });
  put({ channel: 'memoryBytes', scale: 1, rank: 1, why: used, samples: gauge(used) });
  put({
    channel: 'cpuRequestMillicores',
    scale: 1000,
    rank: 0,
    why: 'request_cores',
    samples: gauge('cpu/request_cores'),
  });
  put({ channel: 'cpuLimitMillicores', scale: 1000, rank: 0, why: 'limit_cores', samples: gauge('cpu/limit_cores') });
  put({
    channel: 'memoryRequestBytes',
    scale: 1,
    rank: 0,
    why: 'request_bytes',
    samples: gauge('memory/request_bytes'),
  });
  put({ channel: 'memoryLimitBytes', scale: 1, rank: 0, why: 'limit_bytes', samples: gauge('memory/limit_bytes') });
  return tracks;
}

/**
 * Utilisation times what it is a share of, at the times of the utilisation: requests and utilisation are not sampled on the same minutes, so
 * the request last seen holds (until one is seen, the first).
 */
function product(shares: readonly number[], bases: readonly number[]): number[] {
  if (bases.length === 0) return [];
  const sorted = (values: readonly number[]) =>
    Array.from({ length: values.length / 2 }, (_, i) => [values[i * 2]!, values[i * 2 + 1]!] as const).sort(
      ([a], [b]) => a - b,
    );
  const known = sorted(bases);
  const values: number[] = [];
  let next = 0;
  for (const [time, share] of sorted(shares)) {
    while (next + 1 < known.length && known[next + 1]![0] <= time) next++;
    values.push(time, share * known[next]![1]);
  }
  return values;
}
