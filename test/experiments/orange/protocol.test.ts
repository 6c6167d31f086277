import { describe, expect, it } from 'vitest';
import { oracleLevels } from '../../../experiments/orange/oracle.js';
import { verdictOf } from '../../../experiments/orange/published.js';
import { ReplayedPlatform } from '../../../experiments/orange/replayed-platform.js';
import { usersOf } from '../../../experiments/orange/setting.js';
import { smallTable } from '../../horizontal/table/tables.js';

describe('the protocol of the experiment', () => {
  it('holds every level for 50 rounds and both ends for 100', () => {
    const users = Array.from({ length: 2000 }, (_, round) => usersOf(round));
    expect([0, 49, 50, 449, 450, 549, 550, 949, 950, 1000, 1049, 1050].map((round) => users[round])).toEqual([
      5, 5, 10, 45, 50, 50, 45, 10, 5, 5, 5, 10,
    ]);
    expect(users.reduce((sum, count) => sum + count, 0) / 2000).toBe(27.5);
  });

  it('reads two rows at the very first call and one at every other', () => {
    const platform = new ReplayedPlatform(smallTable());
    platform.users = 5;
    const p95 = () => platform.observe()[1];
    expect([p95(), p95(), p95()]).toEqual([5101, 5102, 5100]);
    platform.scaleTo(2);
    expect(p95()).toBe(5200);
  });

  it('has an oracle that takes the least pods of which every row meets the objective, all of them where none does', () => {
    const table = smallTable();
    expect([...oracleLevels(table, 5102)]).toEqual([
      [5, 1],
      [10, 2],
    ]);
    const [first, ...others] = table.cells;
    const worse = {
      ...table,
      cells: [{ ...first!, rows: [...first!.rows, first!.rows[0]!.with(1, 9000)] }, ...others],
    };
    expect(oracleLevels(worse, 5202).get(5)).toBe(2);
  });

  it('judges by the bands of the reconstruction, hot starts by .05 % of the rounds at least', () => {
    const ours = (violations: number, meanPods: number) => ({
      violations: { mean: violations },
      meanPods: { mean: meanPods },
    });
    const cold = (violations: number, pods: number) =>
      verdictOf('cold', 'hslinucb-as-released', ours(violations, pods))!;
    expect(cold(9.1, 2.83).agrees).toBe(true);
    expect(cold(9.2, 2.98)).toMatchObject({ violations: { within: false }, meanPods: { within: true }, agrees: false });
    expect(cold(6, 2.8).meanPods.within).toBe(false);
    expect(verdictOf('hot-seen', 'hslinucb-as-released', ours(4, 3))!.agrees).toBe(true);
    expect(verdictOf('hot-seen', 'hslinucb-as-released', ours(5, 3))!.agrees).toBe(false);
    expect(verdictOf('cold', 'threshold', ours(0, 3))).toBeNull();
  });
});
