import type { AgentSpec } from '../../agents/agent-spec.js';
import type { TunedAgent } from '../../agents/horizontal/agent.js';
import type { HorizontalConfig } from '../../env/horizontal/config.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { contentHash } from '../content-hash.js';
import type { SeriesReference } from '../trial.js';
import { EpisodeRun } from './episode-run.js';

/** What a tuned agent is calibrated on. */
export interface CalibrationGround {
  readonly config: HorizontalConfig;
  readonly load: LoadSeries;
  /** Says what the load is; equal references are equal loads. */
  readonly reference: SeriesReference;
}

/** A candidate and what it cost. */
export interface CalibratedCandidate {
  readonly agent: AgentSpec;
  /** Dollars an episode, mean over the calibration episodes. */
  readonly meanCost: number;
}

/** Choices made in this process. A choice depends on its key alone, so it does not matter which trial asks first. */
const choices = new Map<string, AgentSpec>();

/**
 * The candidate that a tuned agent runs as: the one that costs least on the calibration episodes, the first of several. It is computed once a
 * process for every configuration, load and set of candidates, whatever the seeds that are scored.
 */
export function calibratedAgent(agent: TunedAgent, options: unknown, ground: CalibrationGround): AgentSpec {
  const candidates = agent.candidates(options);
  const episodes = agent.calibrationEpisodes(options);
  const key = contentHash([ground.config, ground.reference.hash, candidates, episodes]);
  const known = choices.get(key);
  if (known !== undefined) return known;
  const [first, ...others] = calibrationCosts(candidates, episodes, ground);
  const chosen = others.reduce((best, other) => (other.meanCost < best.meanCost ? other : best), first!).agent;
  choices.set(key, chosen);
  return chosen;
}

/** What every candidate costs on episodes that are never scored: their seeds are text, those of trials numbers. */
export function calibrationCosts(
  candidates: readonly AgentSpec[],
  episodes: number,
  { config, load }: CalibrationGround,
): CalibratedCandidate[] {
  return candidates.map((agent) => {
    let cost = 0;
    for (let episode = 0; episode < episodes; episode++)
      cost += costOf(new EpisodeRun({ config, load, agent, seed: `calibration ${episode}` }));
    return { agent, meanCost: cost / episodes };
  });
}

function costOf(run: EpisodeRun): number {
  let cost = 0;
  for (let step = run.next(); step !== null; step = run.next()) cost += step.cost.pods + step.cost.violations;
  return cost;
}
