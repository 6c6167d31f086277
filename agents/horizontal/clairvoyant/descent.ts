import { changes, type Move, type MoveFamily } from './moves.js';
import type { Performance, Stage } from './stage.js';

/** Intervals after a move, beyond a pod's start-up, in which it is held to change costs. */
const aftermath = 4;
/** Batches of a family that are tried before the next family's turn. */
const batchesATurn = 6;
/** A round of all families that saves less than this part of the cost is the last. */
const worthwhile = 1e-4;

/**
 * Coordinate descent on schedules. Moves that lie apart hardly touch each other's costs, so a whole batch of them is judged by one rehearsal:
 * those stay whose neighbourhood became cheaper, if the schedule as a whole then is. Ends when no family helps or nothing is left to
 * rehearse with.
 */
export function descend(stage: Stage, families: readonly MoveFamily[], lead: number): void {
  let best = stage.best;
  while (best !== null && stage.left > 0) {
    const before: Performance = best;
    for (const family of families) {
      for (const batch of batches(family(best), best, lead).slice(0, batchesATurn))
        best = tried(stage, best, batch, lead);
    }
    if (best.rehearsal.cost > before.rehearsal.cost * (1 - worthwhile)) return;
  }
}

/** Splits moves into batches in which they lie apart; moves that change nothing are left out. */
function batches(moves: readonly Move[], { replicas }: Performance, lead: number): Move[][] {
  const open: Move[][] = [];
  for (const move of moves) {
    if (!changes(move, replicas)) continue;
    const fitting = open.find((batch) => reachOf(batch.at(-1)!, lead) <= move.from);
    if (fitting === undefined) open.push([move]);
    else fitting.push(move);
  }
  return open;
}

/** The better of a performance and what a batch of moves makes of it. */
function tried(stage: Stage, on: Performance, moves: readonly Move[], lead: number): Performance {
  const all = stage.play(moved(on.replicas, moves));
  if (all === null) return on;
  let best = cheaper(on, all);
  const gains = moves.map((move) => gain(on, all, move, lead));
  let kept = moves.map((_, i) => i).filter((i) => gains[i]! > 0);
  while (kept.length > 0 && kept.length < moves.length) {
    const some = stage.play(
      moved(
        on.replicas,
        kept.map((i) => moves[i]!),
      ),
    );
    if (some === null) return best;
    best = cheaper(best, some);
    if (best === some || kept.length === 1) return best;
    kept.sort((a, b) => gains[b]! - gains[a]!);
    kept = kept.slice(0, kept.length >> 1).sort((a, b) => a - b);
  }
  return best;
}

/** What a move saves in its neighbourhood. */
function gain(before: Performance, after: Performance, move: Move, lead: number): number {
  let saved = 0;
  const to = Math.min(before.replicas.length, reachOf(move, lead));
  for (let t = move.from; t < to; t++) saved += before.rehearsal.costs[t]! - after.rehearsal.costs[t]!;
  return saved;
}

/** First decision that a move is held to leave alone. */
function reachOf({ from, replicas }: Move, lead: number): number {
  return from + replicas.length + lead + aftermath;
}

function moved(replicas: Int32Array, moves: readonly Move[]): Int32Array {
  const changed = replicas.slice();
  for (const move of moves) changed.set(move.replicas, move.from);
  return changed;
}

function cheaper(a: Performance, b: Performance): Performance {
  return b.rehearsal.cost < a.rehearsal.cost ? b : a;
}
