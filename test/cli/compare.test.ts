import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyScenarios } from '../experiments/tiny-scenarios.js';

const main = fileURLToPath(new URL('../../dist/experiments/cli/main.js', import.meta.url));
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'scalegym-compare-'));
  for (const type of ['diurnal', 'leak'])
    writeFileSync(join(root, `${type}.json`), JSON.stringify({ type, timesteps: 3456, time_interval: 50, config: {} }));
  for (const [id, scenario] of Object.entries(tinyScenarios))
    writeFileSync(join(root, `${id}.json`), JSON.stringify(scenario));
  writeFileSync(join(root, 'broken.series'), 'not a series');
  writeFileSync(join(root, 'bad.json'), '{"replicas": "two"}');
});

afterAll(() => rmSync(root, { recursive: true }));

/** Two workloads, two seeds, five agents with those that take part unasked: 20 trials in either half. */
const halves = {
  vertical: [
    ...['compare', '--workloads', 'diurnal.json,leak.json', '--seeds', '2'],
    ...['--agents', 'kubernetes,moving-window:percentile=0.9,hours=12,random,autopilot'],
  ],
  horizontal: [
    ...['compare', '--env', 'horizontal', '--workloads', 'users.json,requests.json', '--seeds', '2'],
    ...['--agents', 'kubernetes-hpa,linucb:alpha=0.5,random'],
  ],
} as const;

/** Runs the built command line in the test's own folder. */
function scalegym(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
}

/** Every file below a folder by name, but those that hold wall-clock times. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1))
    .filter((name) => !name.startsWith('timing'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(root, folder, name), 'base64')]));
}

describe.each(Object.entries(halves))('scalegym compare, %s', (half, work) => {
  const one = `${half}-one`;

  beforeAll(() => {
    const run = scalegym(...work, '--workers', '1', '--out', one);
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });

  it('writes the same bytes with any number of workers', () => {
    expect(scalegym(...work, '--workers', '3', '--out', `${half}-three`).status).toBe(0);
    expect(filesOf(`${half}-three`)).toEqual(filesOf(one));
  });

  it('says the same in every format', async () => {
    const json = JSON.parse(readFileSync(join(root, one, 'results.json'), 'utf8'));
    const csv = Papa.parse<Record<string, string>>(readFileSync(join(root, one, 'results.csv'), 'utf8'), {
      header: true,
      skipEmptyLines: true,
    }).data;
    const { buffer, byteOffset, byteLength } = readFileSync(join(root, one, 'results.parquet'));
    const parquet = await parquetReadObjects({
      file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
    });
    expect(csv).toHaveLength(2 * 2 * 5);
    for (const [i, trial] of json.trials.entries()) {
      const expected = { agent: json.agents[trial.agent].label, seed: trial.seed, ...trial.metrics };
      expect(parquet[i]).toMatchObject(expected);
      for (const [name, value] of Object.entries(expected))
        expect(csv[i]![name], `${name} of trial ${i}`).toBe(value === null ? '' : String(value));
    }
    const table = scalegym(...work, '--out', one, '--json').stdout;
    expect(JSON.parse(table)).toEqual(json);
    expect(readFileSync(join(root, one, 'report.html'), 'utf8')).toContain('</html>');
  });

  it('stops in order on Ctrl-C, says how to go on, and ends with the bytes of an uninterrupted run', async () => {
    const stopped = `${half}-stopped`;
    const run = spawn(process.execPath, [main, ...work, '--workers', '2', '--out', stopped], { cwd: root });
    let message = '';
    run.stderr.on('data', (chunk) => {
      message += chunk;
    });
    const ended = once(run, 'close');
    while (!existsSync(join(root, stopped, 'trials')) && run.exitCode === null) await wait(5);
    run.kill('SIGINT');
    const [code] = await ended;
    expect(code).toBe(130);
    expect(message).toMatch(/interrupted: \d+ of 20 trials are kept in \w+-stopped/);
    expect(existsSync(join(root, stopped, 'results.csv'))).toBe(false);
    const kept = readdirSync(join(root, stopped, 'trials'));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(20);
    expect(kept.filter((name) => !/^\d{5}\.jsonl$/.test(name))).toEqual([]);

    expect(scalegym(...work, '--workers', '2', '--out', stopped).status).toBe(0);
    expect(filesOf(stopped)).toEqual(filesOf(one));
  });

  it('refuses another comparison in the same folder and leaves it as it was', () => {
    const before = filesOf(one);
    const run = scalegym(...work, '--seeds', '1', '--out', one);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^scalegym: \w+-one: .*--force/);
    expect(filesOf(one)).toEqual(before);
  });
});

describe('scalegym compare', () => {
  it.each([
    [['--agents', 'kubernetes:speed=9'], 'speed'],
    [['--workloads', 'broken.series'], 'broken.series'],
    [['--history', '3d'], 'history'],
    [['--config', 'bad.json'], 'replicas'],
    [['--limits', '1..5'], '--limits'],
    [['--out', ''], '--out: got "": expected the path of a folder'],
    [['--env', 'horizontal', '--workloads', 'diurnal.json'], 'diurnal.json'],
    [['--env', 'horizontal', '--update-mode', 'Off'], '--update-mode'],
    [['--env', 'horizontal', '--reference', 'clairvoyant'], 'clairvoyant'],
  ])('refuses %j with one line, exit code 2 and nothing written', (args, quoted) => {
    const own = args.includes('horizontal') ? 'users.json' : 'diurnal.json';
    const workloads = args.includes('--workloads') ? [] : ['--workloads', own];
    const run = scalegym('compare', ...workloads, ...(args.includes('--out') ? [] : ['--out', 'refused']), ...args);
    expect(run.status).toBe(2);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).toContain(quoted);
    expect(run.stdout).toBe('');
    expect(existsSync(join(root, 'refused'))).toBe(false);
  });
});

describe('scalegym', () => {
  it('lists the agents of both halves, and presets and scenarios where they can be used', () => {
    const agents = JSON.parse(scalegym('agents', '--json').stdout) as { env: string; id: string }[];
    const idsOf = (half: string) => agents.filter(({ env }) => env === half).map(({ id }) => id);
    expect(idsOf('vertical')).toContain('kubernetes');
    expect(idsOf('horizontal')).toContain('kubernetes-hpa');
    const help = scalegym('compare', '--help').stdout;
    for (const { id } of agents) expect(help).toContain(`  ${id} `);
    for (const name of ['memory-leak', 'web-flash-crowd']) expect(help).toContain(name);
    expect(scalegym('agents', '--env', 'horizontal').stdout).not.toContain('autopilot');
  });

  it('takes a reader that leaves early for no error', async () => {
    const run = spawn(process.execPath, [main, 'agents', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
    run.stdout.destroy();
    let errors = '';
    run.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const [code] = await once(run, 'close');
    expect(errors).toBe('');
    expect(code).toBe(0);
  });

  it('tells where a part of a command belongs', () => {
    const run = scalegym('inspect', 'users.json');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('Did you mean scalegym workload inspect?');
  });

  it.each([[['compar']], [['compare', '--sedes', '3']]])('ends with code 2 for the bad usage %j', (args) => {
    expect(scalegym(...args).status).toBe(2);
  });
});
