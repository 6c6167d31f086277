import { describe, expect, it } from 'vitest';
import {
  canDisrupt,
  canEvict,
  configuredReplicas,
  openReplicaGroup,
  type ReplicaGroupOptions,
  recordEviction,
  recordResize,
} from '../../../env/vertical/updater/replica-budget.js';

const running = { pending: false, resize: 'none' } as const;
const pending = { pending: true, resize: 'none' } as const;

function open(change: Partial<ReplicaGroupOptions> & { replicas?: number | null }) {
  const { replicas = 4, ...rest } = change;
  return openReplicaGroup({
    controller: { kind: 'ReplicaSet', replicas },
    live: 4,
    pending: 0,
    minReplicas: 2,
    evictionTolerance: 0.5,
    ...rest,
  });
}

/** Evicts running pods until the budget refuses. */
function evictions(group: ReturnType<typeof open>, pods: number): number {
  let evicted = 0;
  for (let i = 0; i < pods; i++) {
    if (!canEvict(group, running)) continue;
    recordEviction(group!, running);
    evicted++;
  }
  return evicted;
}

describe('evictions in one pass (vector G47)', () => {
  it.each([
    [3, 3, 0.5, 2, 1],
    [4, 4, 0.5, 2, 2],
    [4, 3, 0.5, 2, 1],
    [3, 3, 0.1, 2, 1],
    [3, 2, 0.1, 2, 0],
    [1, 1, 0.5, 1, 1],
  ])(
    '%i replicas, %i live, tolerance %d, at least %i: %i',
    (replicas, live, evictionTolerance, minReplicas, expected) => {
      expect(evictions(open({ replicas, live, evictionTolerance, minReplicas }), live)).toBe(expected);
    },
  );

  it('never leaves fewer than configured − tolerated running, unless one of a full set goes because none may', () => {
    for (let replicas = 1; replicas <= 12; replicas++)
      for (let live = 0; live <= 14; live++)
        for (const evictionTolerance of [0, 0.1, 0.34, 0.5, 1]) {
          const evicted = evictions(open({ replicas, live, evictionTolerance, minReplicas: 0 }), live);
          const tolerated = Math.trunc(replicas * evictionTolerance);
          const spare = Math.max(0, live - (replicas - tolerated));
          expect(evicted).toBe(tolerated === 0 && live === replicas ? 1 : spare);
        }
  });

  it('counts Pending pods as missing, and evicts them freely', () => {
    const group = open({ live: 4, pending: 1 });
    expect(canEvict(group, pending)).toBe(true);
    recordEviction(group!, pending);
    expect(group!.evicted).toBe(0);
    expect(evictions(group, 3)).toBe(1);
    expect(canEvict(group, pending)).toBe(true);
  });

  it('lets in-place resizes draw on the same budget', () => {
    const group = open({})!;
    recordResize(group);
    expect(canDisrupt(group)).toBe(true);
    recordResize(group);
    expect(canDisrupt(group)).toBe(false);
    expect(canEvict(group, running)).toBe(false);
  });
});

describe('groups', () => {
  it('drops those with too few live pods, unless told to keep them', () => {
    expect(open({ replicas: 1, live: 1 })).toBeNull();
    expect(canEvict(null, pending)).toBe(false);
    const kept = open({ replicas: 1, live: 1, keepBelowMinimum: true })!;
    expect(kept.belowMinimum).toBe(true);
    expect(canDisrupt(kept)).toBe(true);
    expect(canEvict(kept, running)).toBe(false);
    expect(canEvict(kept, pending)).toBe(true);
    expect(open({ keepBelowMinimum: true })!.belowMinimum).toBe(false);
  });

  it('asks each kind of controller in its own way', () => {
    for (const kind of ['ReplicaSet', 'ReplicationController', 'StatefulSet'] as const) {
      expect(configuredReplicas({ kind, replicas: 5 }, 4)).toBe(5);
      expect(configuredReplicas({ kind, replicas: 0 }, 4)).toBeNull();
      expect(configuredReplicas({ kind, replicas: null }, 4)).toBeNull();
    }
    expect(configuredReplicas({ kind: 'DaemonSet', numberReady: 3 }, 4)).toBe(3);
    expect(configuredReplicas({ kind: 'DaemonSet', numberReady: 0 }, 4)).toBeNull();
    expect(configuredReplicas({ kind: 'Job' }, 4)).toBe(4);
    expect(configuredReplicas({ kind: 'custom' }, 4)).toBe(0);
    expect(open({ replicas: 0 })).toBeNull();
  });

  it('does not protect custom kinds: all their running pods go in one pass', () => {
    expect(evictions(open({ controller: { kind: 'custom' } }), 4)).toBe(4);
  });

  it('waits for a resize until it is overdue', () => {
    const group = open({});
    expect(canEvict(group, { pending: false, resize: 'underway' })).toBe(false);
    expect(canEvict(group, { pending: false, resize: 'overdue' })).toBe(true);
    recordResize(group!);
    recordResize(group!);
    expect(canEvict(group, { pending: false, resize: 'overdue' })).toBe(false);
  });
});
