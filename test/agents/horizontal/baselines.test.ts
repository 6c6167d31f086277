import { describe, expect, it } from 'vitest';
import type { HorizontalAgent, HorizontalAgentContext } from '../../../agents/horizontal/agent.js';
import { autoscalerById } from '../../../agents/horizontal/registry.js';
import { ContextIndex, contextLength, type HorizontalView } from '../../../env/horizontal/view.js';
import { agentContext } from '../agent-context.js';
import { view } from './views.js';

const context = agentContext(1, { limits: { minReplicas: 1, maxReplicas: 15 }, initialReplicas: 3 });

const bigPod = { ...context.pod, cpuRequestMillicores: 32_000 };

function make(id: string, config: object = {}, seed = 1, known: Partial<HorizontalAgentContext> = {}) {
  const agent: HorizontalAgent = autoscalerById(id);
  return agent.create(agent.configSchema.parse(config), { ...context, ...known, seed });
}

function seeing(values: Partial<Record<keyof typeof ContextIndex, number>>, specReplicas: number): HorizontalView {
  const x = new Float64Array(contextLength).fill(Number.NaN);
  for (const [key, value] of Object.entries(values)) x[ContextIndex[key as keyof typeof ContextIndex]] = value;
  return view({ specReplicas, limits: context.limits, context: x });
}

describe('threshold', () => {
  const cpu = (containers: number, millicores: number) =>
    seeing({ containers, cpuToRequest: millicores / 600 }, containers);

  it.each([
    [3, 470, 3],
    [3, 471, 4],
    [3, 600, 4],
    [10, 235, 5],
    [10, 234, 5],
    [10, 0, 1],
    [10, 900, 15],
  ])('as released: %i pods at %i millicores want ⌈n·cpu/470⌉ = %i, within the limits', (pods, millicores, expected) => {
    expect(make('threshold').decide(cpu(pods, millicores))).toBe(expected);
  });

  it('goes by default for 78 % of what the signal is measured against', () => {
    const wanted = (signal: string, values: Parameters<typeof seeing>[0]) =>
      make('threshold', { signal }, 1, { podRequestsPerSecond: 10 }).decide(seeing({ containers: 4, ...values }, 4));
    expect(make('threshold', {}, 1, { pod: bigPod }).decide(seeing({ containers: 4, cpuToRequest: 0.79 }, 4))).toBe(5);
    expect(make('threshold', {}, 1, { pod: bigPod }).decide(seeing({ containers: 4, cpuToRequest: 0.78 }, 4))).toBe(4);
    expect(wanted('memoryToLimit', { memoryToLimit: 0.79 })).toBe(5);
    expect(wanted('p95LatencyMs', { p95LatencyMs: 469 })).toBe(4);
    expect(wanted('p95LatencyMs', { p95LatencyMs: 471 })).toBe(5);
    expect(wanted('requestsPerSecond', { requestsPerSecond: 31 })).toBe(4);
    expect(wanted('requestsPerSecond', { requestsPerSecond: 32 })).toBe(5);
    expect(() => make('threshold', { signal: 'requestsPerSecond' })).toThrow(/threshold.target.*what a pod carries/);
  });

  it('keeps the count while nothing was measured, but not outside the limits', () => {
    expect(make('threshold').decide(seeing({ containers: 4 }, 4))).toBe(4);
    expect(make('threshold').decide(seeing({ containers: 40 }, 40))).toBe(15);
  });

  it('takes any signal of the context, and a tolerance', () => {
    const requests = make('threshold', { signal: 'requestsPerSecond', target: 10 });
    expect(requests.decide(seeing({ containers: 2, requestsPerSecond: 41 }, 2))).toBe(5);
    expect(requests.decide(seeing({ containers: 0, requestsPerSecond: 41 }, 2))).toBe(5);
    const memory = make('threshold', { signal: 'memoryToLimit', target: 0.5 });
    expect(memory.decide(seeing({ containers: 4, memoryToLimit: 0.75 }, 4))).toBe(6);
    const latency = (tolerance: number) => make('threshold', { signal: 'p95LatencyMs', target: 600, tolerance });
    const slow = seeing({ containers: 4, p95LatencyMs: 650 }, 4);
    expect(latency(0).decide(slow)).toBe(5);
    expect(latency(0.1).decide(slow)).toBe(4);
  });
});

describe('static', () => {
  it('keeps the initial count or the one given', () => {
    expect(make('static').decide(seeing({ p95LatencyMs: 9999 }, 7))).toBe(3);
    expect(make('static', { replicas: 6 }).decide(seeing({ p95LatencyMs: 1 }, 7))).toBe(6);
  });
});

describe('random', () => {
  const draws = (config: object, seed: number) => {
    const autoscaler = make('random', config, seed);
    let replicas = 8;
    return Array.from({ length: 3000 }, () => {
      replicas = autoscaler.decide(seeing({}, replicas));
      return replicas;
    });
  };

  it('draws every count equally often, the same ones for the same seed', () => {
    const counts = draws({}, 1);
    for (let replicas = 1; replicas <= 15; replicas++) {
      const share = counts.filter((count) => count === replicas).length / counts.length;
      expect(Math.abs(share - 1 / 15)).toBeLessThan(4 * Math.sqrt(((1 / 15) * (14 / 15)) / counts.length));
    }
    expect(draws({}, 1)).toEqual(counts);
    expect(draws({}, 2)).not.toEqual(counts);
  });

  it('walks by at most one, within the limits', () => {
    const counts = draws({ draw: 'step' }, 1);
    expect(counts.every((count, i) => i === 0 || Math.abs(count - counts[i - 1]!) <= 1)).toBe(true);
    expect(Math.min(...counts)).toBe(1);
    expect(Math.max(...counts)).toBe(15);
  });
});
