import { describe, expect, it } from 'vitest';
import { autoscalerById, horizontalRoster } from '../../../agents/horizontal/index.js';
import { InputError } from '../../../env/core/input-error.js';
import { contextLength, lazyView } from '../../../env/horizontal/view.js';
import { agentContext } from '../agent-context.js';

const autoscalers = horizontalRoster.agents.filter(({ kind }) => kind === 'autoscaler').map(({ id }) => id);

describe('horizontal agents', () => {
  it('have names of their own', () => {
    expect(new Set(horizontalRoster.ids).size).toBe(horizontalRoster.agents.length);
    expect(() => horizontalRoster.byId('vpa')).toThrow(InputError);
  });

  it('may run within another agent only if they decide from what they see', () => {
    expect(autoscalerById('keda').id).toBe('keda');
    expect(() => autoscalerById('clairvoyant')).toThrow(/"clairvoyant".*decides from what it sees: static, /);
    expect(() => autoscalerById('calibrated-hpa')).toThrow(InputError);
  });

  it.each(autoscalers)('%s decides a count within the limits with no options and an idle service', (id) => {
    const agent = autoscalerById(id);
    const limits = { minReplicas: 1, maxReplicas: 10 };
    const autoscaler = agent.create(agent.configSchema.parse({}), agentContext(1, { limits, initialReplicas: 3 }));
    const context = new Float64Array(contextLength);
    context[0] = 3;
    const view = lazyView({ timeSeconds: 0, specReplicas: 3, statusReplicas: 3, limits, context }, () => ({
      pods: [],
      objectMetrics: [],
      externalMetrics: [],
    }));
    const replicas = autoscaler.decide(view);
    expect(Number.isInteger(replicas)).toBe(true);
    expect(replicas).toBeGreaterThanOrEqual(1);
    expect(replicas).toBeLessThanOrEqual(10);
  });
});
