import type { ReplicaLimits } from '../../../env/horizontal/view.js';
import type { Move, MoveFamily } from './moves.js';
import { within } from './openings.js';
import type { Performance, Stage } from './stage.js';

/** Intervals after a move, beyond a pod's start-up, in which it is held to change costs. */
const aftermath = 4;
/** A family's turn ends when so many of its moves in a row have not helped. */
const patience = 64;
/** A round of all families that saves less than this part of the cost is the last. */
const worthwhile = 1e-3;

/**
 * Coordinate descent on schedules. Moves that lie apart hardly touch each other's costs, so a whole batch of them is judged by one rehearsal:
 * those stay whose neighbourhood became cheaper, if the schedule as a whole then is. Ends when a round of all families hardly helps, or
 * nothing is left to rehearse with.
 */
export class Descent {
  constructor(
    private readonly stage: Stage,
    private readonly limits: ReplicaLimits,
    /** Intervals a new pod takes to serve. */
    private readonly lead: number,
  ) {}

  /** Goes down from the cheapest schedule that was played. */
  run(families: readonly MoveFamily[]): void {
    let best = this.stage.best;
    while (best !== null && this.stage.left > 0) {
      const before = best.rehearsal.cost;
      for (const family of families) best = this.turn(best, family);
      if (best.rehearsal.cost > before * (1 - worthwhile)) return;
    }
  }

  /** What the batches of a family make of a performance, one upon the other. */
  private turn(on: Performance, family: MoveFamily): Performance {
    let best = on;
    let failures = 0;
    for (const batch of this.batches(family(on), on)) {
      if (failures >= patience || this.stage.left <= 0) break;
      const after = this.tried(best, batch);
      failures = after === best ? failures + batch.length : 0;
      best = after;
    }
    return best;
  }

  /** Splits moves into batches in which they lie apart; moves that change nothing are left out. */
  private batches(moves: readonly Move[], { replicas }: Performance): Move[][] {
    const open: Move[][] = [];
    for (const move of moves) {
      if (!this.changes(replicas, move)) continue;
      const fitting = open.find((batch) => this.reachOf(batch.at(-1)!) <= move.from);
      if (fitting === undefined) open.push([move]);
      else fitting.push(move);
    }
    return open;
  }

  /** The better of a performance and what a batch makes of it: all of its moves, those that saved, or the half that saved most, and so on. */
  private tried(on: Performance, batch: readonly Move[]): Performance {
    const all = this.stage.play(this.moved(on.replicas, batch));
    if (all === null) return on;
    let best = cheaper(on, all);
    const gains = new Map(batch.map((move) => [move, this.gain(on, all, move)]));
    let kept = batch.filter((move) => gains.get(move)! > 0).sort((a, b) => gains.get(b)! - gains.get(a)!);
    if (kept.length === batch.length) kept = kept.slice(0, best === on ? kept.length >> 1 : 0);
    for (; kept.length > 0; kept = kept.slice(0, best === on ? kept.length >> 1 : 0)) {
      const some = this.stage.play(this.moved(on.replicas, kept));
      if (some === null) return best;
      best = cheaper(best, some);
    }
    return best;
  }

  /** What a move saves in its neighbourhood. */
  private gain(before: Performance, after: Performance, move: Move): number {
    const to = Math.min(before.replicas.length, this.reachOf(move));
    let saved = 0;
    for (let t = move.from; t < to; t++) saved += before.rehearsal.costs[t]! - after.rehearsal.costs[t]!;
    return saved;
  }

  /** First decision that a move is held to leave alone. */
  private reachOf({ to }: Move): number {
    return to + this.lead + aftermath;
  }

  private moved(replicas: Int32Array, moves: readonly Move[]): Int32Array {
    const changed = replicas.slice();
    for (const move of moves) for (let t = move.from; t < move.to; t++) changed[t] = this.after(move, replicas[t]!);
    return changed;
  }

  private changes(replicas: Int32Array, move: Move): boolean {
    for (let t = move.from; t < move.to; t++) if (this.after(move, replicas[t]!) !== replicas[t]) return true;
    return false;
  }

  private after({ shift, ceiling }: Move, pods: number): number {
    return within(this.limits, Math.min(ceiling, pods + shift));
  }
}

function cheaper(a: Performance, b: Performance): Performance {
  return b.rehearsal.cost < a.rehearsal.cost ? b : a;
}
