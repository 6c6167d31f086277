import type { JsonValue } from '../../env/core/json.js';
import type { RecordedTable } from '../../env/horizontal/table/index.js';
import type { OrangeAgent } from './agents.js';
import type { OrangeMetrics } from './metrics.js';
import type { OracleLevels } from './oracle.js';
import { makePlayer } from './player.js';
import { ReplayedPlatform } from './replayed-platform.js';
import { roundReward } from './reward.js';
import { orangeSetting, usersOf } from './setting.js';

/** An agent's rounds on one table, in numbers. */
export interface Play {
  readonly metrics: OrangeMetrics;
  /** Violations so far, after each of {@link curveRounds}. */
  readonly violations: readonly number[];
  /** The oracle's rewards less the agent's so far, after each of {@link curveRounds}. */
  readonly regret: readonly number[];
  /** Every round of {@link stretchOf}, where it was asked for. */
  readonly stretch: Stretch | null;
}

/** Rounds one by one. */
export interface Stretch {
  readonly pods: readonly number[];
  /** To a tenth of a millisecond. */
  readonly p95Ms: readonly number[];
}

/** How an agent is to play. */
export interface PlayOptions {
  readonly agent: OrangeAgent;
  readonly table: RecordedTable;
  readonly levels: OracleLevels;
  readonly rounds: number;
  readonly learned: JsonValue;
  readonly seed: string;
  readonly keepsStretch: boolean;
}

const curvePoints = 100;

/** Rounds after which a learning curve has a point: a hundred, or every round of a short play. */
export function curveRounds(rounds: number): readonly number[] {
  const points = Math.min(curvePoints, rounds);
  return Array.from({ length: points }, (_, i) => Math.round(((i + 1) * rounds) / points));
}

/** Rounds shown one by one, `[from, to)`: the last time the load goes up and down. */
export function stretchOf(rounds: number): { readonly from: number; readonly to: number } {
  const cycle = 2 * orangeSetting.users.length * orangeSetting.roundsPerLevel;
  return { from: Math.max(0, rounds - cycle), to: rounds };
}

/** Plays all rounds. @returns what is logged after each round, in numbers, and what the agent has learned */
export function play(options: PlayOptions): { readonly play: Play; readonly learned: JsonValue } {
  const { agent, table, levels, rounds, learned, seed, keepsStretch } = options;
  const platform = new ReplayedPlatform(table);
  const player = makePlayer(agent, platform, levels, learned, seed);
  const marks = new Set(curveRounds(rounds));
  const shown = stretchOf(rounds);
  const pods: number[] = [];
  const p95Ms: number[] = [];
  const curves = { violations: [] as number[], regret: [] as number[] };
  let violations = 0;
  let podRounds = 0;
  let latencySum = 0;
  let changes = 0;
  let reward = 0;
  let oracleReward = 0;
  let last: number | null = null;
  for (let round = 0; round < rounds; round++) {
    platform.users = usersOf(round);
    const p95 = player.play(round);
    const count = platform.containers;
    if (p95 > orangeSetting.latencyObjectiveMs) violations++;
    podRounds += count;
    latencySum += p95;
    if (last !== null && count !== last) changes++;
    last = count;
    reward += roundReward(count, p95);
    oracleReward += roundReward(levels.get(platform.users)!, 0);
    if (keepsStretch && round >= shown.from) {
      pods.push(count);
      p95Ms.push(Math.round(10 * p95) / 10);
    }
    if (marks.has(round + 1)) {
      curves.violations.push(violations);
      curves.regret.push(oracleReward - reward);
    }
  }
  return {
    play: {
      metrics: {
        violations,
        violationPercent: (100 * violations) / rounds,
        meanPods: podRounds / rounds,
        meanP95Ms: latencySum / rounds,
        changes,
        reward: reward / rounds,
        regret: oracleReward - reward,
      },
      ...curves,
      stretch: keepsStretch ? { pods, p95Ms } : null,
    },
    learned: player.learned(),
  };
}
