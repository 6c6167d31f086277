import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HorizontalAgent } from '../../agents/horizontal/agent.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import { InputError } from '../../env/core/input-error.js';
import { runComparison } from '../../experiments/comparison.js';
import { planHorizontalComparison } from '../../experiments/horizontal/plan.js';
import { drawTinyScenarios } from './tiny-scenarios.js';

const two: HorizontalAgent<object> = {
  kind: 'autoscaler',
  id: 'always-two',
  title: 'Always two',
  describe: 'Two pods, whatever comes.',
  stochastic: false,
  configSchema: z.strictObject({}),
  create: () => ({ decide: () => 2 }),
};

describe('an agent of one’s own', () => {
  it('is compared like any other once it is registered, under an id that is free', async () => {
    horizontalRoster.register(two);
    expect(() => horizontalRoster.register(two)).toThrow(InputError);
    expect(() => horizontalRoster.register({ ...two, id: 'keda' })).toThrow(/keda.*not taken/);
    const seeds = [1, 2];
    const workloads = drawTinyScenarios(seeds);
    const agents = [two.id, 'static:replicas=2'].map((text) => horizontalRoster.parse(text));
    const plan = planHorizontalComparison({ agents, scenarios: workloads, seeds });
    const { summary } = await runComparison({
      plan,
      workloads,
      folder: null,
      workers: 1,
      reference: null,
      timelines: { kind: 'telling', count: 0 },
    });
    const [mine, rule] = ['always-two', 'static:replicas=2'].map(
      (label) => summary.agents.find((a) => a.label === label)!,
    );
    expect(mine!.metrics.costPerHour).toEqual(rule!.metrics.costPerHour);
    expect(mine!.title).toBe('Always two');
  });
});
