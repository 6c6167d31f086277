import { describe, expect, it } from 'vitest';
import { agentLabel } from '../../agents/agent-spec.js';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { InputError } from '../../env/core/input-error.js';

describe('agent specs', () => {
  it('reads a name, a name with options, and JSON alike', () => {
    expect(verticalRoster.parse('kubernetes')).toEqual({ id: 'kubernetes', config: {} });
    const short = verticalRoster.parse('moving-window:percentile=0.9,hours=48');
    expect(short).toEqual({ id: 'moving-window', config: { percentile: 0.9, hours: 48 } });
    expect(verticalRoster.parse('{"id": "moving-window", "config": {"percentile": 0.9, "hours": 48}}')).toEqual(short);
  });

  it('labels an agent by what differs from the defaults', () => {
    expect(agentLabel(verticalRoster.parse('static'))).toBe('static');
    expect(agentLabel(verticalRoster.parse('autopilot:cpu=p90,holdHours=2'))).toBe('autopilot:cpu=p90,holdHours=2');
  });

  it('accepts every registered agent without options', () => {
    for (const id of verticalRoster.ids) expect(verticalRoster.configure(verticalRoster.parse(id)).agent.id).toBe(id);
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
    expect(() => verticalRoster.parse(text)).toThrow(InputError);
    expect(() => verticalRoster.parse(text)).toThrow(message);
  });
});
