import type { AgentSpec } from '../../agents/agent-spec.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import type { DecisionTime } from '../trial.js';
import { calibratedAgent } from './calibration.js';
import { EpisodeRun } from './episode-run.js';
import { HorizontalRecorder } from './recorder.js';
import { curvePoints, type HorizontalTrial, type HorizontalTrialResult } from './trial.js';

/**
 * Runs one trial.
 *
 * @param load the load series the trial refers to
 * @param calibrationLoad the one that tuned agents are calibrated on, which {@link HorizontalTrial.calibration} refers to
 * @returns the result, which depends on the trial alone, and the wall-clock time its decisions took, which does not
 */
export function runHorizontalTrial(
  trial: HorizontalTrial,
  load: LoadSeries,
  calibrationLoad: LoadSeries = load,
): { readonly result: HorizontalTrialResult; readonly time: DecisionTime } {
  const { run, chosen } = beginTrial(trial, load, calibrationLoad);
  const recorder = new HorizontalRecorder({ steps: run.episode.steps, objective: trial.env.config.objective });
  for (let step = run.next(); step !== null; step = run.next()) recorder.record(step, run.neededIn(step));
  return {
    result: {
      metrics: recorder.metrics(),
      cost: recorder.cost,
      hours: recorder.hours,
      costCurve: recorder.costCurve(curvePoints),
      violationCurve: recorder.violationCurve(curvePoints),
      plan: run.plan === null ? null : { cost: run.plan.cost, exact: run.plan.exact },
      chosen,
    },
    time: run.decisionTime,
  };
}

/** A trial's episode before its first decision; a tuned agent has made its choice. */
export function beginTrial(
  trial: HorizontalTrial,
  load: LoadSeries,
  calibrationLoad: LoadSeries,
): { readonly run: EpisodeRun; readonly chosen: AgentSpec | null } {
  const { env, agent: spec, seed } = trial;
  const { agent, config: options } = horizontalRoster.configure(spec);
  const ground = { config: env.config, load: calibrationLoad, reference: trial.calibration ?? trial.series };
  const chosen = agent.kind === 'tuned' ? calibratedAgent(agent, options, ground) : null;
  return { run: new EpisodeRun({ config: env.config, load, agent: chosen ?? spec, seed }), chosen };
}
