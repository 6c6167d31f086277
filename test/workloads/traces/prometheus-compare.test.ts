import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kubernetesRecommender } from '../../../agents/vertical/kubernetes/index.js';
import { InputError } from '../../../env/core/input-error.js';
import { loadScenarios } from '../../../experiments/horizontal/workloads.js';
import { replay } from '../../../experiments/replay/replay.js';
import { loadWorkloads } from '../../../experiments/vertical/workloads.js';
import { parseTrace } from '../../../experiments/workload-sources.js';
import { workshop } from './imported.js';

const main = fileURLToPath(new URL('../../../dist/experiments/cli/main.js', import.meta.url));
const file = workshop();
const T = 1_700_000_000;
const answer = (metric: object, values: readonly (number | string)[]) =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric, values: values.map((value, i) => [T + 60 * i, `${value}`]) }] },
  });

const hour = Array.from({ length: 30 }, (_, i) => (60 + 40 * Math.sin(i / 5)).toFixed(3));
const rps = file('rps.json', answer({}, hour.with(7, 'NaN')));
const cpu = file('cpu.json', answer({ namespace: 'shop', pod: 'web-1', container: 'app' }, [0.1, 'NaN', 0.3]));
const hits = file('hits.csv', 'ts,shop,hits\n0,a,600\n60,a,1200\n');
const fluid = { config: { engine: 'fluid' }, peak: null } as const;

describe('compare on a Prometheus history of request rates', () => {
  it('runs, and says what it assumed', () => {
    const folder = dirname(rps);
    const flags = ['--platform', 'web', '--objective-ms', '200', '--engine', 'fluid', '--seeds', '1'];
    const agents = ['--agents', 'static,kubernetes-hpa', '--no-calibrated', '--no-bound', '--workers', '1'];
    const args = ['compare', '--env', 'horizontal', '--trace', 'prometheus:rps.json', ...flags, ...agents];
    const run = spawnSync(process.execPath, [main, ...args, '--out', 'out'], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^static .*\d/m);
    expect(run.stdout).toMatch(/^kubernetes-hpa .*\d/m);
    expect(run.stdout).toMatch(/rps\/requests: assumed that the trace is read with .*since loads are wanted/);
    const { workloads } = JSON.parse(readFileSync(`${folder}/out/results.json`, 'utf8'));
    expect(workloads[0].assumptions['requestsPerSecond from']).toContain('without a metric name');
  });

  it('takes options of the format with the path, and refuses usage', async () => {
    const [unnamed] = await loadScenarios({ workloads: [], trace: [`prometheus:${rps}`] }, [1], fluid);
    expect(unnamed!.loads[0]!.requestsPerSecond!.length).toBe(30);
    const [minutes] = await loadScenarios({ trace: [`prometheus:requestUnit=perMinute,sumBy=all:${rps}`] }, [1], fluid);
    expect(minutes!.loads[0]!.requestsPerSecond![0]).toBe(1);
    const [mapped] = await loadScenarios({ trace: [`csv:time=ts,entity=shop,requestCount=hits:${hits}`] }, [1], fluid);
    expect([mapped!.id, ...mapped!.loads[0]!.requestsPerSecond!]).toEqual(['a/requestsPerSecond', 10, 20]);
    await expect(loadScenarios({ trace: [`prometheus:${cpu}`] }, [1], fluid)).rejects.toThrow(/containers.*load=FILE/);
  });
});

describe('a query without a name', () => {
  it('is usage to recommenders and their replay, which says how many samples were NaN', async () => {
    const [workload] = await loadWorkloads({ trace: [`prometheus:${rps}`] }, [1]);
    expect(workload!.series[0]!.cpuMillicores[0]).toBe(60_000);
    const notes: string[] = [];
    const output = { write: () => {}, flush: async () => {} };
    const requests = { cpuMillicores: Number.NaN, memoryBytes: Number.NaN };
    const onLeftOut = (text: string) => notes.push(text);
    await replay(cpu, { recommender: () => kubernetesRecommender(), every: 1, requests, onLeftOut }, output);
    expect(notes).toEqual([`${cpu}: 1 NaN samples read as missing`]);
  });
});

describe('parseTrace', () => {
  it.each([
    ['prometheus:rps.json', 'prometheus', {}, 'rps.json'],
    ['auto:C:/rps.json', 'auto', {}, 'C:/rps.json'],
    ['csv:time=ts,entity=a,b,cpuLimit=4:x.csv', 'csv', { time: 'ts', entity: 'a,b', cpuLimit: 4 }, 'x.csv'],
    ['prometheus:load=*:a:b.json', 'prometheus', { load: '*' }, 'a:b.json'],
    ['nab:folder/a=b.csv', 'nab', {}, 'folder/a=b.csv'],
  ])('reads %s', (text, format, options, path) => {
    expect(parseTrace(text)).toEqual({ format, options, path });
  });

  it('refuses a text without a format', () => {
    expect(() => parseTrace('rps.json')).toThrow(InputError);
  });
});
