import { InputError } from '../../env/core/input-error.js';
import { stem } from './file-name.js';
import type { ImportedSeries } from './format.js';
import type { ImportReport } from './import-report.js';
import type { LoadTrack } from './load-tracks.js';
import { type Grouping, isPause, seriesKey, subjectOf } from './prometheus-labels.js';
import type { Labels } from './prometheus-matrix.js';
import {
  type Claim,
  leaveOut,
  type RoleOptions,
  resolveLoad,
  resolveUsage,
  type SampledMetric,
  type SampledSeries,
  undecided,
} from './prometheus-metrics.js';
import { evidenceOf, reporterRank, requestRole } from './prometheus-requests.js';
import { type PrometheusFileRole, resourceOf } from './prometheus-roles.js';
import { serviceOf } from './prometheus-services.js';
import type { RecordGroup } from './record-runs.js';
import { SAMPLE_WIDTH, SampleLane } from './sample-lane.js';
import type { Samples, Track } from './sample-tracks.js';

/** How samples become entities and amounts. */
export interface SampleOptions extends RoleOptions {
  readonly groupBy: Grouping;
  /** Labels that name a service; by default the usual ones ({@link serviceOf}). */
  readonly sumBy?: readonly string[] | undefined;
  /** The metrics that count requests, `*` allowed; by default those of {@link requestRole}. */
  readonly metric?: string | undefined;
  readonly entities?: readonly string[] | undefined;
}

/** What a series is of. */
interface Kind {
  readonly kind: ImportedSeries['kind'];
  readonly claim: Claim;
}

/** One part of a service's load. */
interface NamedLoadTrack extends LoadTrack {
  readonly metric: string;
  readonly rank: number;
  readonly why: string;
}

/**
 * Collects the samples of any number of files, and says what each series is once all are there.
 *
 * Samples wait in a {@link SampleLane} under their entity, so that memory stays flat; of every series a few words are kept.
 */
export class PrometheusSamples {
  readonly usage: SampleLane;
  readonly loads: SampleLane;
  private readonly services: string[] = [];
  private readonly all: SampledSeries[] = [];
  private metrics = new Map<string, SampledMetric>();
  private readonly metricsOfAllFiles: SampledMetric[] = [];
  private readonly isRequests: (name: string) => boolean;
  private file = '';
  private fileRole: PrometheusFileRole | undefined;

  /** @param wanted the only kind of series that is made; a query without a name is taken for it where nothing speaks against it */
  constructor(
    private readonly options: SampleOptions,
    private readonly report: ImportReport,
    private readonly wanted?: ImportedSeries['kind'],
  ) {
    this.usage = new SampleLane(options.entities);
    this.loads = new SampleLane(options.entities);
    const { metric } = options;
    this.isRequests = metric === undefined ? (name) => requestRole(name) !== undefined : wildcard(metric);
  }

  /** Says which file the series that follow are from, and what it holds where the caller knows. */
  beginFile(file: string, role: PrometheusFileRole | undefined): void {
    this.file = file;
    this.fileRole = role;
    this.metrics = new Map();
  }

  /**
   * Begins a series.
   * @param unit what the unit of its samples says it is
   * @returns its number, or −1 when its entity is not selected
   * @throws InputError for one that could be usage of a pod or requests to it
   */
  series(labels: Labels, unit?: PrometheusFileRole): number {
    const { file, fileRole = unit } = this;
    const name = labels.__name__ ?? (requestRole(labels.legend ?? '') === undefined ? '' : labels.legend!);
    const { kind, claim } = this.kindOf(name, labels, fileRole);
    const subject = subjectOf(labels, this.options.groupBy, stem(file));
    const entity = kind === 'usage' ? this.usage.entity(subject.entity) : this.loads.entity(this.serviceOf(labels));
    if (entity < 0) return -1;
    if (kind === 'usage') this.services[entity] ??= subject.service;
    const metric = this.metricOf(name, resourceOf(labels), { kind, claim }, fileRole);
    const series: SampledSeries = {
      key: seriesKey(labels),
      isLeftOut: kind === 'usage' && isPause(subject),
      container: subject.container,
      part: subject.part,
      rank: reporterRank(labels),
      ...{ metric, entity },
      ...{ lastTime: Number.NaN, lastValue: Number.NaN, samples: 0, rises: 0, falls: 0 },
    };
    metric.series.push(series);
    return this.all.push(series) - 1;
  }

