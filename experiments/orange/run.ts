import type { JsonValue } from '../../env/core/json.js';
import type { RecordedTable } from '../../env/horizontal/table/index.js';
import { ContextIndex } from '../../env/horizontal/view.js';
import { oracleLevels } from './oracle.js';
import type { OrangePlan } from './plan.js';
import { type Play, play } from './play.js';
import { type OrangePartKey, orangeParts, orangeSetting, recordOrangeTable, type TableName } from './setting.js';

/** One repetition: both tables recorded anew, and every agent in every part. Plain JSON; a function of plan and number alone. */
export interface OrangeRun {
  /** From 1. */
  readonly run: number;
  readonly tables: Readonly<Record<TableName, RecordedLatencies>>;
  /** By part, in the plan's order of agents. */
  readonly plays: Readonly<Record<OrangePartKey, readonly Play[]>>;
}

/** A table in short. */
export interface RecordedLatencies {
  /** Mean over a cell's rows of the 95th percentile, ms: one row a load, one column a number of pods. */
  readonly meanP95Ms: readonly (readonly number[])[];
  /** By load, the least pods whose rows all meet the objective. */
  readonly oracle: readonly number[];
}

/** Plays one repetition. @param run from 1 */
export function playRun(plan: OrangePlan, run: number): OrangeRun {
  const seed = `${plan.seed}/${run}`;
  const tables = { d1: recordOrangeTable('d1', seed), d2: recordOrangeTable('d2', seed) };
  const levels = {
    d1: oracleLevels(tables.d1, orangeSetting.latencyObjectiveMs),
    d2: oracleLevels(tables.d2, orangeSetting.latencyObjectiveMs),
  };
  const plays: Record<OrangePartKey, Play[]> = { cold: [], 'hot-seen': [], 'hot-unseen': [] };
  for (const agent of plan.agents) {
    let learned: JsonValue = null;
    for (const { key, table, hot } of orangeParts) {
      const played = play({
        agent,
        table: tables[table],
        levels: levels[table],
        rounds: plan.rounds,
        learned: hot ? learned : null,
        seed: `${seed}/${key}`,
        keepsStretch: run === 1 && key === 'cold',
      });
      plays[key].push(played.play);
      if (!hot) learned = played.learned;
    }
  }
  return {
    run,
    tables: { d1: inShort(tables.d1, levels.d1), d2: inShort(tables.d2, levels.d2) },
    plays,
  };
}

function inShort({ cells }: RecordedTable, levels: ReadonlyMap<number, number>): RecordedLatencies {
  const { users, pods } = orangeSetting;
  const means = cells.map(
    ({ rows }) => rows.reduce((sum, row) => sum + row[ContextIndex.p95LatencyMs]!, 0) / rows.length,
  );
  return {
    meanP95Ms: users.map((_, level) => means.slice(level * pods.length, (level + 1) * pods.length)),
    oracle: users.map((load) => levels.get(load)!),
  };
}
