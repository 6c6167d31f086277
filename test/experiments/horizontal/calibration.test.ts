import { describe, expect, it } from 'vitest';
import type { TunedAgent } from '../../../agents/horizontal/agent.js';
import { horizontalRoster } from '../../../agents/horizontal/registry.js';
import { calibratedAgent, calibrationCosts } from '../../../experiments/horizontal/calibration.js';
import { runHorizontalTrial } from '../../../experiments/horizontal/run-trial.js';
import { hump, loadOf, smallWeb, trialOf } from './loads.js';

const reference = { id: hump.id, hash: hump.id };
const ground = { config: smallWeb, load: hump, reference };
const tuned = horizontalRoster.byId('calibrated-hpa') as TunedAgent;
const statics = (...counts: readonly number[]) => counts.map((replicas) => ({ id: 'static', config: { replicas } }));

/** A tuned agent that chooses among given candidates. */
function choosing(candidates: ReturnType<typeof statics>, episodes = 1): TunedAgent {
  return { ...tuned, candidates: () => candidates, calibrationEpisodes: () => episodes };
}

describe('calibratedAgent', () => {
  it('chooses the candidate that costs least on the calibration episodes', () => {
    const options = tuned.configSchema.parse({ targets: [80, 50, 30], stabilizationSeconds: [300], episodes: 2 });
    const costs = calibrationCosts(tuned.candidates(options), 2, ground);
    const least = Math.min(...costs.map(({ meanCost }) => meanCost));
    const chosen = calibratedAgent(tuned, options, ground);
    expect(costs.filter(({ meanCost }) => meanCost === least).map(({ agent }) => agent)).toEqual([chosen]);
  });

  it('takes the first of candidates that cost the same', () => {
    const ties = [...statics(8), { id: 'static', config: { replicas: 9 } }, ...statics(8)];
    expect(calibratedAgent(choosing(ties), null, ground)).toBe(ties[0]);
  });

  it('averages over episodes that differ from each other', () => {
    const [one] = calibrationCosts(statics(2), 1, ground);
    const [three] = calibrationCosts(statics(2), 3, ground);
    expect(three!.meanCost).not.toBe(one!.meanCost);
  });

  it('is made once for all seeds', () => {
    const first = calibratedAgent(choosing(statics(7, 6)), null, ground);
    expect(calibratedAgent(choosing(statics(7, 6)), null, ground)).toBe(first);
  });

  it('runs as its choice: the same bytes as the chosen agent alone', () => {
    const config = { targets: [70, 45], stabilizationSeconds: [300], episodes: 1 };
    const { result } = runHorizontalTrial(trialOf({ id: 'calibrated-hpa', config }), hump);
    const alone = runHorizontalTrial(trialOf(result.chosen!), hump);
    expect({ ...result, chosen: null }).toEqual(alone.result);
  });

  it('never plays the episode that is scored', () => {
    const [calibrated] = calibrationCosts(statics(3), 1, ground);
    for (const seed of [0, 1, 2, 3])
      expect(runHorizontalTrial(trialOf(statics(3)[0]!, seed), hump).result.cost).not.toBe(calibrated!.meanCost);
  });

  it('is made on the load the trial names for it', () => {
    const quiet = loadOf('quiet', 'requestsPerSecond', new Array(20).fill(2));
    const trial = { ...trialOf({ id: 'calibrated-hpa', config: {} }), calibration: { id: 'quiet', hash: 'quiet' } };
    const chosen = [quiet, hump].map((load) => {
      const calibration = { id: load.id, hash: load.id };
      return runHorizontalTrial({ ...trial, calibration }, hump, load).result.chosen;
    });
    expect(chosen[0]).not.toEqual(chosen[1]);
  });
});
