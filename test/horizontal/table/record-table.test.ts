import { describe, expect, it } from 'vitest';
import { platformPreset } from '../../../env/horizontal/platform/index.js';
import { recordTable } from '../../../env/horizontal/table/index.js';
import { ContextIndex } from '../../../env/horizontal/view.js';

const orange = platformPreset('orange');

describe('recording a table', () => {
  const table = recordTable(orange, { loads: [5, 30], pods: [1, 3], rowsPerCell: 4, seed: 1 });

  it('records every load on every number of pods, rows one window apart', () => {
    expect(table.cells.map(({ load, pods, rows }) => [load, pods, rows.length])).toEqual([
      [5, 1, 4],
      [5, 3, 4],
      [30, 1, 4],
      [30, 3, 4],
    ]);
    expect([table.loadUnit, table.windowSeconds, table.pod.cpuLimitMillicores]).toEqual(['users', 10, 2500]);
    for (const { pods, rows } of table.cells) {
      for (const row of rows) expect(row[ContextIndex.containers]).toBe(pods);
      expect(new Set(rows.map((row) => row[ContextIndex.requestsPerSecond])).size).toBeGreaterThan(1);
    }
  });

  it('gives every cell random numbers of its own: one load more leaves the others as they are', () => {
    const more = recordTable(orange, { loads: [5, 20, 30], pods: [3], rowsPerCell: 4, seed: 1 });
    expect(more.cells.filter(({ load }) => load !== 20)).toEqual(table.cells.filter(({ pods }) => pods === 3));
    const other = recordTable(orange, { loads: [5], pods: [1], rowsPerCell: 4, seed: 2 });
    expect(other.cells[0]!.rows).not.toEqual(table.cells[0]!.rows);
  });

  it('records open load in requests/s, and pods beyond the nodes there are at first', () => {
    const llm = recordTable(platformPreset('llm-serving'), {
      loads: [2],
      pods: [6],
      rowsPerCell: 2,
      windowSeconds: 60,
      seed: 1,
    });
    expect(llm.loadUnit).toBe('requestsPerSecond');
    for (const row of llm.cells[0]!.rows) {
      expect(row[ContextIndex.containers]).toBe(6);
      expect(Math.abs(row[ContextIndex.requestsPerSecond]! / 2 - 1)).toBeLessThan(0.5);
    }
  });

  it('refuses a cell given twice and bad numbers', () => {
    expect(() => recordTable('orange' as never, { loads: [5], pods: [1], rowsPerCell: 1, seed: 1 })).toThrow(
      '"options" got "orange": expected a platform\'s options',
    );
    expect(() => recordTable(orange, { loads: [5, 5], pods: [1], rowsPerCell: 1, seed: 1 })).toThrow(/every cell once/);
    expect(() => recordTable(orange, { loads: [5], pods: [0], rowsPerCell: 1, seed: 1 })).toThrow(/"pods\.0" got 0/);
  });
});
