import type { Performance } from './stage.js';

/** A change of the replicas of decisions `from` … `to − 1`: shifted first, then cut to a ceiling, and always kept within the limits. */
export interface Move {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
  readonly ceiling: number;
}

/** Ways to change a schedule. Moves may overlap. */
export type MoveFamily = (on: Performance) => readonly Move[];

/** By how many intervals edges are moved. */
const edgeSteps = [8, 4, 2, 1];
/** By how many intervals a pod comes earlier than its start-up asks for when violations are repaired. */
const repairMargins = [0, 1, 2];

/**
 * The families in the order in which they are tried: one pod more for every stretch in violation, asked for early enough; one pod fewer for
 * every run of equal replicas; every rise later and every fall earlier; one pod fewer in stretches of 2ᵏ intervals that outlast a pod's
 * start-up; and one pod fewer and more in every stretch there is, if `budget` moves can be that many.
 */
export function moveFamilies(steps: number, lead: number, budget: number): readonly MoveFamily[] {
  const families: MoveFamily[] = [
    ...repairMargins.map((margin) => repairs(lead + margin)),
    runs,
    ...edgeSteps.map((by) => edges(by)),
  ];
  for (let length = 2 ** Math.floor(Math.log2(Math.max(1, steps / 2))); length > Math.max(lead, 0.5); length /= 2)
    families.push(() => stretches(steps, length, length, -1));
  if (steps * (steps + 1) <= budget)
    families.push(
      () => everyStretch(steps, -1),
      () => everyStretch(steps, 1),
    );
  return families;
}

/** One pod more for every stretch in violation, from `early` intervals before it. */
function repairs(early: number): MoveFamily {
  return ({ rehearsal: { violated } }) =>
    runsOf(violated)
      .filter(({ from }) => violated[from] === 1)
      .map(({ from, to }) => shifted(Math.max(0, from - early), to, 1));
}

/** One pod fewer for every run of equal replicas. */
function runs({ replicas }: Performance): readonly Move[] {
  return runsOf(replicas).map(({ from, to }) => shifted(from, to, -1));
}

/** Every rise `by` intervals later, every fall as much earlier. */
function edges(by: number): MoveFamily {
  return ({ replicas }) =>
    runsOf(replicas)
      .slice(1)
      .map(({ from: at }) => {
        const before = replicas[at - 1]!;
        const after = replicas[at]!;
        return before < after
          ? { from: at, to: Math.min(replicas.length, at + by), shift: 0, ceiling: before }
          : { from: Math.max(0, at - by), to: at, shift: 0, ceiling: after };
      });
}

/** All replicas shifted in every stretch, the shortest first. */
function everyStretch(steps: number, by: number): readonly Move[] {
  return Array.from({ length: steps }, (_, i) => stretches(steps, i + 1, 1, by)).flat();
}

/** All replicas shifted in stretches of equal length that begin at every multiple of `stride`. */
function stretches(steps: number, length: number, stride: number, by: number): readonly Move[] {
  return Array.from({ length: Math.ceil((steps - length) / stride) + 1 }, (_, i) =>
    shifted(i * stride, Math.min(steps, i * stride + length), by),
  );
}

function shifted(from: number, to: number, shift: number): Move {
  return { from, to, shift, ceiling: Number.POSITIVE_INFINITY };
}

/** Maximal runs of equal values. */
function runsOf(values: ArrayLike<number>): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let from = 0; from < values.length; ) {
    let to = from + 1;
    while (to < values.length && values[to] === values[from]) to++;
    found.push({ from, to });
    from = to;
  }
  return found;
}
