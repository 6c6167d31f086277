import type { ImportReport } from './import-report.js';
import { type Grouping, isPause, seriesKey, subjectOf } from './prometheus-labels.js';
import type { Labels } from './prometheus-matrix.js';
import {
  type CpuUnit,
  type MetricFacts,
  type MetricRole,
  metricRole,
  type PrometheusFileRole,
  resourceOf,
} from './prometheus-roles.js';
import { type RecordGroup, RecordRuns } from './record-runs.js';
import type { Samples, Track } from './sample-tracks.js';
import { EntitySelection } from './selection.js';
import { StepVote } from './step-vote.js';

/** Doubles of a sample record: series, Unix seconds, value. */
const SAMPLE_WIDTH = 3;

/** One Prometheus series of one file. */
interface SampledSeries {
  /** Equal for the same series in several files. */
  readonly key: string;
  /** Whether nothing is to be made of it: a pause container, or a pod's cgroup beside its containers. */
  isLeftOut: boolean;
  readonly container: string;
  /** Pod and container. */
  readonly part: string;
  readonly metric: SampledMetric;
  lastTime: number;
  lastValue: number;
  samples: number;
  rises: number;
  falls: number;
}

/** One metric of one file: what is decided over all its series. */
interface SampledMetric extends MetricFacts {
  highest: number;
  looksLikeCounter: boolean;
  readonly file: string;
  fileRole: PrometheusFileRole | undefined;
  readonly series: SampledSeries[];
  role: MetricRole | undefined;
}

/** How samples become entities and amounts. */
export interface SampleOptions {
  readonly groupBy: Grouping;
  readonly cpuUnit: CpuUnit;
  readonly entities?: readonly string[] | undefined;
}

/**
 * Collects the samples of any number of files, and says what each series is once all are there.
 *
 * Samples wait in {@link RecordRuns} under their entity, so that memory stays flat; of every series a few words are kept.
 */
export class PrometheusSamples {
  readonly spacing = new StepVote();
  /** Stamp of the first sample that was kept, seconds. */
  firstTime = 0;
  private readonly runs = new RecordRuns(SAMPLE_WIDTH);
  private readonly selection: EntitySelection;
  private readonly services: string[] = [];
  private readonly all: SampledSeries[] = [];
  private readonly entityOf: number[] = [];
  private metrics = new Map<string, SampledMetric>();
  private readonly metricsOfAllFiles: SampledMetric[] = [];
  private hasSamples = false;
  private file = '';
  private fileRole: PrometheusFileRole | undefined;

  constructor(
    private readonly options: SampleOptions,
    private readonly report: ImportReport,
  ) {
    this.selection = new EntitySelection({
      entities: options.entities?.slice(),
      maxEntities: undefined,
      minHours: undefined,
    });
  }

  /** Says which file the series that follow are from, and what it holds where the caller knows. */
  beginFile(file: string, role: PrometheusFileRole | undefined): void {
    this.file = file;
    this.fileRole = role;
    this.metrics = new Map();
  }

  /**
   * Begins a series.
   * @returns its number, or −1 when its entity is not selected
   */
  series(labels: Labels): number {
    const subject = subjectOf(labels, this.options.groupBy, fileName(this.file));
    const entity = this.selection.internText(subject.entity);
    if (entity < 0) return -1;
    this.services[entity] ??= subject.service;
    const metric = this.metricOf(labels);
    const series = {
      key: seriesKey(labels),
      isLeftOut: isPause(subject),
      container: subject.container,
      part: subject.part,
      metric,
      ...{ lastTime: Number.NaN, lastValue: Number.NaN, samples: 0, rises: 0, falls: 0 },
    };
    metric.series.push(series);
    this.entityOf.push(entity);
    return this.all.push(series) - 1;
  }

  private metricOf(labels: Labels): SampledMetric {
    const name = labels.__name__ ?? '';
    const resource = resourceOf(labels);
    const key = `${name} ${resource}`;
    let metric = this.metrics.get(key);
    if (metric === undefined) {
      const { file, fileRole } = this;
      metric = { name, resource, highest: 0, looksLikeCounter: false, file, fileRole, series: [], role: undefined };
      this.metrics.set(key, metric);
      this.metricsOfAllFiles.push(metric);
    }
    return metric;
  }

  /** Says what a series' metric is, where the samples themselves tell by their unit and the caller does not say. */
  hint(series: number, role: PrometheusFileRole): void {
    if (series >= 0) this.all[series]!.metric.fileRole ??= role;
  }

