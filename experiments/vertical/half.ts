import type { Finished, Half } from '../half.js';
import { verticalTrial } from './plan.js';
import type { ReportPod, VerticalReport } from './report-data.js';
import { runTrial } from './run-trial.js';
import { summarise } from './summary.js';
import { footnotes, tableColumns } from './table.js';
import { recordTimeline } from './timeline.js';

/** Recommenders on usage series. */
export const verticalHalf: Half<'VerticalScaling-v0'> = {
  env: 'VerticalScaling-v0',
  idOf: ({ series }) => series[0]!.id,
  trialOf: verticalTrial,
  seriesOf: (planned, { series }) => planned.series.map((reference, i) => [reference, series[i]!]),
  runTrial: (trial, find) => runTrial(trial, find(trial.series)),
  episodeSteps: ({ steps }) => steps,
  recordTrial: (trial, find, bucketSteps) => recordTimeline(trial, find(trial.series), bucketSteps),
  summarise,
  criteria: [
    {
      kind: 'median',
      of: [
        { key: 'regretPercent', reason: 'median regret' },
        { key: 'costPerDay', reason: 'median cost' },
      ],
    },
    { kind: 'most', key: 'oomKillsPerDay', reason: 'most OOM kills' },
    { kind: 'most', key: 'throttledDemandPercent', reason: 'most throttled demand' },
    { kind: 'spread', key: 'costPerDay', reason: 'agents differ most in cost' },
  ],
  report,
  tableColumns: () => tableColumns,
  footnotes,
};

function report({ plan, summary, recorded }: Finished<'VerticalScaling-v0'>): VerticalReport {
  const pods = recorded.map(({ workload, reason, courses, bucketSteps }): ReportPod => {
    const { startTime, stepSeconds } = plan.workloads[workload]!;
    return {
      workload,
      seed: plan.seeds[0]!,
      reason,
      startTime,
      bucketSeconds: bucketSteps * stepSeconds,
      demand: courses[0]!.demand,
      timelines: courses.map(({ timeline }, agent) => ({ agent, ...timeline })),
    };
  });
  return { ...summary, pods };
}
