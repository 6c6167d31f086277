import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../env/core/input-error.js';
import { verticalConfig } from '../../env/vertical/config-schema.js';
import { chunkSize, chunksOf, RunFolder } from '../../experiments/run-folder.js';
import { planComparison } from '../../experiments/vertical/plan.js';
import type { VerticalTrialResult } from '../../experiments/vertical/trial.js';
import { series } from './series.js';

const planOf = (cpu: number) =>
  planComparison({
    agents: [{ id: 'static', config: {} }],
    workloads: [{ origin: 'test', series: [series('one', 600, { cpu: () => cpu })] }],
    config: verticalConfig(),
    seeds: [1],
    historySeconds: 0,
    recommendationSeconds: 60,
  });

const plan = planOf(1);
const result = { cost: 0.1 + 0.2, containerDays: 1, plan: null } as VerticalTrialResult;
const time = { decisions: 3, seconds: 0.5 };

describe('RunFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scalegym-run-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back exactly what was written, to whoever opens it next', () => {
    RunFolder.open(folder, plan).writeChunk(0, 0, [result], [time]);
    expect(RunFolder.open(folder, plan).readChunk(0, 0, 1)).toEqual({ results: [result], times: [time] });
    expect(RunFolder.open(folder, plan).readChunk(1, 1, 2)).toBeNull();
    expect(JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'))).toEqual(plan);
  });

  it('refuses another plan and leaves the folder as it was; --force replaces it', () => {
    RunFolder.open(folder, plan).writeChunk(0, 0, [result], [time]);
    const before = readFileSync(join(folder, 'plan.json'), 'utf8');
    expect(() => RunFolder.open(folder, planOf(2))).toThrow(InputError);
    expect(readFileSync(join(folder, 'plan.json'), 'utf8')).toBe(before);
    expect(RunFolder.open(folder, planOf(2), true).readChunk(0, 0, 1)).toBeNull();
    expect(readdirSync(folder)).toEqual(['plan.json']);
  });

  it("refuses a folder with other people's files", () => {
    writeFileSync(join(folder, 'thesis.tex'), '');
    expect(() => RunFolder.open(folder, plan)).toThrow(InputError);
    expect(readdirSync(folder)).toEqual(['thesis.tex']);
  });

  it('does not take a chunk of other trials for its own', () => {
    RunFolder.open(folder, plan).writeChunk(0, 0, [result], [time]);
    const path = join(folder, 'trials', '00000.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace(plan.trials[0]!.id, '0000000000000000'));
    expect(RunFolder.open(folder, plan).readChunk(0, 0, 1)).toBeNull();
  });

  it.each(['trials/00000.jsonl', 'timing/00000.json'])('runs a chunk again whose %s is damaged or gone', (name) => {
    RunFolder.open(folder, plan).writeChunk(0, 0, [result], [time]);
    writeFileSync(join(folder, name), '{"id":');
    expect(RunFolder.open(folder, plan).readChunk(0, 0, 1)).toBeNull();
    rmSync(join(folder, name));
    expect(RunFolder.open(folder, plan).readChunk(0, 0, 1)).toBeNull();
  });

  it('refuses a file in place of the folder', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => RunFolder.open(join(folder, 'file'), plan)).toThrow(InputError);
  });

  it('cuts every plan into chunks that cover it', () => {
    expect([1, 200, 201, 5000, 50_000].map(chunkSize)).toEqual([1, 1, 2, 25, 64]);
    expect(chunksOf(plan)).toEqual([{ from: 0, to: 1 }]);
  });
});
