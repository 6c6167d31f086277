import { describe, expect, it } from 'vitest';
import type { HorizontalAgent } from '../../../agents/horizontal/agent.js';
import type { Autoscaler, ScalingOutcome } from '../../../agents/horizontal/autoscaler.js';
import { ExpertAutoscaler, exp4Agent } from '../../../agents/horizontal/bandits/exp4.js';
import { hsLinUcbAgent } from '../../../agents/horizontal/bandits/hslinucb.js';
import { FallbackGuard } from '../../../agents/horizontal/bandits/safety/fallback-guard.js';
import { guardedAgent } from '../../../agents/horizontal/bandits/safety/guarded.js';
import { withinStep } from '../../../agents/horizontal/bandits/safety/step-limit.js';
import type { LearningAutoscaler } from '../../../agents/horizontal/bandits/scaling/learning-autoscaler.js';
import { staticAgent } from '../../../agents/horizontal/static.js';
import { thresholdAgent } from '../../../agents/horizontal/threshold.js';
import { InputError } from '../../../env/core/input-error.js';
import { RandomStream } from '../../../env/core/random.js';
import { agentContext } from '../agent-context.js';
import { driveAutoscaler } from './drive.js';
import { ReplayPlatform } from './replay-platform.js';
import { decideAndLearn, outcomeOf, viewOf } from './views.js';

/** Always wants one count and remembers what it heard. */
function constant(replicas: number): Autoscaler & { readonly heard: ScalingOutcome[]; decisions: number } {
  const heard: ScalingOutcome[] = [];
  return {
    heard,
    decisions: 0,
    decide() {
      this.decisions++;
      return replicas;
    },
    learn: (outcome) => {
      heard.push(outcome);
    },
  };
}

/** The registry of these tests. */
function resolve(id: string): HorizontalAgent {
  const agents = [staticAgent, thresholdAgent, hsLinUcbAgent].map((agent) => agent as unknown as HorizontalAgent);
  const found = agents.find((agent) => agent.id === id);
  if (found === undefined) throw new InputError({ field: 'agent', value: id }, 'an agent');
  return found;
}

describe('the guard', () => {
  const options = { latencyObjectiveMs: 600, violations: 3, recovery: 2 };
  const bad = viewOf({ p95Ms: 900 });
  const good = viewOf({ p95Ms: 300 });

  it('hands over after k violations in a row and back after enough good decisions in a row', () => {
    const guard = new FallbackGuard(constant(1), constant(8), options);
    const decisions = [bad, bad, good, bad, bad, bad, bad, good, bad, good, good, bad, bad, bad].map((view) =>
      guard.decide(view),
    );
    expect(decisions).toEqual([1, 1, 1, 1, 1, 8, 8, 8, 8, 8, 1, 1, 1, 8]);
    expect(guard.active).toBe(true);
  });

  it('lets both see every decision and hear every outcome', () => {
    const [learner, fallback] = [constant(1), constant(8)];
    const guard = new FallbackGuard(learner, fallback, options);
    for (const view of [good, bad, bad, bad, good]) decideAndLearn(guard, view, good);
    expect([learner.decisions, fallback.decisions, learner.heard.length, fallback.heard.length]).toEqual([5, 5, 5, 5]);
    expect(learner.heard.map(({ applied }) => applied)).toEqual([1, 1, 1, 8, 8]);
  });

  it('bounds the harm of a learner that never adds a pod', () => {
    const alone = driveAutoscaler(new ReplayPlatform(1), constant(1), 1000).violations;
    const context = agentContext(1);
    const calibrated = thresholdAgent.create(thresholdAgent.configSchema.parse({ target: 300 }), context);
    const guarded = new FallbackGuard(constant(1), calibrated, { ...options, recovery: 20 });
    expect(driveAutoscaler(new ReplayPlatform(1), guarded, 1000).violations).toBeLessThan(0.35 * alone);
  });

  it('is an agent over any two of the registry', () => {
    const agent = guardedAgent(resolve);
    const spec = { learner: { id: 'static', config: { replicas: 9 } }, fallback: { id: 'threshold' }, maxStepUp: 2 };
    const autoscaler = agent.create(agent.configSchema.parse(spec), agentContext(1));
    expect(autoscaler.decide(viewOf({ replicas: 3 }))).toBe(5);
    const misspelt = agent.configSchema.parse({ ...spec, fallback: { id: 'threshold', config: { tarqet: 1 } } });
    expect(() => agent.create(misspelt, agentContext(1))).toThrow(/fallback\.config\.tarqet/);
  });
});

