import { platformPreset } from '../../env/horizontal/platform/index.js';
import { type RecordedTable, recordTable } from '../../env/horizontal/table/index.js';

/** What the experiment of the seed's authors holds fixed (specification horizontal.md §2.2). */
export interface OrangeSetting {
  readonly latencyObjectiveMs: number;
  /** Levels of the load, ascending. */
  readonly users: readonly number[];
  /** Ascending. */
  readonly pods: readonly number[];
  readonly initialPods: number;
  readonly roundsPerLevel: number;
  /** Seconds one row was observed for. */
  readonly windowSeconds: number;
  /** Seconds from round to round. Only the HPA reads a clock; this is its sync period. */
  readonly roundSeconds: number;
  /** w of the reward that agents are compared by, R2: 1 − w·(n − 1)/(most − 1) while the objective is met, else 0. */
  readonly costWeight: number;
}

/** The published setting. */
export const orangeSetting: OrangeSetting = {
  latencyObjectiveMs: 600,
  users: [5, 10, 15, 20, 25, 30, 35, 40, 45, 50],
  pods: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  initialPods: 1,
  roundsPerLevel: 50,
  windowSeconds: 10,
  roundSeconds: 15,
  costWeight: 0.5,
};

/** Rows a cell of the two recordings. */
export const rowsPerCell = { d1: 20, d2: 40 } as const;

/** Names one of the two recordings. */
export type TableName = keyof typeof rowsPerCell;

/** The parts of the experiment: what agents know at the beginning, and on what they play. */
export const orangeParts = [
  { key: 'cold', title: 'Cold start on D1', table: 'd1', hot: false },
  { key: 'hot-seen', title: 'Hot start on D1, learned on D1', table: 'd1', hot: true },
  { key: 'hot-unseen', title: 'Hot start on D2, learned on D1', table: 'd2', hot: true },
] as const;

/** A part of the experiment. */
export type OrangePart = (typeof orangeParts)[number];

/** Names a part of the experiment. */
export type OrangePartKey = OrangePart['key'];

/** Users of a round: 5, 10 … 50 and back, 50 rounds each; both ends are held for another 50. */
export function usersOf(round: number): number {
  const { users, roundsPerLevel } = orangeSetting;
  const block = Math.floor(round / roundsPerLevel) % (2 * users.length);
  return users[block < users.length ? block : 2 * users.length - 1 - block]!;
}

/** One of the two recordings, made anew for every run. */
export function recordOrangeTable(name: TableName, seed: string): RecordedTable {
  const { users, pods, windowSeconds } = orangeSetting;
  return recordTable(platformPreset('orange'), {
    id: name,
    loads: users,
    pods,
    rowsPerCell: rowsPerCell[name],
    windowSeconds,
    seed: `${seed} ${name}`,
  });
}
