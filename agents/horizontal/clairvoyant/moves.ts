import type { ReplicaLimits } from '../../../env/horizontal/view.js';
import { within } from './openings.js';
import type { Performance } from './stage.js';

/** A change of a schedule from one decision on. */
export interface Move {
  readonly from: number;
  /** The new replicas. */
  readonly replicas: Int32Array;
}

/** Ways to change a schedule: the moves of one family come in the order of their beginnings, and may overlap. */
export type MoveFamily = (on: Performance) => readonly Move[];

/** By how many intervals edges are moved. */
const edgeSteps = [8, 4, 2, 1];
/** By how many intervals a pod comes earlier than its start-up asks for when violations are repaired. */
const repairMargins = [0, 1, 2];

/**
 * The families in the order in which they are tried: one pod more for every stretch in violation, asked for early enough; one pod fewer for
 * every run of equal replicas; every rise later and every fall earlier; one pod fewer, and one more, in stretches of 2ᵏ intervals.
 */
export function moveFamilies(steps: number, lead: number, limits: ReplicaLimits): readonly MoveFamily[] {
  const families: MoveFamily[] = [
    ...repairMargins.map((margin) => repairs(lead + margin, limits)),
    runs(-1, limits),
    ...edgeSteps.map((by) => edges(by)),
  ];
  for (let length = 2 ** Math.floor(Math.log2(Math.max(1, steps / 2))); length > lead; length /= 2)
    families.push(stretches(length, -1, limits));
  families.push(stretches(lead + 1, 1, limits));
  return families;
}

/** Whether a schedule is another after a move. */
export function changes({ from, replicas }: Move, schedule: Int32Array): boolean {
  return replicas.some((pods, i) => pods !== schedule[from + i]);
}

/** One pod more for every stretch in violation, from `early` intervals before it. */
function repairs(early: number, limits: ReplicaLimits): MoveFamily {
  return ({ replicas, rehearsal: { violated } }) => {
    const moves: Move[] = [];
    for (let from = 0; from < violated.length; ) {
      let to = from + 1;
      if (violated[from] === 1) {
        while (violated[to] === 1) to++;
        moves.push(shifted(replicas, Math.max(0, from - early), to, 1, limits));
      }
      from = to;
    }
    return moves;
  };
}

/** Every run of equal replicas shifted. */
function runs(by: number, limits: ReplicaLimits): MoveFamily {
  return ({ replicas }) => {
    const moves: Move[] = [];
    for (let from = 0; from < replicas.length; ) {
      const to = runEnd(replicas, from);
      moves.push(shifted(replicas, from, to, by, limits));
      from = to;
    }
    return moves;
  };
}

/** Every rise `by` intervals later, every fall as much earlier. */
function edges(by: number): MoveFamily {
  return ({ replicas }) => {
    const moves: Move[] = [];
    for (let at = runEnd(replicas, 0); at < replicas.length; at = runEnd(replicas, at)) {
      const before = replicas[at - 1]!;
      const after = replicas[at]!;
      const from = before < after ? at : Math.max(0, at - by);
      const to = before < after ? Math.min(replicas.length, at + by) : at;
      const low = Math.min(before, after);
      moves.push({ from, replicas: replicas.slice(from, to).map((pods) => Math.min(pods, low)) });
    }
    return moves;
  };
}

/** All replicas shifted in stretches of equal length. */
function stretches(length: number, by: number, limits: ReplicaLimits): MoveFamily {
  return ({ replicas }) =>
    Array.from({ length: Math.ceil(replicas.length / length) }, (_, i) =>
      shifted(replicas, i * length, Math.min(replicas.length, (i + 1) * length), by, limits),
    );
}

function shifted(replicas: Int32Array, from: number, to: number, by: number, limits: ReplicaLimits): Move {
  return { from, replicas: replicas.slice(from, to).map((pods) => within(limits, pods + by)) };
}

/** First decision after `from` with other replicas. */
function runEnd(replicas: Int32Array, from: number): number {
  let to = from + 1;
  while (to < replicas.length && replicas[to] === replicas[from]) to++;
  return to;
}
