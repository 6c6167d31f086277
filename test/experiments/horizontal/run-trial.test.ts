import { describe, expect, it } from 'vitest';
import { horizontalRoster } from '../../../agents/horizontal/registry.js';
import { horizontalConfig } from '../../../env/horizontal/config-schema.js';
import { PlatformService } from '../../../env/horizontal/platform-service.js';
import { EpisodeRun } from '../../../experiments/horizontal/episode-run.js';
import { runHorizontalTrial } from '../../../experiments/horizontal/run-trial.js';
import { curvePoints } from '../../../experiments/horizontal/trial.js';
import { crowd, hump, smallWeb, trialOf } from './loads.js';

const resultOf = (...trial: Parameters<typeof trialOf>) =>
  runHorizontalTrial(trialOf(...trial), trial[3] ?? hump).result;

describe('runHorizontalTrial', () => {
  it.each(horizontalRoster.ids)('gives the same bytes for the same trial of %s', (id) => {
    const once = JSON.stringify(resultOf({ id, config: {} }));
    expect(JSON.stringify(resultOf({ id, config: {} }))).toBe(once);
    expect(once).not.toContain('null,null,null,null');
  });

  it('gives agents that decide the same the same bytes', () => {
    const untold = resultOf({ id: 'static', config: {} });
    expect(resultOf({ id: 'static', config: { replicas: 2 } })).toEqual(untold);
    expect(resultOf({ id: 'threshold', config: { target: 1e-9, signal: 'memoryToRequest' } }).metrics).toEqual(
      resultOf({ id: 'static', config: { replicas: 8 } }).metrics,
    );
  });

  it('lets another seed change what happens', () => {
    expect(resultOf({ id: 'static', config: {} }, 2).metrics).not.toEqual(
      resultOf({ id: 'static', config: {} }).metrics,
    );
  });

  it('sends the same requests however many pods there are', () => {
    const patient = horizontalConfig({
      platform: {
        preset: 'web',
        changes: {
          work: { kind: 'lognormal', mean: 0.1, cv: 1 },
          client: { retries: null },
          lifeCycle: { mode: 'instant' },
        },
      },
      limits: { maxReplicas: 8 },
      initialReplicas: 2,
    });
    const sent = [1, 3, 8].map((replicas) => {
      const run = new EpisodeRun({
        config: patient,
        load: hump,
        agent: { id: 'static', config: { replicas } },
        seed: 5,
      });
      while (run.next() !== null);
      const { service } = run.episode;
      if (!(service instanceof PlatformService)) throw new Error('the episode stands on a platform');
      return service.platform.totals.requests;
    });
    expect(new Set(sent).size).toBe(1);
    expect(sent[0]).toBeGreaterThan(10_000);
  });

  it('adds up pods and violations to the cost, and the curve ends there', () => {
    const { cost, hours, metrics, costCurve, violationCurve } = resultOf({ id: 'kubernetes-hpa', config: {} });
    const { podHour, violationHour } = smallWeb.prices;
    expect(hours).toBeCloseTo(1 / 3, 12);
    expect(metrics.podCostPerHour).toBeCloseTo(metrics.meanPods! * podHour, 9);
    expect(metrics.violationCostPerHour).toBeCloseTo((metrics.violatedTimePercent! / 100) * violationHour, 9);
    expect(cost).toBeCloseTo(metrics.costPerHour! * hours, 12);
    expect(costCurve).toHaveLength(Math.min(curvePoints, 80));
    expect(costCurve.at(-1)).toBe(cost);
    expect(violationCurve.at(-1)).toBeCloseTo((metrics.violatedTimePercent! / 100) * hours, 12);
    for (let i = 1; i < costCurve.length; i++) expect(costCurve[i]).toBeGreaterThan(costCurve[i - 1]!);
  });

  it('counts the decisions of the whole load, whose lead-in is not scored', () => {
    expect(runHorizontalTrial(trialOf({ id: 'threshold', config: {} }), hump).time.decisions).toBe(80);
  });

  it('plays users on a closed platform', () => {
    const orange = horizontalConfig({ platform: 'orange' });
    const { metrics } = resultOf({ id: 'static', config: { replicas: 3 } }, 1, orange, crowd);
    expect(metrics).toMatchObject({ meanPods: 3, failedRequestsPercent: 0, violatedTimePercent: 0 });
  });

  it.each(horizontalRoster.agents.filter(({ kind }) => kind === 'planner').map(({ id }) => id))(
    'finds that following the plan of %s costs what the plan promised',
    (id) => {
      const { plan, cost } = resultOf({ id, config: {} });
      expect(plan!.cost).toBe(cost);
    },
  );
});