describe('hot starts of agents within agents', () => {
  it.each([
    [
      'guarded',
      guardedAgent(resolve) as HorizontalAgent,
      { learner: { id: 'hslinucb' }, fallback: { id: 'threshold' } },
    ],
    ['exp4', exp4Agent(resolve) as HorizontalAgent, { experts: [{ id: 'hslinucb' }, { id: 'threshold' }] }],
  ])('%s hands what was learned to those within', (_id, agent, options) => {
    const create = (more: object) =>
      agent.create(agent.configSchema.parse({ ...options, ...more }), agentContext(1)) as LearningAutoscaler;
    const trained = create({});
    driveAutoscaler(new ReplayPlatform(1), trained, 400);
    const hotStart = JSON.parse(JSON.stringify(trained.save()));
    expect(create({ hotStart }).save()).toEqual(hotStart);
    expect(hotStart).not.toEqual(create({}).save());
    expect(() => create({ hotStart: { learner: 1, fallback: 2, trust: 3 } })).toThrow(/expected/);
  });
});

describe('a step limit', () => {
  it.each([
    [9, 5],
    [0, 2],
    [4, 4],
  ])('turns a wish for %i replicas at 3 into %i', (wanted, decided) => {
    expect(withinStep(constant(wanted), { up: 2, down: 1 }).decide(viewOf({ replicas: 3 }))).toBe(decided);
  });

  it('keeps to the limits, and passes outcomes on', () => {
    const inner = constant(20);
    const limited = withinStep(inner, { up: Number.POSITIVE_INFINITY, down: 1 });
    expect(decideAndLearn(limited, viewOf({ replicas: 3, maxReplicas: 6 }), viewOf())).toBe(6);
    expect(inner.heard).toHaveLength(1);
  });
});

describe('EXP4 over autoscalers', () => {
  it('plays only counts that an expert advises, within the limits', () => {
    const meta = new ExpertAutoscaler([constant(2), constant(5), constant(50)], { gamma: 0.5 }, new RandomStream(1));
    const counts = new Set(Array.from({ length: 200 }, () => meta.decide(viewOf())));
    expect([...counts].sort((a, b) => a - b)).toEqual([2, 5, 10]);
  });

  it('ends up with the expert whose counts are rewarded, and tells every expert what happened', () => {
    const experts = [constant(2), constant(5)];
    const meta = new ExpertAutoscaler(experts, { gamma: 0.1 }, new RandomStream(2));
    for (let round = 0; round < 500; round++) {
      const decided = meta.decide(viewOf());
      meta.learn(outcomeOf(viewOf(), decided, viewOf(), decided === 5 ? 0.9 : 0.2));
    }
    expect(meta.exp4.weights[1]).toBe(1);
    expect(meta.exp4.weights[0]).toBeLessThan(0.01);
    expect(experts[0]!.heard).toHaveLength(500);
  });

  it('learns nothing from a count it did not decide', () => {
    const meta = new ExpertAutoscaler([constant(2), constant(5)], { gamma: 0.1 }, new RandomStream(3));
    meta.decide(viewOf());
    meta.learn(outcomeOf(viewOf(), 7, viewOf(), 1));
    expect([...meta.exp4.weights]).toEqual([1, 1]);
  });

  it('keeps to the objective with one expert that does and one that does not', () => {
    const agent = exp4Agent(resolve);
    const experts = [{ id: 'hslinucb' }, { id: 'static', config: { replicas: 1 } }];
    const meta = agent.create(agent.configSchema.parse({ experts, gamma: 0.05 }), agentContext(1));
    const bad = driveAutoscaler(new ReplayPlatform(1), constant(1), 3000).violations;
    expect(driveAutoscaler(new ReplayPlatform(1), meta, 3000).violations).toBeLessThan(0.3 * bad);
  });
});
