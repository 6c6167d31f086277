import { describe, expect, it } from 'vitest';
import { kubernetesUpdaterDefaults as defaults } from '../../../env/vertical/updater/defaults.js';
import {
  type DecisionFacts,
  duration,
  explainBudget,
  explainInPlace,
  explainUpdate,
  explainUsage,
} from '../../../env/vertical/updater/explain.js';
import { openReplicaGroup, recordEviction } from '../../../env/vertical/updater/replica-budget.js';

const MiB = 2 ** 20;
const facts: DecisionFacts = {
  cpu: { request: 500, lowerBound: 300, target: 500, upperBound: 900 },
  memory: { request: 200 * MiB, lowerBound: 150 * MiB, target: 200 * MiB, upperBound: 400 * MiB },
  ageSeconds: 13 * 3600,
  oomRanSeconds: Number.NaN,
};

describe('an explanation', () => {
  it.each<[string, Partial<DecisionFacts>]>([
    [
      'update: memory request 200 MiB is below the lower bound 250 MiB by 50 MiB (25 %)',
      { memory: { ...facts.memory, lowerBound: 250 * MiB } },
    ],
    [
      'update: cpu request 500m is above the upper bound 400m by 100m (20 %); memory has no request',
      { cpu: { ...facts.cpu, upperBound: 400 }, memory: { ...facts.memory, request: Number.NaN } },
    ],
    [
      'update: in range, but OOM-killed 40 s after its start, within 10 min; target differs from request by 20 % (memory 200 MiB → 240 MiB)',
      { oomRanSeconds: 40, memory: { ...facts.memory, target: 240 * MiB } },
    ],
    [
      'update: in range and 13 h old; target differs from request by 17.4 % (cpu 500m → 587m), at least 10 %',
      { cpu: { ...facts.cpu, target: 587 } },
    ],
    ['no update: in range; 3 h 20 min younger than 12 h', { ageSeconds: 12 * 3600 - 12000 }],
    ['no update: in range; the pod has not started', { ageSeconds: Number.NaN }],
    [
      'no update: in range; target differs from request by 9.8 % (cpu 500m → 549m), less than 10 %',
      { cpu: { ...facts.cpu, target: 549 } },
    ],
    ['no update: in range; target differs from request by 0 %, less than 10 %', {}],
    [
      'no update: OOM-killed 5 min after its start, within 10 min, but the target equals the request',
      { oomRanSeconds: 300 },
    ],
  ])('%s', (expected, change) => {
    expect(explainUpdate({ ...facts, ...change }, defaults)).toBe(expected);
  });

  it('names the bound that usage left', () => {
    const cpu = { usage: 500, lowerBound: 300, upperBound: 900 };
    const memory = { usage: 3 * 1024 * MiB, lowerBound: 1024 * MiB, upperBound: 2048 * MiB };
    expect(explainUsage(cpu, memory)).toBe(
      'update: memory usage 3 GiB is above the upper bound 2 GiB by 1 GiB (33.3 %)',
    );
    expect(explainUsage({ ...cpu, usage: 0 }, memory)).toBe(
      'update: cpu usage 0m is below the lower bound 300m by 300m',
    );
    expect(explainUsage(cpu, { ...memory, usage: 1.5 * 1024 * MiB })).toBe('no update: usage is within its bounds');
  });

  it('counts the replicas of a budget', () => {
    const options = { live: 3, pending: 0, minReplicas: 2, evictionTolerance: 0.5 };
    const group = openReplicaGroup({ controller: { kind: 'ReplicaSet', replicas: 3 }, ...options })!;
    expect(explainBudget(group)).toBe('within budget: 3 of 3 replicas run, 1 may be missing, 0 disturbed in this pass');
    recordEviction(group, { pending: false });
    expect(explainBudget(group)).toBe('no budget: 3 of 3 replicas run, 1 may be missing, 1 disturbed in this pass');
    expect(explainBudget(null)).toMatch(/^no budget/);
  });

  it('has a sentence for every in-place decision', () => {
    const decisions = ['Approved', 'Deferred', 'Evict', 'Infeasible', 'InfeasibleCached'] as const;
    expect(new Set(decisions.map(explainInPlace)).size).toBe(decisions.length);
  });
});

it.each([
  [0, '0 s'],
  [0.9, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [12000, '3 h 20 min'],
  [43199, '11 h 59 min'],
  [86400, '1 d'],
  [90061, '1 d 1 h'],
  [86460, '1 d'],
])('%d seconds read %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
