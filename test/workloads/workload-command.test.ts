import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../env/core/input-error.js';
import { workloadCommand } from '../../experiments/cli/workload-command.js';
import { openDataset, readLoad, readSeries } from '../../workloads/dataset.js';
import { generateLoad } from '../../workloads/generators/generate-load.js';
import { generateSeries } from '../../workloads/generators/generate-series.js';
import { readLoadCsv } from '../../workloads/load-csv.js';
import { parseSeriesCsv } from '../../workloads/series-csv.js';
import { writeSeries } from '../../workloads/series-writer.js';
import { seriesOf } from './series-of.js';

let folder: string;
let printed: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scalegym-workload-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function run(...args: readonly string[]): Promise<string> {
  await workloadCommand().parseAsync(args as string[], { from: 'user' });
  return printed;
}

async function refusalOf(...args: readonly string[]): Promise<InputError> {
  const error = await run(...args).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
}

describe('workload generate', () => {
  it('saves the configuration and the series, which the configuration gives again', async () => {
    const out = join(folder, 'walk');
    const flags = [
      '--workload-type',
      'step',
      '--seed',
      '9',
      '--set',
      'timesteps=30',
      'config.max_usage.cpu=2',
      '--id',
      'w',
    ];
    const text = await run('generate', ...flags, '--out', out);
    const config = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'));
    expect(config).toEqual({ type: 'step', seed: 9, timesteps: 30, config: { max_usage: { cpu: 2 } } });
    expect(readSeries(out)).toEqual(generateSeries(config, { id: 'w' }));
    expect(text).toContain('w: 30 steps of 60 s, 30 minutes');
    expect(text).toContain(`wrote ${out}`);
  });

  it('begins with a configuration file or a preset', async () => {
    const file = join(folder, 'seed.json');
    writeFileSync(file, JSON.stringify({ timesteps: 4, config: { usage: { cpu: 7 } } }));
    await run('generate', '--config', file, '--workload-type', 'constant', '--out', join(folder, 'from-file'));
    expect([...readSeries(join(folder, 'from-file')).cpuMillicores]).toEqual([7, 7, 7, 7]);
    const out = join(folder, 'from-preset');
    await run('generate', '--preset', 'bursty-api', '--seed', '3', '--set', 'timesteps=10', '--out', out);
    expect(readSeries(out)).toMatchObject({ id: 'bursty-api-3', startTime: 1704067200 });
  });

  it('does not replace a folder unless it is told to', async () => {
    const out = join(folder, 'taken');
    const flags = ['generate', '--workload-type', 'constant', '--out', out];
    await run(...flags);
    expect((await refusalOf(...flags, '--seed', '1')).place.file).toBe(out);
    await run(...flags, '--seed', '1', '--force');
    expect(readSeries(out).id).toBe('constant-1');
  });

  it('refuses what it cannot make, naming the field, and leaves nothing', async () => {
    const out = join(folder, 'refused');
    const field = async (...flags: string[]) => (await refusalOf('generate', ...flags, '--out', out)).place.field;
    expect(await field('--workload-type', 'stpe')).toBe('type');
    expect(await field()).toBe('--workload-type');
    expect(await field('--preset', 'nope')).toBe('preset');
    expect(await field('--preset', 'web-diurnal', '--workload-type', 'step')).toBe('--preset');
    expect(await field('--workload-type', 'step', '--set', 'timesteps')).toBe('--set');
    expect(await field('--workload-type', 'step', '--set', 'seed=1', 'seed.x=1')).toBe('--set');
    expect(await field('--workload-type', 'step', '--set', 'config.start_workload=[2,1]')).toBe(
      'config.start_workload.0',
    );
    expect((await refusalOf('generate', '--workload-type', 'step', '--id', '../up')).place.field).toBe('--id');
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{');
    expect((await refusalOf('generate', '--config', broken, '--out', out)).place.file).toBe(broken);
    expect(() => readFileSync(join(out, 'config.json'))).toThrow('ENOENT');
  });
});

describe('workload generate for loads', () => {
  it('saves a bundled load, which its configuration gives again', async () => {
    const out = join(folder, 'sale');
    const text = await run('generate', '--load', 'flash-crowd', '--seed', '5', '--set', 'timesteps=400', '--out', out);
    const config = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'));
    expect(readLoad(out)).toEqual(generateLoad(config, { id: 'flash-crowd-5' }));
    expect(text).toMatch(/requests\/s +\d+\.\d .*\n +users +\d+\.\d /);
    expect(text).toMatch(/max\/mean +IDC +CV/);
  });

  it('takes generators for users, for requests, or for both', async () => {
    const out = join(folder, 'both');
    const flags = ['--users', 'triangular', '--requests-per-second', 'low-high', '--set', 'timesteps=3'];
    await run('generate', ...flags, 'users.config.hold_steps=1', '--out', out);
    const load = readLoad(out);
    expect([load.id, [...load.users!], [...load.requestsPerSecond!]]).toEqual([
      'lowhigh-42',
      [5, 10, 15],
      [10, 40, 10],
    ]);
    const file = join(folder, 'load.json');
    writeFileSync(file, JSON.stringify({ timesteps: 2, users: { type: 'constant', config: { usage: 8 } } }));
    await run('generate', '--config', file, '--out', join(folder, 'from-load-file'));
    expect([...readLoad(join(folder, 'from-load-file')).users!]).toEqual([8, 8]);
  });

  it('replaces usage by a load when it is told to, and leaves only one', async () => {
    const out = join(folder, 'other-kind');
    await run('generate', '--workload-type', 'constant', '--out', out);
    await run('generate', '--load', 'step', '--out', out, '--force');
    expect(openDataset(out).entries.map(({ id }) => id)).toEqual(['step-42']);
  });

  it('refuses what contradicts itself', async () => {
    const field = async (...flags: string[]) => (await refusalOf('generate', ...flags)).place.field;
    expect(await field('--load', 'diurnla')).toBe('load');
    expect(await field('--load', 'step', '--users', 'step')).toBe('--load');
    expect(await field('--workload-type', 'step', '--requests-per-second', 'step')).toBe('--workload-type');
    expect(await field('--users', 'leak')).toBe('users.type');
  });
});

describe('workload inspect', () => {
  const gappy = seriesOf([1, Number.NaN, Number.NaN, 4, 5, Number.NaN, 7], {
    id: 'gappy',
    stepSeconds: 300,
    memoryBytes: new Float64Array(7).fill(Number.NaN),
    source: { dataset: 'borg', entity: 'job/1', assumptions: { ncuMillicores: 64000 } },
  });

  it('shows span, usage, gaps and what was assumed', async () => {
    const path = join(folder, 'gappy.series');
    writeSeries(path, gappy, { rows: 9 });
    const text = await run('inspect', path);
    expect(text).toContain('gappy: 7 steps of 300 s, 35 minutes');
    expect(text).toMatch(/CPU, m +4\.25 +4\.50 +6\.70 +6\.94 +7\.00 +0\.51/);
    expect(text).toMatch(/memory, MiB +none/);
    expect(text).toContain('2 gaps, the longest 2 steps (10 minutes); 4 of 7 steps observed, 3 missing');
    expect(text).toContain('borg job/1; assumed ncuMillicores=64000');
    expect(text).toContain('imported with rows 9');
  });

  it('keeps its columns aligned over several series', async () => {
    const path = join(folder, 'many.series');
    writeSeries(path, [seriesOf([1, 2], { id: 'a' }), seriesOf([1e6, 2e6], { id: 'b' })]);
    const rows = (await run('inspect', path)).split('\n').filter((line) => /^ {2}(CPU|memory| +mean)/.test(line));
    expect(rows).toHaveLength(6);
    const ends = rows.map((row) => (/^ {2}(?:CPU, m|memory, MiB)? +\S+/.exec(row) as RegExpExecArray)[0].length);
    expect(new Set(ends).size).toBe(1);
    printed = '';
    expect(await run('inspect', path, '--limit', '1')).toContain('1 more series');
  });

  it('answers in JSON, null for what cannot be said', async () => {
    const path = join(folder, 'json.series');
    writeSeries(path, gappy);
    const [inspection] = JSON.parse(await run('inspect', path, '--json'));
    expect(inspection).toMatchObject({ id: 'gappy', steps: 7, memory: null, gaps: { count: 2, longestSteps: 2 } });
    expect(inspection.cpu).toMatchObject({ count: 4, mean: 4.25, max: 7, dailyShare: null });
    expect(inspection.origins).toMatchObject({ observed: 4, missing: 3 });
  });

  it('shows loads beside usage, with how bursty they are', async () => {
    const path = join(folder, 'mixed.series');
    const load = {
      id: 'shop',
      startTime: 0,
      stepSeconds: 10,
      requestsPerSecond: Float64Array.of(1, 3, Number.NaN, 1, 3),
      source: { dataset: 'web', entity: 'shop', assumptions: {} },
    };
    writeSeries(path, [gappy, load]);
    const text = await run('inspect', path);
    expect(text).toContain('shop: 5 steps of 10 s, 50 seconds');
    expect(text).toMatch(/requests\/s +2\.000 +2\.000 +3\.000 +3\.000 +3\.000 +1\.50 +5\.0 +0\.50/);
    expect(text).not.toMatch(/^ +users/m);
    expect(text).toContain('1 gap, the longest 1 steps (10 seconds); 4 of 5 steps observed, 1 missing');
    printed = '';
    const inspections = JSON.parse(await run('inspect', path, '--json'));
    expect(inspections[1]).toMatchObject({ kind: 'load', users: null, requestsPerSecond: { peakToMean: 1.5 } });
    const out = join(folder, 'mixed-csv');
    await run('export', path, '--out', out);
    expect(readLoadCsv(join(out, 'shop.csv'))).toEqual(load);
    printed = '';
    expect(await run('inspect', join(out, 'shop.csv'), join(out, 'gappy.csv'))).toMatch(/requests\/s.*CPU, m/s);
  });

  it('refuses a damaged file', async () => {
    const path = join(folder, 'damaged.series');
    writeFileSync(path, 'SGSERIES and then nothing');
    expect((await refusalOf('inspect', path)).place).toMatchObject({ file: path, field: 'size' });
    expect((await refusalOf('inspect', path, '--limit', 'all')).place.field).toBe('--limit');
  });
});

describe('workload export', () => {
  it('writes CSV that reads back exactly, one file a series', async () => {
    const path = join(folder, 'export.series');
    const series = [seriesOf([1, Number.NaN, 1 / 3], { id: 'ns/pod 1' }), seriesOf([4], { id: 'two' })];
    writeSeries(path, series);
    const out = join(folder, 'csv');
    expect(await run('export', path, '--out', out)).toBe(`wrote 2 series to ${out}\n`);
    expect(parseSeriesCsv(readFileSync(join(out, 'ns%2Fpod%201.csv'), 'utf8'), 'x')).toEqual(series[0]);
    expect((await refusalOf('export', path, '--out', out)).expected).toContain('--force');
    printed = '';
    expect(parseSeriesCsv(await run('export', path, '--series', 'two'), 'x')).toEqual(series[1]);
    expect((await refusalOf('export', path)).place.field).toBe('--out');
  });
});
