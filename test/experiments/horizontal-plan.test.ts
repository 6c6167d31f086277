import { describe, expect, it } from 'vitest';
import { InputError } from '../../env/core/input-error.js';
import { customScenario } from '../../experiments/horizontal/custom-scenario.js';
import { horizontalTrial, planHorizontalComparison } from '../../experiments/horizontal/plan.js';
import { trialId } from '../../experiments/trial.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { drawTinyScenarios } from './tiny-scenarios.js';

const agents = ['random', 'kubernetes-hpa', 'calibrated-hpa', 'clairvoyant'].map((id) => ({ id, config: {} }));
const seeds = [1, 2, 3];
const plan = planHorizontalComparison({ agents, scenarios: drawTinyScenarios(seeds), seeds });

function flat(id: string, steps: number): LoadSeries {
  const requestsPerSecond = new Float64Array(steps).fill(5);
  const source = { dataset: 'test', entity: id, assumptions: {} };
  return { id, startTime: 0, stepSeconds: 1, requestsPerSecond, source };
}

const scenario = (load: LoadSeries) => customScenario({ origin: 'test', loads: [load], config: { platform: 'web' } });

describe('planHorizontalComparison', () => {
  it('runs every agent on every workload with every seed: the requests differ even where load and agent do not', () => {
    expect(plan.trials).toHaveLength(agents.length * 2 * seeds.length);
    expect(new Set(plan.trials.map(({ id }) => id)).size).toBe(plan.trials.length);
  });

  it('makes trials that are complete in themselves', () => {
    for (const at of plan.trials) {
      const trial = horizontalTrial(plan, at);
      expect(trialId(JSON.parse(JSON.stringify(trial)))).toBe(at.id);
      expect(trial.env.config).toEqual(plan.workloads[at.workload]!.config);
    }
  });

  it('tells tuned agents alone what to be calibrated on, and never a scored draw', () => {
    const drawn = plan.workloads.findIndex(({ series }) => series.length > 1);
    const trials = agents.map((_, agent) => horizontalTrial(plan, { workload: drawn, seed: 0, agent }));
    expect(trials.map(({ calibration }) => calibration !== undefined)).toEqual([false, false, true, false]);
    const { series } = plan.workloads[drawn]!;
    expect(series.map(({ hash }) => hash)).not.toContain(trials[2]!.calibration!.hash);
  });

  it('says of each agent whether it competes, and writes its defaults out where they can be read again', () => {
    expect(plan.agents.map(({ role }) => role)).toEqual(['autoscaler', 'autoscaler', 'autoscaler', 'bound']);
    expect(plan.agents[0]!.spec.config).not.toEqual({});
    // A manifest, once read, is the controller's business and no manifest any more.
    expect(plan.agents[1]!.spec.config).toEqual({});
  });

  it('describes the load as the platform is offered it', () => {
    const users = plan.workloads.find(({ id }) => id === 'users')!;
    expect(users.load).toMatchObject({ loadUnit: 'users', peakLoad: 25 });
    expect(users.decisions).toBe(24);
  });

  it('leaves out loads shorter than a decision, and refuses to compare on nothing', () => {
    const [long, short] = [scenario(flat('long', 60)), scenario(flat('short', 14))];
    const { workloads, skipped } = planHorizontalComparison({ agents, scenarios: [short, long], seeds: [1] });
    expect(workloads.map(({ id }) => id)).toEqual(['long']);
    expect(skipped).toEqual([{ workload: 'short', reason: expect.stringContaining('14 s') }]);
    expect(() => planHorizontalComparison({ agents, scenarios: [short], seeds: [1] })).toThrow(InputError);
    expect(() => planHorizontalComparison({ agents, scenarios: [long, long], seeds: [1] })).toThrow(/"long"/);
  });
});
