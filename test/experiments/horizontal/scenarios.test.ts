import { describe, expect, it } from 'vitest';
import { demandCurve } from '../../../env/horizontal/demand/index.js';
import { ScalingEpisode } from '../../../env/horizontal/scaling-episode.js';
import { seriesHash } from '../../../experiments/content-hash.js';
import { runHorizontalTrial } from '../../../experiments/horizontal/run-trial.js';
import { loadScenario, readScenario, scenarioNames } from '../../../experiments/horizontal/scenarios.js';
import { trialOf } from './loads.js';

const seeds = [1, 2];
/** Share of intervals in violation that demand itself puts up with, percent. */
const tolerated = 5;

describe.each(scenarioNames())('scenario %s', (name) => {
  const { config, loads, calibration, describe: sentence } = loadScenario(name, seeds);
  const load = loads[0]!;
  const demand = demandCurve(config, load);
  const mean = demand.reduce((sum, pods) => sum + pods, 0) / demand.length;
  const peak = demand.reduce((most, pods) => Math.max(most, pods), 0);
  const violatedBy = (id: string, options: Readonly<Record<string, unknown>>) =>
    runHorizontalTrial(trialOf({ id, config: options }, 1, config, load), load).result.metrics.violatedTimePercent!;

  it('says what it tests, and lasts one to four hours', () => {
    expect(sentence).toMatch(/^[A-Z].{40,}\.$/);
    const hours = (new ScalingEpisode(config, load).steps * config.decisionSeconds) / 3600;
    expect(hours).toBeGreaterThanOrEqual(1);
    expect(hours).toBeLessThanOrEqual(4);
  });

  it('weighs as much as the others in a mean of costs', () => {
    expect(config.prices).toEqual({ podHour: 1, violationHour: 20 });
  });

  it('needs more pods at one time than at another, and never as many as it may have', () => {
    expect(peak).toBeGreaterThanOrEqual(1.5 * mean);
    expect(peak).toBeLessThan(config.limits.maxReplicas);
  });

  it('begins with the mean of what it needs, which does not serve it, while the most does', () => {
    expect(Math.abs(config.initialReplicas - mean)).toBeLessThan(0.75);
    expect(violatedBy('static', {})).toBeGreaterThan(1.5 * tolerated);
    expect(violatedBy('static', { replicas: peak })).toBeLessThan(tolerated / 2);
  });

  it('can nearly always be served by what it needs, asked for in time', () => {
    expect(violatedBy('clairvoyant', { rehearsals: 12 })).toBeLessThan(tolerated);
  });

  it('draws a load for every seed unless all draws are the same, and never one that is scored to calibrate on', () => {
    const hashes = loads.map(seriesHash);
    if (loads.length === 1) expect(hashes).toEqual([seriesHash(calibration)]);
    else expect(new Set([...hashes, seriesHash(calibration)]).size).toBe(seeds.length + 1);
    expect(loadScenario(name, [2]).loads.map(seriesHash)).toEqual(hashes.slice(-1));
  });
});

describe('readScenario', () => {
  const place = { id: 'mine', origin: 'mine', file: 'mine.json', seeds };

  it('names file and field of what is wrong', () => {
    const load = { users: { type: 'constant' } };
    expect(() => readScenario({ describe: 'x', config: { limits: { minReplicas: -1 } }, load }, place)).toThrow(
      /mine\.json: field "config\.limits\.minReplicas" got -1/,
    );
    expect(() => readScenario({ describe: 'x', config: {}, load: { users: { type: 'tide' } } }, place)).toThrow(
      /mine\.json: field "load\.users\.type" got "tide"/,
    );
    expect(() => readScenario({ config: {}, load }, place)).toThrow(/mine\.json: field "describe"/);
  });

  it('takes a bundled load, and what differs from it', () => {
    const load = { preset: 'step', timesteps: 240 };
    const { loads } = readScenario({ describe: 'x', config: { platform: 'web' }, load }, place);
    expect(loads).toHaveLength(1);
    expect(loads[0]!.requestsPerSecond).toEqual(new Float64Array(240).fill(9));
  });

  it('tells what changes do to it of scenario and changes, and never says where scenarios are installed', () => {
    const changes = { initialReplicas: 400 };
    expect(() => loadScenario('web-step', seeds, changes, 'conf.json')).toThrow(
      /^web-step with conf\.json: field "config\.initialReplicas" got 400/,
    );
    expect(() => loadScenario('web-step', seeds, changes)).toThrow(
      /^web-step: field "config\.initialReplicas" got 400/,
    );
  });

  it('refuses a name that no scenario has', () => {
    expect(() => loadScenario('web-dirunal', seeds)).toThrow('did you mean web-diurnal?');
  });
});
