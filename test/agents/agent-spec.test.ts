import { describe, expect, it } from 'vitest';
import { agentLabel, configureAgent, parseAgentSpec } from '../../agents/vertical/agent-spec.js';
import { agentIds } from '../../agents/vertical/registry.js';
import { InputError } from '../../env/core/input-error.js';

describe('agent specs', () => {
  it('reads a name, a name with options, and JSON alike', () => {
    expect(parseAgentSpec('kubernetes')).toEqual({ id: 'kubernetes', config: {} });
    const short = parseAgentSpec('moving-window:percentile=0.9,hours=48');
    expect(short).toEqual({ id: 'moving-window', config: { percentile: 0.9, hours: 48 } });
    expect(parseAgentSpec('{"id": "moving-window", "config": {"percentile": 0.9, "hours": 48}}')).toEqual(short);
  });

  it('labels an agent by what differs from the defaults', () => {
    expect(agentLabel(parseAgentSpec('static'))).toBe('static');
    expect(agentLabel(parseAgentSpec('autopilot:cpu=p90,holdHours=2'))).toBe('autopilot:cpu=p90,holdHours=2');
  });

  it('accepts every registered agent without options', () => {
    for (const id of agentIds()) expect(configureAgent(parseAgentSpec(id)).agent.id).toBe(id);
  });

  it.each([
    ['vertical-pod-autoscaler', /"agent".*"vertical-pod-autoscaler".*one of static/],
    ['moving-window:percentile', /option=value/],
    ['moving-window:percentile=2', /"moving-window.percentile" got 2: expected a number ≤ 1$/],
    ['moving-window:size=2', /"moving-window.size" got 2: expected no field of this name$/],
    ['threshold:low=0.8', /low < target/],
    ['{"id": 4}', /"id" got 4/],
    ['{"id": "static", "options": {}}', /"options"/],
    ['{"id":', /JSON/],
  ])('refuses %s and says what was expected', (text, message) => {
    expect(() => parseAgentSpec(text)).toThrow(InputError);
    expect(() => parseAgentSpec(text)).toThrow(message);
  });
});