  private serviceOf(labels: Labels): string {
    const { legend, ...others } = labels;
    const isName = legend === undefined || requestRole(legend) !== undefined;
    return serviceOf(others, this.options.sumBy, isName ? stem(this.file) : legend);
  }

  private kindOf(name: string, labels: Labels, fileRole: PrometheusFileRole | undefined): Kind {
    if (fileRole !== undefined) return { kind: fileRole === 'load' ? 'load' : 'usage', claim: 'certain' };
    if (name !== '') return { kind: this.isRequests(name) ? 'load' : 'usage', claim: 'certain' };
    const evidence = evidenceOf(labels);
    if (evidence === 'requests') return { kind: 'load', claim: 'certain' };
    if (this.wanted !== 'load') {
      const isOpen = evidence === 'nothing' && this.wanted === undefined;
      return { kind: 'usage', claim: isOpen ? 'open' : 'certain' };
    }
    if (evidence === 'nothing') return { kind: 'load', claim: 'wanted' };
    throw undecided(this.file, `a query without a metric name over ${evidence}`);
  }

  private metricOf(
    name: string,
    resource: string,
    { kind, claim }: Kind,
    fileRole: PrometheusFileRole | undefined,
  ): SampledMetric {
    const key = `${kind} ${claim} ${name} ${resource}`;
    let metric = this.metrics.get(key);
    if (metric === undefined) {
      metric = {
        ...{ name, resource, kind, claim, file: this.file, fileRole, series: [] },
        ...{ highest: 0, looksLikeCounter: false, isWhole: true, role: undefined, load: undefined },
      };
      this.metrics.set(key, metric);
      this.metricsOfAllFiles.push(metric);
    }
    return metric;
  }

  /** Says what a series' metric is, where the samples themselves tell by their unit and the caller does not say. */
  hint(series: number, role: PrometheusFileRole): void {
    if (series >= 0) this.all[series]!.metric.fileRole ??= role;
  }

  /** Counts a NaN before a series' first value, of which nothing is known yet. */
  skipNaN(): void {
    this.report.counts.rowsRead++;
    this.report.counts.nanSamples++;
  }

  /** Adds a sample to a series; what is no finite number is counted and left out, though its stamp votes for the step. */
  sample(series: number, time: number, value: number): void {
    const { counts } = this.report;
    counts.rowsRead++;
    if (series < 0) {
      counts.rowsNotSelected++;
      return;
    }
    const known = this.all[series]!;
    if (time > known.lastTime)
      this[known.metric.kind === 'usage' ? 'usage' : 'loads'].spacing.count(time - known.lastTime);
    known.lastTime = time;
    if (Number.isNaN(value)) counts.nanSamples++;
    else if (!Number.isFinite(value)) counts.outliers++;
    else if (value < 0) counts.negatives++;
    else this.keep(series, known, time, value);
  }

  private keep(number: number, series: SampledSeries, time: number, value: number): void {
    const { metric } = series;
    if (value > series.lastValue) series.rises++;
    else if (value < series.lastValue) series.falls++;
    if (value > metric.highest) metric.highest = value;
    if (metric.isWhole && !Number.isInteger(value)) metric.isWhole = false;
    series.lastValue = value;
    series.samples++;
    (metric.kind === 'usage' ? this.usage : this.loads).keep(series.entity, number, time, value);
  }

  /**
   * Decides what every metric is. To be called once, after the last sample.
   * @throws InputError for a metric of which neither name, labels nor options say enough
   */
  resolve(): void {
    const { options, report, wanted } = this;
    for (const metric of this.metricsOfAllFiles) {
      const { kind, name } = metric;
      if (kind === 'usage' && wanted === 'load')
        leaveOut(metric, `metric ${name || 'without a name'} holds no requests and was left out`, report);
      else if (kind === 'usage') resolveUsage(metric, options, report);
      else if (wanted === 'usage')
        leaveOut(metric, `metric ${name || 'without a name'} is neither CPU nor memory but requests`, report);
      else resolveLoad(metric, options);
    }
  }

