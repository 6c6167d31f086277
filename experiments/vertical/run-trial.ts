import type { UsageSeries } from '../../workloads/usage-series.js';
import type { TrialRun } from '../trial.js';
import { Episode } from './episode.js';
import { MetricsRecorder } from './metrics.js';
import type { VerticalTrial, VerticalTrialResult } from './trial.js';

/**
 * Runs one trial.
 *
 * @param series the series the trial refers to, whole (history included)
 * @returns the result, which depends on the trial alone, and the wall-clock time its decisions took, which does not
 */
export function runTrial(trial: VerticalTrial, series: UsageSeries): TrialRun<VerticalTrialResult> {
  const episode = new Episode(trial, series);
  const { scored, config, fleet } = episode;
  const recorder = new MetricsRecorder(
    {
      stepSeconds: scored.stepSeconds,
      replicas: config.replicas,
      cpu: scored.cpuMillicores,
      memory: scored.memoryBytes,
    },
    fleet,
  );
  while (episode.next()) recorder.record();
  return {
    result: {
      metrics: recorder.metrics(),
      cost: recorder.totalCost,
      containerDays: recorder.containerDays,
      initialRequest: episode.initialRequest,
      plan: episode.plan === null ? null : { cost: episode.plan.cost, exact: episode.plan.exact },
    },
    time: episode.decisionTime,
  };
}
