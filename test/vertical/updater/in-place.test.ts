import { describe, expect, it } from 'vitest';
import {
  afterRefusedResize,
  decideInPlace,
  InfeasibleResizes,
  type InPlaceCandidate,
  inPlaceAction,
  isInPlaceCandidate,
} from '../../../env/vertical/updater/in-place.js';
import { openReplicaGroup, recordResize } from '../../../env/vertical/updater/replica-budget.js';

const group = (disturbed = 0) => {
  const opened = openReplicaGroup({
    controller: { kind: 'ReplicaSet', replicas: 2 },
    live: 2,
    pending: 0,
    minReplicas: 2,
    evictionTolerance: 0.5,
  })!;
  for (let i = 0; i < disturbed; i++) recordResize(opened);
  return opened;
};

const candidate: InPlaceCandidate = {
  mode: 'InPlaceOrRecreate',
  inPlaceGate: true,
  group: group(),
  pending: false,
  hasRecommendation: true,
  knownInfeasible: false,
  resize: null,
  resizingSeconds: 0,
  skipDisruptionBudget: false,
  restartsContainer: false,
};

const inPlace = { mode: 'InPlace' } as const;
const deferred = { resize: { kind: 'pending', reason: 'Deferred' } } as const;
const infeasible = { resize: { kind: 'pending', reason: 'Infeasible' } } as const;
const progressing = { resize: { kind: 'inProgress', reason: 'none' } } as const;
const failed = { resize: { kind: 'inProgress', reason: 'Error' } } as const;
const exhausted = { group: group(1) } as const;

describe('the decision table, row by row', () => {
  it.each<[string, Partial<InPlaceCandidate>, string]>([
    ['InPlace without its gate', { ...inPlace, inPlaceGate: false }, 'Deferred'],
    ['InPlaceOrRecreate needs no gate', { inPlaceGate: false }, 'Approved'],
    ['no group', { group: null }, 'Deferred'],
    ['phase Pending', { pending: true }, 'Deferred'],
    ['no recommendation', { hasRecommendation: false }, 'Deferred'],
    ['InPlace, known infeasible', { ...inPlace, knownInfeasible: true }, 'InfeasibleCached'],
    ['InPlaceOrRecreate forgets infeasibility', { knownInfeasible: true }, 'Approved'],
    ['known infeasible comes before resizing', { ...inPlace, ...deferred, knownInfeasible: true }, 'InfeasibleCached'],
    ['InPlace, resize infeasible', { ...inPlace, ...infeasible }, 'Infeasible'],
    ['InPlace, resize deferred', { ...inPlace, ...deferred, resizingSeconds: 1e6 }, 'Deferred'],
    ['InPlace, resize in progress', { ...inPlace, ...progressing }, 'Deferred'],
    ['InPlace, resize failed', { ...inPlace, ...failed }, 'Deferred'],
    ['resize overdue', { ...deferred, resizingSeconds: 301 }, 'Evict'],
    ['resize overdue, no budget', { ...deferred, ...exhausted, resizingSeconds: 301 }, 'Deferred'],
    ['resize not overdue', { ...deferred, resizingSeconds: 300 }, 'Deferred'],
    ['resizing comes before skipping the budget', { ...progressing, skipDisruptionBudget: true }, 'Deferred'],
    ['no budget', exhausted, 'Deferred'],
    ['no budget, skipped', { ...exhausted, skipDisruptionBudget: true }, 'Approved'],
    [
      'no budget, skipped, but a container restarts',
      { ...exhausted, skipDisruptionBudget: true, restartsContainer: true },
      'Deferred',
    ],
    ['within budget, a container restarts', { skipDisruptionBudget: true, restartsContainer: true }, 'Approved'],
    ['within budget', {}, 'Approved'],
    ['InPlace within budget', inPlace, 'Approved'],
  ])('%s', (_, change, expected) => {
    expect(decideInPlace({ ...candidate, ...change })).toBe(expected);
  });
});

describe('after the decision', () => {
  it.each([
    ['Approved', true, true],
    ['Evict', true, false],
    ['Infeasible', false, true],
    ['Deferred', false, true],
    ['InfeasibleCached', false, false],
  ] as const)('%s: candidate in InPlaceOrRecreate %s, in InPlace %s', (decision, orRecreate, alone) => {
    expect(isInPlaceCandidate(decision, 'InPlaceOrRecreate')).toBe(orRecreate);
    expect(isInPlaceCandidate(decision, 'InPlace')).toBe(alone);
  });

  it.each([
    ['Approved', 'resize', 'resize'],
    ['Evict', 'evict', 'skip'],
    ['Infeasible', 'skip', 'rememberAndResize'],
    ['Deferred', 'skip', 'resize'],
    ['InfeasibleCached', 'skip', 'skip'],
  ] as const)('%s: InPlaceOrRecreate %s, InPlace %s', (decision, orRecreate, alone) => {
    expect(inPlaceAction(decision, 'InPlaceOrRecreate')).toBe(orRecreate);
    expect(inPlaceAction(decision, 'InPlace')).toBe(alone);
  });

  it('evicts after a refusal only where the mode allows it', () => {
    expect(afterRefusedResize('InPlaceOrRecreate', true)).toBe('evict');
    expect(afterRefusedResize('InPlaceOrRecreate', false)).toBe('evict');
    expect(afterRefusedResize('InPlace', false)).toBe('stay');
    expect(afterRefusedResize('InPlace', true)).toBe('rememberInfeasible');
  });
});

describe('memory of infeasible resizes', () => {
  const of = (cpuMillicores: number, memoryBytes: number) => [
    { containerName: 'app', target: { cpuMillicores, memoryBytes } },
    { containerName: 'sidecar', target: { cpuMillicores: 10 } },
  ];

  it('holds until some target of some container comes down', () => {
    const memory = new InfeasibleResizes();
    expect(memory.isKnownInfeasible('uid', of(1000, 1000))).toBe(false);
    memory.remember('uid', of(1000, 1000));
    expect(memory.isKnownInfeasible('uid', of(1000, 1000))).toBe(true);
    expect(memory.isKnownInfeasible('uid', of(2000, 1000))).toBe(true);
    expect(memory.isKnownInfeasible('uid', of(2000, 999))).toBe(false);
    expect(memory.isKnownInfeasible('uid', [{ containerName: 'sidecar', target: { cpuMillicores: 9 } }])).toBe(false);
    expect(memory.isKnownInfeasible('uid', [{ containerName: 'stranger', target: { cpuMillicores: 1 } }])).toBe(true);
  });

  it('forgets pods that are gone, one by one', () => {
    const memory = new InfeasibleResizes();
    memory.remember('gone', of(1, 1));
    memory.remember('alive', of(1, 1));
    memory.keepOnly(new Set(['alive']));
    expect(memory.isKnownInfeasible('gone', of(1, 1))).toBe(false);
    expect(memory.isKnownInfeasible('alive', of(1, 1))).toBe(true);
  });
});
