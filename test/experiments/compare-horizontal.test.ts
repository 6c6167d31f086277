import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import { InputError } from '../../env/core/input-error.js';
import { horizontalConfig } from '../../env/horizontal/config-schema.js';
import { platformPreset } from '../../env/horizontal/platform/presets.js';
import { recordTable } from '../../env/horizontal/table/record-table.js';
import { writeRecordedTable } from '../../env/horizontal/table/table-file.js';
import {
  type HorizontalFlags,
  horizontalOptionsFromFlags,
  prepareHorizontal,
  standingAutoscalers,
} from '../../experiments/cli/compare-horizontal.js';
import { chosenAgents } from '../../experiments/cli/compare-options.js';
import { changedOptions } from '../../experiments/horizontal/changed-options.js';
import { scenarioNames } from '../../experiments/horizontal/scenarios.js';
import { loadScenarios } from '../../experiments/horizontal/workloads.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { writeSeries } from '../../workloads/series-writer.js';
import { series } from './series.js';
import { tinyScenarios } from './tiny-scenarios.js';

let folder: string;
const inFolder = (name: string) => join(folder, name);

const load: LoadSeries = {
  id: 'shop',
  startTime: 0,
  stepSeconds: 60,
  requestsPerSecond: Float64Array.from([10, 20, 40]),
  source: { dataset: 'test', entity: 'shop', assumptions: {} },
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scalegym-scenarios-'));
  writeSeries(inFolder('loads.series'), [load]);
  writeSeries(inFolder('usage.series'), [series('usage', 10, { cpu: () => 1 })]);
  writeFileSync(inFolder('mine.json'), JSON.stringify(tinyScenarios.requests));
  writeFileSync(inFolder('load.json'), JSON.stringify(tinyScenarios.users.load));
  writeFileSync(inFolder('rates.csv'), 'time,requests_per_second\n0,5\n60,7\n120,9\n');
  writeFileSync(inFolder('other.csv'), 'when,what\n0,5\n');
  writeFileSync(inFolder('people.csv'), 'time,users\n0,5\n60,7\n120,9\n');
  writeFileSync(inFolder('no-load.json'), JSON.stringify({ describe: 'mine', config: {} }));
  writeFileSync(inFolder('only-config.json'), JSON.stringify({ config: {} }));
  mkdirSync(inFolder('tables'));
  writeRecordedTable(inFolder('tables/rows.csv'), recordTable(platformPreset('orange'), recording));
  writeFileSync(inFolder('config.json'), JSON.stringify({ platform: 'cpu-heavy', decisionSeconds: 30 }));
});

afterAll(() => rmSync(folder, { recursive: true }));

const recording = { loads: [5, 10], pods: [1, 2], rowsPerCell: 2, seed: 1 };

/** Writes options to a file, as people do. */
function optionsFile(name: string, options: object): string {
  writeFileSync(inFolder(name), JSON.stringify(options));
  return inFolder(name);
}

const unchanged = { config: {}, peak: null };
const fluid = { config: { engine: 'fluid' }, peak: null } as const;

/** As `scalegym compare --env horizontal` with these flags. */
function prepare(flags: Partial<HorizontalFlags>) {
  const standing = { episodes: '0', seeds: '1', agents: ['static'], calibrated: false, bound: false };
  return prepareHorizontal({ ...standing, ...flags });
}

describe('standingAutoscalers', () => {
  const chosen = (named: readonly string[] | undefined, calibrated: boolean, bound: boolean) =>
    chosenAgents(horizontalRoster, named, standingAutoscalers({ calibrated, bound })).map(({ id }) => id);

  it('lets nobody compare without a calibrated HPA who does not say so', () => {
    expect(chosen(['linucb'], true, true)).toEqual(['linucb', 'calibrated-hpa', 'clairvoyant']);
    expect(chosen(['calibrated-hpa,linucb'], true, false)).toEqual(['calibrated-hpa', 'linucb']);
    expect(chosen(['linucb'], false, false)).toEqual(['linucb']);
  });

  it('takes rules and learners when none is named', () => {
    const usual = chosen(undefined, true, true);
    expect(usual).toEqual(expect.arrayContaining(['static', 'kubernetes-hpa', 'hslinucb', 'q-learning']));
    expect(new Set(usual).size).toBe(usual.length);
  });
});