  /** Every entity with its usable series, in the order in which they were first seen. {@link resolve} comes first. */
  *entities(): Generator<{ readonly id: string; readonly service: string; readonly tracks: readonly Track[] }, void> {
    for (const group of this.usage.groups()) {
      const tracks = tracksOf(group, (number) => this.usageTrack(number));
      yield { id: this.usage.name(group.key), service: this.services[group.key]!, tracks };
    }
  }

  /**
   * Every service with what counts its requests, in the order in which they were first seen. {@link resolve} comes first.
   * @throws InputError where two metrics count the requests of one service
   */
  *loadedServices(): Generator<
    { readonly id: string; readonly tracks: readonly LoadTrack[]; readonly why: string },
    void
  > {
    for (const group of this.loads.groups()) {
      const id = this.loads.name(group.key);
      const tracks = tracksOf(group, (number) => this.loadTrack(number));
      const best = tracks.reduce((rank, track) => Math.min(rank, track.rank), Number.POSITIVE_INFINITY);
      const chosen = tracks.filter(({ rank }) => rank === best);
      const names = [...new Set(chosen.map(({ metric }) => metric))];
      if (names.length > 1)
        throw new InputError(
          { field: 'metric', value: names.map((name) => name || '(query without a name)').join(', ') },
          `one metric that counts the requests of ${id}: the option metric=NAME chooses it, sumBy=LABELS tells services apart`,
        );
      const others = new Set(tracks.filter((track) => !chosen.includes(track)).map(({ why }) => why));
      if (others.size > 0)
        this.report.remark(`${id}: ${[...others].join(', ')} counts the same requests again and was left out`);
      if (chosen.length > 0) yield { id, tracks: chosen, why: chosen[0]!.why };
    }
  }

  private usageTrack(number: number): readonly [key: string, track: Track] | undefined {
    const { key, part, isLeftOut, metric } = this.all[number]!;
    const { role } = metric;
    if (isLeftOut || role === undefined) return undefined;
    const { channel, scale, rank, why } = role;
    const samples: Samples = { kind: role.isCounter ? 'counter' : 'gauge', values: [] };
    return [`${channel} ${rank} ${key}`, { channel, scale, rank, why, part, samples }];
  }

  private loadTrack(number: number): readonly [key: string, track: NamedLoadTrack] | undefined {
    const { key, rank: ownRank, metric } = this.all[number]!;
    if (metric.load === undefined) return undefined;
    const { scale, isCounter, why, rank } = metric.load;
    const samples: Samples = { kind: isCounter ? 'total' : 'gauge', values: [] };
    return [`${metric.name} ${key}`, { scale, why, rank: rank + ownRank, metric: metric.name, samples }];
  }

  close(): void {
    this.usage.close();
    this.loads.close();
  }
}

/** An entity's samples by series; the same series of several files is one track. */
function tracksOf<One extends { readonly samples: Samples }>(
  { records, count }: RecordGroup,
  create: (series: number) => readonly [key: string, track: One] | undefined,
): One[] {
  const tracks = new Map<string, One>();
  const trackOf = new Map<number, One | undefined>();
  for (let at = 0; at < count * SAMPLE_WIDTH; at += SAMPLE_WIDTH) {
    const number = records[at]!;
    if (!trackOf.has(number)) {
      const created = create(number);
      if (created !== undefined && !tracks.has(created[0])) tracks.set(...created);
      trackOf.set(number, created === undefined ? undefined : tracks.get(created[0]));
    }
    trackOf.get(number)?.samples.values.push(records[at + 1]!, records[at + 2]!);
  }
  return [...tracks.values()];
}

/** Whether a name fits a pattern in which `*` stands for any text. */
export function wildcard(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^$(){}|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (text) => expression.test(text);
}
