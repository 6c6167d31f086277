import { describe, expect, it } from 'vitest';
import type { HorizontalAgent } from '../../../agents/horizontal/agent.js';
import { DecisionTimer } from '../../../agents/horizontal/decision-timer.js';
import { horizontalRoster } from '../../../agents/horizontal/registry.js';
import { InputError } from '../../../env/core/input-error.js';
import { RandomStream } from '../../../env/core/random.js';
import { contextLength, type HorizontalView, lazyView } from '../../../env/horizontal/view.js';
import { cluster, pod } from './views.js';

/** Counts over two simulated hours of a wave of load, pods that start slowly and a metric that is sometimes missing. */
function life(agent: HorizontalAgent, seed: number): number[] {
  const limits = { minReplicas: 1, maxReplicas: 20 };
  const autoscaler = agent.create(agent.configSchema.parse({}), {
    seed,
    decisionSeconds: 15,
    latencyObjectiveMs: 600,
    limits,
    initialReplicas: 4,
    pod: { cpuRequestMillicores: 500, cpuLimitMillicores: null, memoryRequestBytes: 2 ** 29, memoryLimitBytes: null },
  });
  const weather = new RandomStream('weather');
  const counts: number[] = [];
  let before: HorizontalView | null = null;
  let replicas = 4;
  for (let step = 0; step < 480; step++) {
    const now = step * 15;
    const load = 40 + 35 * Math.sin(step / 40) + weather.normal(0, 3);
    const cpu = Math.min(500, Math.ceil((load * 50) / replicas));
    const hole = weather.next() < 0.05;
    const x = new Float64Array(contextLength).fill(Number.NaN);
    if (!hole) x.set([replicas, load > replicas * 10 ? 900 : 200, load, cpu / 500, cpu / 500, 0.4, 0.4]);
    const view: HorizontalView = lazyView(
      { timeSeconds: now, specReplicas: replicas, statusReplicas: replicas, limits, context: x },
      () => cluster(Array.from({ length: replicas }, (_, i) => pod(`p${i}`, hole ? null : cpu, 500))),
    );
    if (before !== null)
      autoscaler.learn?.({
        before,
        decided: counts.at(-1)!,
        applied: replicas,
        reward: 1,
        after: view,
        terminated: false,
      });
    const decided = autoscaler.decide(view);
    counts.push(decided);
    replicas = Math.min(limits.maxReplicas, Math.max(limits.minReplicas, decided));
    before = view;
  }
  return counts;
}

const autoscalers = horizontalRoster.agents.flatMap((agent) =>
  agent.kind === 'autoscaler' ? [[agent.id, agent] as const] : [],
);

describe.each(autoscalers)('%s', (_id, agent) => {
  const counts = life(agent, 1);

  it('answers whole numbers of pods', () => {
    expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
  });

  /** The guarded agent is as random as the learner it is given, and the default one is not. */
  it('decides the same for the same views and seed, and depends on the seed only if it says so', () => {
    expect(life(agent, 1)).toEqual(counts);
    if (agent.id === 'guarded') return;
    if (agent.stochastic) expect(life(agent, 2)).not.toEqual(counts);
    else expect(life(agent, 2)).toEqual(counts);
  });

  it('says who it is', () => {
    expect(agent.title).not.toBe('');
    expect(agent.describe.endsWith('.')).toBe(true);
  });
});

describe('the registry', () => {
  it('has every agent once and names them when asked for another', () => {
    expect(new Set(horizontalRoster.ids).size).toBe(horizontalRoster.ids.length);
    expect(() => horizontalRoster.byId('hpa', '--agents')).toThrow(InputError);
    expect(() => horizontalRoster.byId('hpa', '--agents')).toThrow(/--agents.*"hpa".*kubernetes-hpa/);
  });
});

describe('lazyView', () => {
  it('builds the cluster snapshot when it is first read, and once', () => {
    let built = 0;
    const parts = { timeSeconds: 0, specReplicas: 1, statusReplicas: 1, context: new Float64Array(contextLength) };
    const view = lazyView({ ...parts, limits: { minReplicas: 1, maxReplicas: 2 } }, () => {
      built++;
      return cluster([]);
    });
    expect(built).toBe(0);
    expect(view.cluster).toBe(view.cluster);
    expect(built).toBe(1);
  });
});

describe('DecisionTimer', () => {
  const due = (period: number, times: readonly number[]) => {
    const timer = new DecisionTimer(period);
    return times.filter((time) => timer.due(time));
  };

  it('keeps to the grid of its first instant, counts missed instants once, and with period 0 is always due', () => {
    expect(due(15, [7, 17, 22, 27, 36, 37, 100, 105, 112])).toEqual([7, 22, 37, 100, 112]);
    expect(due(0, [3, 3, 4])).toEqual([3, 3, 4]);
  });
});
