import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { RecordRuns } from '../../../workloads/traces/record-runs.js';

function fill(runs: RecordRuns, count: number, keys: number): Map<number, number[]> {
  const random = new RandomStream(5, 'records');
  const expected = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const key = random.integer(0, keys - 1);
    const at = runs.append(key);
    runs.target[at] = i;
    runs.target[at + 1] = i / 3;
    const known = expected.get(key);
    if (known === undefined) expected.set(key, [i, i / 3]);
    else known.push(i, i / 3);
  }
  return expected;
}

function read(runs: RecordRuns): [number, number[]][] {
  const groups: [number, number[]][] = [];
  for (const { key, records, count } of runs.groups())
    groups.push([key, Array.from(records.subarray(0, count * runs.width))]);
  return groups;
}

const sorted = (groups: Map<number, number[]>) => [...groups].sort(([a], [b]) => a - b);

describe('RecordRuns', () => {
  it.each([
    ['in memory', 1 << 20, 0],
    ['on disk', 24 * 100, 49],
    ['with one record a run', 1, 4999],
  ])('gives records back by key, in the order of their coming, %s', (_where, budget, runsOnDisk) => {
    const runs = new RecordRuns(2, budget);
    const expected = sorted(fill(runs, 5000, 37));
    expect(runs.runsOnDisk).toBe(runsOnDisk);
    expect(read(runs)).toEqual(expected);
    runs.close();
  });

  it('reads runs longer than the window it reads them through', () => {
    const runs = new RecordRuns(2, 24 * 20_000);
    const expected = sorted(fill(runs, 50_000, 3));
    expect(runs.runsOnDisk).toBe(2);
    expect(read(runs)).toEqual(expected);
    runs.close();
  });

  it('leaves no file behind, not even while it runs', () => {
    const files = () => readdirSync(tmpdir()).filter((name) => name.startsWith('scalegym-import-'));
    const before = files();
    const runs = new RecordRuns(2, 24 * 100);
    fill(runs, 1000, 5);
    if (process.platform !== 'win32') expect(files()).toEqual(before);
    runs.close();
    expect(files()).toEqual(before);
  });

  it('is empty when nothing was added', () => {
    expect(read(new RecordRuns(3))).toEqual([]);
  });
});
