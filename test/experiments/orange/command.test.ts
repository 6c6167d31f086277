import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../dist/experiments/cli/main.js', import.meta.url));
const work = ['reproduce', 'orange', '--runs', '2', '--rounds', '200'];
let root: string;
let first: SpawnSyncReturns<string>;

function scalegym(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
}

/** Every file below a folder by name. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(root, folder, name), 'utf8')]));
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'scalegym-orange-'));
  first = scalegym(...work, '--workers', '1', '--out', 'one');
});

afterAll(() => rmSync(root, { recursive: true }));

describe('scalegym reproduce orange', () => {
  it('prints the tables and writes results, summary and report', () => {
    expect(first.stderr).toBe('');
    expect(first.status).toBe(0);
    expect(first.stdout).toContain('Hot start on D2, learned on D1');
    expect(first.stdout).toContain('Published numbers are of 9000 rounds: beside 200 they are left out');
    expect(first.stdout).not.toMatch(/paper|DQN/);
    expect(first.stdout.split('\n').filter((line) => line.endsWith('bands'))).toEqual([]);
    const { 'results.csv': results, 'summary.json': summary, ...others } = filesOf('one');
    expect(others['report.html']).not.toMatch(/>paper|>bands|DQN/);
    expect(Object.keys(others)).toEqual(['plan.json', 'report.html', 'runs/001.json', 'runs/002.json']);
    const agents = JSON.parse(summary!).plan.agents.length;
    expect(results!.trimEnd().split('\n')).toHaveLength(1 + 3 * 2 * agents);
  });

  it('writes the same bytes with any number of workers', () => {
    expect(scalegym(...work, '--workers', '2', '--out', 'two').status).toBe(0);
    expect(filesOf('two')).toEqual(filesOf('one'));
  });

  it('goes on from the runs that are finished, and plays again what is damaged', () => {
    cpSync(join(root, 'one'), join(root, 'resumed'), { recursive: true });
    const kept = join(root, 'resumed/runs/001.json');
    writeFileSync(kept, readFileSync(kept, 'utf8').replace(/"changes":\d+/, '"changes":123456'));
    writeFileSync(join(root, 'resumed/runs/002.json'), '{"run":2,"pl');
    expect(scalegym(...work, '--workers', '1', '--out', 'resumed').status).toBe(0);
    expect(filesOf('resumed')['runs/002.json']).toBe(filesOf('one')['runs/002.json']);
    expect(filesOf('resumed')['results.csv']).toContain('123456');
  });

  it('refuses another plan in the folder unless it is forced, and numbers that are none', () => {
    const other = ['reproduce', 'orange', '--runs', '1', '--rounds', '60', '--workers', '1', '--out', 'two'];
    const refused = scalegym(...other);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('the folder holds another run');
    const forced = scalegym(...other, '--force', '--json');
    expect(forced.status).toBe(0);
    expect(JSON.parse(forced.stdout)).toMatchObject({ format: 'scalegym-orange-summary/1', plan: { rounds: 60 } });
    expect(Object.keys(filesOf('two')).filter((name) => name.startsWith('runs'))).toEqual(['runs/001.json']);
    const bad = scalegym('reproduce', 'orange', '--rounds', 'many');
    expect(bad.status).toBe(2);
    expect(bad.stderr).toContain('--rounds: got "many": expected a whole number ≥ 1');
  });
});
