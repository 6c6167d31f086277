import { loadUnit } from '../../env/horizontal/load-unit.js';
import type { ScalingStep } from '../../env/horizontal/scaling-step.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import type { Timeline } from '../report-data.js';
import { TimelineColumns, type TimelineSource } from '../timeline-columns.js';
import type { ReportEpisode, ReportEpisodeTimeline } from './report-data.js';
import { beginTrial } from './run-trial.js';
import type { HorizontalTrial } from './trial.js';

/** A trial's course: what all agents of the episode share, and what this one did. */
export interface RecordedEpisode
  extends Pick<ReportEpisode, 'startTime' | 'bucketSeconds' | 'loadUnit' | 'objectiveMs'> {
  readonly load: Timeline;
  readonly leastPods: Timeline;
  readonly timeline: Omit<ReportEpisodeTimeline, 'agent'>;
}

/** A step, the demand of its interval, and the dollars spent so far. */
interface Moment {
  readonly step: ScalingStep;
  readonly leastPods: number;
  readonly spent: number;
}

const sources: Readonly<
  Record<'load' | 'leastPods' | Exclude<keyof ReportEpisodeTimeline, 'agent'>, TimelineSource<Moment>>
> = {
  load: { fold: 'mean', read: ({ step }) => step.readings.offeredLoad },
  leastPods: { fold: 'max', read: ({ leastPods }) => leastPods },
  latencyMs: { fold: 'max', read: ({ step }) => step.readings.latencyMs },
  replicas: { fold: 'last', read: ({ step }) => step.applied },
  readyPods: {
    fold: 'mean',
    read: ({ step: { readings } }) => readings.readyPodSeconds / (readings.toSeconds - readings.fromSeconds),
  },
  violated: { fold: 'mean', read: ({ step }) => (step.violated ? 1 : 0) },
  cumulativeCost: { fold: 'last', read: ({ spent }) => spent },
};

/**
 * Runs a trial and keeps its course on a grid of buckets. Where the episode waits for pods to be ready, the waiting is left out, and
 * buckets are counted in decisions.
 *
 * @param bucketSteps decisions a bucket covers
 * @param calibrationLoad as in `runHorizontalTrial`
 */
export function recordHorizontalEpisode(
  trial: HorizontalTrial,
  load: LoadSeries,
  bucketSteps: number,
  calibrationLoad: LoadSeries = load,
): RecordedEpisode {
  const { config } = trial.env;
  const { run } = beginTrial(trial, load, calibrationLoad);
  const columns = new TimelineColumns(sources);
  let spent = 0;
  for (let step = run.next(); step !== null; step = run.next()) {
    spent += step.cost.pods + step.cost.violations;
    columns.add({ step, leastPods: run.neededIn(step), spent });
    if (run.episode.taken % bucketSteps === 0 || run.episode.over) columns.close();
  }
  const { load: offered, leastPods, ...timeline } = columns.values();
  return {
    startTime: load.startTime,
    bucketSeconds: bucketSteps * config.decisionSeconds,
    loadUnit: loadUnit(config.backend),
    objectiveMs: config.objective.latencyMs,
    load: offered,
    leastPods,
    timeline,
  };
}
