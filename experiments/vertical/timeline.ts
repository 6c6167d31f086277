import { ActionIndex } from '../../env/vertical/action.js';
import { costTerms } from '../../env/vertical/cost.js';
import type { UsageSeries } from '../../workloads/usage-series.js';
import { TimelineColumns, type TimelineSource } from '../timeline-columns.js';
import { Episode } from './episode.js';
import type { ReportDemand, ReportMark, ReportTimeline } from './report-data.js';
import type { VerticalTrial } from './trial.js';

type Source = TimelineSource<Episode>;
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

/** A trial's course: what the pod demanded, and what the agent did. */
export interface RecordedPod {
  readonly demand: ReportDemand;
  readonly timeline: Omit<ReportTimeline, 'agent'>;
}

/**
 * Runs a trial and keeps its course on a grid of buckets: means of what flows (usage, throttling, demand), the last value of
 * what stands (requests, limits, bounds). Values have five digits.
 *
 * @param bucketSteps steps a bucket covers
 */
export function recordTimeline(trial: VerticalTrial, series: UsageSeries, bucketSteps: number): RecordedPod {
  const episode = new Episode(trial, series);
  const { fleet, scored } = episode;
  const demand = new TimelineColumns(demandSources);
  const shown = new TimelineColumns(agentSources);
  const cost = new TimelineColumns<'cumulativeCost', number>({ cumulativeCost: { fold: 'last', read: (sum) => sum } });
  const marks: ReportMark[] = [];
  let spent = 0;
  while (episode.next()) {
    for (let term = 0; term < costTerms.length; term++) spent += fleet.cost[term]!;
    demand.add(episode);
    shown.add(episode);
    cost.add(spent);
    const time = scored.startTime + (episode.step - 1) * scored.stepSeconds;
    if (fleet.oomKills[0]! > 0) marks.push({ time, kind: 'oom', count: fleet.oomKills[0]! });
    if (fleet.restarts[0]! > 0) marks.push({ time, kind: 'restart', count: fleet.restarts[0]! });
    if (fleet.resizes[0]! > 0) marks.push({ time, kind: 'resize', count: fleet.resizes[0]! });
    if (episode.step % bucketSteps !== 0 && !episode.over) continue;
    for (const columns of [demand, shown, cost]) columns.close();
  }
  return { demand: demand.values(), timeline: { ...shown.values(), ...cost.values(), marks } };
}

/** `value`, or NaN where what was given is unknown. */
function known(given: number, value: number): number {
  return Number.isNaN(given) ? Number.NaN : value;
}