describe('horizontalOptionsFromFlags', () => {
  it('puts flags over the file', () => {
    const options = horizontalOptionsFromFlags({
      config: inFolder('config.json'),
      objectiveMs: '300',
      limits: '2..9',
      settle: 'wait-ready:maxSeconds=60',
      reward: 'penalty:pods=0.25',
      engine: 'fluid',
    });
    const config = horizontalConfig(options);
    expect(config).toMatchObject({
      backend: { kind: 'fluid' },
      decisionSeconds: 30,
      objective: { latencyMs: 300, percentile: 0.95 },
      limits: { minReplicas: 2, maxReplicas: 9 },
      settle: { kind: 'wait-ready', maxSeconds: 60 },
      reward: { kind: 'penalty', pods: 0.25, violation: 1 },
    });
    expect(horizontalOptionsFromFlags({ config: inFolder('config.json'), decision: '1m' }).decisionSeconds).toBe(60);
  });

  it.each([
    [{ objectiveMs: '0' }, /--objective-ms.*"0"/],
    [{ limits: '9..2' }, /--limits.*9\.\.2/],
    [{ limits: '5' }, /--limits.*1\.\.20/],
    [{ decision: '0s' }, /--decision/],
    [{ engine: 'steam' }, /--engine.*steam/],
    [{ platform: 'mainframe' }, /--platform.*mainframe.*orange/],
    [{ reward: 'praise' }, /--reward.*praise/],
    [{ reward: 'penalty:sweets=1' }, /--reward.*sweets/],
    [{ settle: 'never' }, /--settle.*never/],
  ])('refuses %o and names the flag', (bad, message) => {
    expect(() => horizontalOptionsFromFlags(bad)).toThrow(InputError);
    expect(() => horizontalOptionsFromFlags(bad)).toThrow(message);
  });
});

