import type { Finished, Half } from '../half.js';
import type { SeriesReference } from '../trial.js';
import { learningCurves } from './curves.js';
import { horizontalTrial } from './plan.js';
import type { HorizontalReport, ReportEpisode } from './report-data.js';
import { runHorizontalTrial } from './run-trial.js';
import { summariseHorizontal } from './summary.js';
import { footnotes, tableColumns } from './table.js';
import { recordHorizontalEpisode } from './timeline.js';
import type { HorizontalTrial } from './trial.js';

/** Autoscalers on loads. */
export const horizontalHalf: Half<'HorizontalScaling-v0'> = {
  env: 'HorizontalScaling-v0',
  idOf: ({ id }) => id,
  trialOf: horizontalTrial,
  seriesOf: (planned, { loads, calibration }) => [
    ...planned.series.map((reference, i) => [reference, loads[i]!] as const),
    [planned.calibration, calibration],
  ],
  runTrial: (trial, find) => runHorizontalTrial(trial, find(trial.series), find(calibrationOf(trial))),
  episodeSteps: ({ decisions }) => decisions,
  recordTrial: (trial, find, bucketSteps) =>
    recordHorizontalEpisode(trial, find(trial.series), bucketSteps, find(calibrationOf(trial))),
  summarise: summariseHorizontal,
  criteria: [
    {
      kind: 'median',
      of: [
        { key: 'regretPercent', reason: 'median regret' },
        { key: 'costPerHour', reason: 'median cost' },
      ],
    },
    { kind: 'most', key: 'violatedTimePercent', reason: 'most time in violation' },
    { kind: 'most', key: 'flipsPerHour', reason: 'most flips' },
    { kind: 'spread', key: 'costPerHour', reason: 'agents differ most in cost' },
  ],
  report,
  tableColumns,
  footnotes,
};

function calibrationOf(trial: HorizontalTrial): SeriesReference {
  return trial.calibration ?? trial.series;
}

function report({ plan, results, summary, recorded }: Finished<'HorizontalScaling-v0'>): HorizontalReport {
  const episodes = recorded.map(({ workload, reason, courses }): ReportEpisode => {
    const { timeline: _, ...shared } = courses[0]!;
    return {
      workload,
      seed: plan.seeds[0]!,
      reason,
      ...shared,
      timelines: courses.map(({ timeline }, agent) => ({ agent, ...timeline })),
    };
  });
  return { ...summary, episodes, curves: learningCurves(plan, results, summary) };
}
