import { ActionIndex } from '../../env/vertical/action.js';
import { costTerms } from '../../env/vertical/cost.js';
import type { UsageSeries } from '../../workloads/usage-series.js';
import type { Timeline } from '../report-data.js';
import { Episode } from './episode.js';
import type { ReportDemand, ReportMark, ReportTimeline } from './report-data.js';
import type { VerticalTrial } from './trial.js';

/** Buckets a timeline has at most: about as many as a screen has columns. */
const mostBuckets = 1200;

/** Steps a bucket of a timeline covers for an episode of `steps` steps. */
export function bucketStepsFor(steps: number): number {
  return Math.ceil(steps / mostBuckets);
}

/** What is read after every step, and how the steps of a bucket become one value. */
interface Source {
  readonly fold: 'mean' | 'max' | 'last';
  readonly read: (episode: Episode) => number;
}

type TimelineChannel = Exclude<keyof ReportTimeline, 'agent' | 'marks'>;

const cpuDemand = ({ fleet, scored, step }: Episode) => known(scored.cpuMillicores[step - 1]!, fleet.cpuDemand[0]!);
const memoryDemand = ({ fleet, scored, step }: Episode) => known(scored.memoryBytes[step - 1]!, fleet.memoryDemand[0]!);

const demandSources: Readonly<Record<keyof ReportDemand, Source>> = {
  cpuMean: { fold: 'mean', read: cpuDemand },
  cpuMax: { fold: 'max', read: cpuDemand },
  memoryMean: { fold: 'mean', read: memoryDemand },
  memoryMax: { fold: 'max', read: memoryDemand },
};

const agentSources: Readonly<Record<Exclude<TimelineChannel, 'cumulativeCost'>, Source>> = {
  cpuUsage: { fold: 'mean', read: ({ fleet }) => fleet.cpuUsage[0]! },
  cpuRequest: { fold: 'last', read: ({ fleet }) => fleet.cpuRequest[0]! },
  cpuLimit: { fold: 'last', read: ({ fleet }) => fleet.cpuLimit[0]! },
  cpuLowerBound: { fold: 'last', read: ({ action }) => action[ActionIndex.cpuLowerBound]! },
  cpuUpperBound: { fold: 'last', read: ({ action }) => action[ActionIndex.cpuUpperBound]! },
  cpuThrottled: { fold: 'mean', read: ({ fleet }) => fleet.throttled[0]! },
  memoryUsage: { fold: 'mean', read: ({ fleet }) => fleet.memoryUsage[0]! },
  memoryRequest: { fold: 'last', read: ({ fleet }) => fleet.memoryRequest[0]! },
  memoryLimit: { fold: 'last', read: ({ fleet }) => fleet.memoryLimit[0]! },
  memoryLowerBound: { fold: 'last', read: ({ action }) => action[ActionIndex.memoryLowerBound]! },
  memoryUpperBound: { fold: 'last', read: ({ action }) => action[ActionIndex.memoryUpperBound]! },
};

/**
 * Runs a trial and keeps its course on a grid of buckets: means of what flows (usage, throttling, demand), the last value of
 * what stands (requests, limits, bounds). Values have five digits.
 *
 * @param bucketSteps steps a bucket covers
 */
export function recordTimeline(
  trial: VerticalTrial,
  series: UsageSeries,
  bucketSteps: number,
): { readonly demand: ReportDemand; readonly timeline: Omit<ReportTimeline, 'agent'> } {
  const episode = new Episode(trial, series);
  const { fleet, scored } = episode;
  const demand = columnsOf(demandSources);
  const shown = columnsOf(agentSources);
  const columns = [...Object.values(demand), ...Object.values(shown)];
  const cost = new Column({ fold: 'last', read: () => spent });
  const marks: ReportMark[] = [];
  let spent = 0;
  while (episode.next()) {
    for (let term = 0; term < costTerms.length; term++) spent += fleet.cost[term]!;
    for (const column of columns) column.add(episode);
    cost.add(episode);
    const time = scored.startTime + (episode.step - 1) * scored.stepSeconds;
    if (fleet.oomKills[0]! > 0) marks.push({ time, kind: 'oom', count: fleet.oomKills[0]! });
    if (fleet.restarts[0]! > 0) marks.push({ time, kind: 'restart', count: fleet.restarts[0]! });
    if (fleet.resizes[0]! > 0) marks.push({ time, kind: 'resize', count: fleet.resizes[0]! });
    if (episode.step % bucketSteps !== 0 && !episode.over) continue;
    for (const column of columns) column.close();
    cost.close();
  }
  return {
    demand: valuesOf(demand),
    timeline: { ...valuesOf(shown), cumulativeCost: cost.values, marks },
  };
}

/** One array of a timeline while it is recorded. NaN and infinity are no value. */
class Column {
  readonly values: (number | null)[] = [];
  private folded = Number.NaN;
  private count = 0;

  constructor(private readonly source: Source) {}

  add(episode: Episode): void {
    const value = this.source.read(episode);
    if (this.source.fold === 'last') this.folded = value;
    else if (!Number.isNaN(value)) this.fold(value);
  }

  /** Ends a bucket. */
  close(): void {
    const value = this.source.fold === 'mean' ? this.folded / this.count : this.folded;
    this.values.push(Number.isFinite(value) ? Number(value.toPrecision(5)) : null);
    this.folded = Number.NaN;
    this.count = 0;
  }

  private fold(value: number): void {
    if (this.count++ === 0) this.folded = value;
    else if (this.source.fold === 'mean') this.folded += value;
    else if (value > this.folded) this.folded = value;
  }
}

function columnsOf<Name extends string>(sources: Readonly<Record<Name, Source>>): Record<Name, Column> {
  const entries = Object.entries<Source>(sources).map(([name, source]) => [name, new Column(source)]);
  return Object.fromEntries(entries) as Record<Name, Column>;
}

function valuesOf<Name extends string>(columns: Readonly<Record<Name, Column>>): Record<Name, Timeline> {
  const entries = Object.entries<Column>(columns).map(([name, { values }]) => [name, values]);
  return Object.fromEntries(entries) as Record<Name, Timeline>;
}

/** `value`, or NaN where what was given is unknown. */
function known(given: number, value: number): number {
  return Number.isNaN(given) ? Number.NaN : value;
}