  /** Adds a sample to a series; what is no finite number is counted and left out, though its stamp votes for the step. */
  sample(series: number, time: number, value: number): void {
    const { report } = this;
    report.counts.rowsRead++;
    if (series < 0) {
      report.counts.rowsNotSelected++;
      return;
    }
    const known = this.all[series]!;
    if (time > known.lastTime) this.spacing.count(time - known.lastTime);
    known.lastTime = time;
    if (Number.isNaN(value)) report.counts.missingFields++;
    else if (!Number.isFinite(value)) report.counts.outliers++;
    else if (value < 0) report.counts.negatives++;
    else this.keep(series, known, time, value);
  }

  private keep(number: number, series: SampledSeries, time: number, value: number): void {
    const { metric } = series;
    if (!this.hasSamples) this.firstTime = time;
    this.hasSamples = true;
    if (value > series.lastValue) series.rises++;
    else if (value < series.lastValue) series.falls++;
    if (value > metric.highest) metric.highest = value;
    series.lastValue = value;
    series.samples++;
    const at = this.runs.append(this.entityOf[number]!);
    const { target } = this.runs;
    target[at] = number;
    target[at + 1] = time;
    target[at + 2] = value;
  }

  /** Decides what every metric is. To be called once, after the last sample. */
  resolve(): void {
    for (const metric of this.metricsOfAllFiles) {
      const long = metric.series.filter(({ samples }) => samples >= 10);
      metric.looksLikeCounter =
        long.length > 0 && long.every(({ samples, rises, falls }) => falls === 0 && rises > 0.9 * (samples - 1));
      metric.role = metricRole(metric, metric.fileRole, this.options.cpuUnit);
      if (metric.role === undefined) this.leaveOutMetric(metric);
      else this.leaveOutCgroups(metric);
      if (
        metric.role?.channel === 'cpuMillicores' &&
        !metric.role.isCounter &&
        metric.looksLikeCounter &&
        this.options.cpuUnit === 'auto'
      )
        this.report.remark(
          `${metric.file}: CPU only ever rises, as a counter of CPU seconds does; if it is one, say cpuUnit seconds`,
        );
    }
  }

  private leaveOutMetric({ name, series, file }: SampledMetric): void {
    this.report.remark(`${file}: metric ${name} is neither CPU nor memory and was left out`);
    for (const one of series) this.report.count('rowsWithoutUsage', one.samples);
  }

  /** Rows without a container beside rows with one sum the others up, and would count everything twice. */
  private leaveOutCgroups({ series, name, file }: SampledMetric): void {
    const hasContainers = series.some(({ container }) => container !== '');
    let cgroups = 0;
    for (const one of series) {
      if (hasContainers && one.container === '') one.isLeftOut = true;
      if (!one.isLeftOut) continue;
      cgroups++;
      this.report.count('rowsWithoutUsage', one.samples);
    }
    if (cgroups > 0)
      this.report.remark(
        `${file}: ${cgroups} cgroup and pause rows of ${name || 'the query'} (no container) were left out`,
      );
  }

  /** Every entity with its usable series, in the order in which they were first seen. {@link resolve} comes first. */
  *entities(): Generator<{ readonly id: string; readonly service: string; readonly tracks: readonly Track[] }, void> {
    for (const group of this.runs.groups())
      yield {
        id: this.selection.name(group.key),
        service: this.services[group.key]!,
        tracks: this.tracksOf(group),
      };
  }

  /** An entity's samples by series; the same series of several files is one track. */
  private tracksOf({ records, count }: RecordGroup): Track[] {
    const tracks = new Map<string, Track>();
    const trackOf = new Map<number, Track | undefined>();
    for (let at = 0; at < count * SAMPLE_WIDTH; at += SAMPLE_WIDTH) {
      const number = records[at]!;
      if (!trackOf.has(number)) trackOf.set(number, this.trackFor(number, tracks));
      trackOf.get(number)?.samples.values.push(records[at + 1]!, records[at + 2]!);
    }
    return [...tracks.values()];
  }

  private trackFor(number: number, tracks: Map<string, Track>): Track | undefined {
    const { key, part, isLeftOut, metric } = this.all[number]!;
    const { role } = metric;
    if (isLeftOut || role === undefined) return undefined;
    const name = `${role.channel} ${role.rank} ${key}`;
    const known = tracks.get(name);
    if (known !== undefined) return known;
    const { channel, scale, rank, why } = role;
    const samples: Samples = { kind: role.isCounter ? 'counter' : 'gauge', values: [] };
    const track = { channel, scale, rank, why, part, samples };
    tracks.set(name, track);
    return track;
  }

  close(): void {
    this.runs.close();
  }
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(json|csv|txt)?(\.gz)?$/, '');
}