describe('options in a file', () => {
  it.each([
    [{ limits: { maxReplicas: 'five' } }, 'field "limits.maxReplicas" got "five"'],
    [{ limits: { minReplicas: 5, maxReplicas: 2 } }, 'field "limits.maxReplicas" got 2'],
    [{ table: 'tables/rows.csv', platform: 'web' }, 'field "platform" got "web": expected nothing beside a table'],
    [
      { table: 'lost.csv' },
      `field "table" got ${JSON.stringify('DIR/lost.csv')}: expected the path of a recorded table`,
    ],
    [{ platform: { preset: 'web', changes: { cores: 1 } } }, 'field "platform.cores" got 1'],
  ])('names the file for %j', async (options, message) => {
    const config = optionsFile('bad.json', options);
    await expect(prepare({ config, workloads: [inFolder('rates.csv')] })).rejects.toThrow(
      `${config}: ${message.replace('DIR', folder)}`,
    );
  });

  it('finds a table from the folder of the file that names it, and says where the objective goes', async () => {
    const config = optionsFile('tables/config.json', { table: 'rows.csv' });
    const workloads = [inFolder('people.csv')];
    const { plan } = await prepare({ config, workloads, objectiveMs: '300' });
    expect(plan.workloads[0]!.config.backend.kind).toBe('table');
    await expect(prepare({ config, workloads })).rejects.toThrow(
      /^\S+people\.csv with \S+tables\/config\.json: field "objective\.latencyMs": .*--objective-ms/,
    );
    const objective = { latencyMs: 300 };
    const scenario = { ...tinyScenarios.users, config: { table: 'rows.csv', objective } };
    const [own] = (await prepare({ workloads: [optionsFile('tables/own.json', scenario)] })).plan.workloads;
    expect(own!.config.backend.kind).toBe('table');
  });

  it('names the file of a platform of one’s own', () => {
    const platform = optionsFile('platform.json', { cores: 1 });
    expect(() => horizontalOptionsFromFlags({ platform })).toThrow(/^\S+platform\.json: field "platform\./);
  });
});

describe('changedOptions', () => {
  it('changes limits and objective field by field', () => {
    const changed = changedOptions(
      { limits: { minReplicas: 2, maxReplicas: 5 }, objective: { latencyMs: 100, percentile: 0.9 } },
      { limits: { maxReplicas: 8 }, objective: { latencyMs: 200 } },
    );
    expect(changed).toEqual({
      limits: { minReplicas: 2, maxReplicas: 8 },
      objective: { latencyMs: 200, percentile: 0.9 },
    });
  });

  it('brings initial replicas inside new limits, but not ones that were asked for with them', () => {
    const given = { initialReplicas: 6, limits: { minReplicas: 1, maxReplicas: 10 } };
    expect(changedOptions(given, { limits: { maxReplicas: 4 } }).initialReplicas).toBe(4);
    expect(changedOptions(given, { limits: { minReplicas: 8 } }).initialReplicas).toBe(8);
    expect(changedOptions(given, { limits: { maxReplicas: 4 }, initialReplicas: 5 }).initialReplicas).toBe(5);
    const outside = { initialReplicas: 50, limits: { maxReplicas: 6 } };
    expect(changedOptions(outside, { decisionSeconds: 30 }).initialReplicas).toBe(50);
  });

  it('lets a platform replace a table', () => {
    expect(changedOptions({ table: 'rows.json' }, { platform: 'web' })).not.toHaveProperty('table');
    expect(changedOptions({ platform: 'web' }, { table: 'rows.json' })).not.toHaveProperty('platform');
  });
});

describe('loadScenarios', () => {
  it('reads scenarios, loads by name, configurations, CSV and series files', async () => {
    const files = ['mine.json', 'load.json', 'rates.csv', 'loads.series'].map(inFolder);
    const scenarios = await loadScenarios({ workloads: [`web-step,constant,${files.join(',')}`] }, [1, 2], fluid);
    expect(scenarios.map(({ id, loads }) => [id, loads.length])).toEqual([
      ['web-step', expect.any(Number)],
      ['constant', expect.any(Number)],
      ['mine', 2],
      ['load', expect.any(Number)],
      ['rates', 1],
      ['shop', 1],
    ]);
    const rates = scenarios[4]!.loads[0]!.requestsPerSecond!;
    expect([...rates]).toEqual([5, 7, 9]);
  });

  it('takes every scenario when nothing is named', async () => {
    const scenarios = await loadScenarios({}, [1], unchanged);
    expect(scenarios.map(({ origin }) => origin)).toEqual(scenarioNames());
  });

  it('scales loads that bring no service to a peak, on the platform that was asked for', async () => {
    const changes = { config: { platform: 'web' as const }, peak: 80 };
    const [scenario] = await loadScenarios({ workloads: [inFolder('loads.series')] }, [1], changes);
    expect(scenario!.config.load.scale).toBeCloseTo(2, 12);
  });

  it('names a load as people wrote it that counts what the service does not', async () => {
    const people = inFolder('people.csv');
    await expect(prepare({ workloads: [people], platform: 'web' })).rejects.toThrow(
      `${people}: field "load": expected requestsPerSecond`,
    );
    const config = optionsFile('users.json', { table: 'tables/rows.csv' });
    await expect(prepare({ workloads: ['web-step'], config, limits: '1..2' })).rejects.toThrow(
      'web-step: field "load": expected users, which the table was recorded in',
    );
  });

  it.each([
    ['no-load.json', unchanged, /no-load\.json: field "load": .*missing/],
    ['only-config.json', unchanged, /only-config\.json: field "load": .*missing/],
    ['nowhere', unchanged, /nowhere.*web-step.*triangular/],
    ['usage.series', unchanged, /load series/],
    ['other.csv', unchanged, /other\.csv:1/],
    ['mine.json', { config: {}, peak: 50 }, /--peak.*50/],
    ['mine.json', { config: { limits: { maxReplicas: 0 } }, peak: null }, /limits/],
  ])('refuses %s with %j', async (name, changes, message) => {
    const source = name.includes('.') ? inFolder(name) : name;
    const loading = loadScenarios({ workloads: [source] }, [1], changes);
    await expect(loading).rejects.toThrow(InputError);
    await expect(loading).rejects.toThrow(message);
  });
});
