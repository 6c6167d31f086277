import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataPath } from '../../../workloads/data-folder.js';
import { generateSeries } from '../../../workloads/generators/generate-series.js';
import { generatorTypes } from '../../../workloads/generators/registry.js';
import { parseWorkloadConfig } from '../../../workloads/generators/workload-config.js';
import { refusal } from '../refusal.js';

const flat = (cpu: number, memory = 0) => ({ type: 'constant', config: { usage: { cpu, memory } } });
const walk = { type: 'step', config: { round: false } };
const cpu = (config: object, seed = 1) => [...generateSeries({ timesteps: 6, ...config }, { seed }).cpuMillicores];

describe('composition', () => {
  it('adds, multiplies, clips and pairs', () => {
    expect(cpu({ type: 'sum', config: { parts: [flat(1), flat(20), flat(300)] } })).toEqual(Array(6).fill(321));
    expect(cpu({ type: 'scale', config: { of: flat(8), factor: { cpu: 0.25 } } })).toEqual(Array(6).fill(2));
    const alternating = { type: 'lowhigh', config: { min_usage: { cpu: 10 }, max_usage: { cpu: 90 } } };
    expect(cpu({ type: 'clip', config: { of: alternating, min: { cpu: 20 }, max: { cpu: 60 } } })).toEqual([
      20, 60, 20, 60, 20, 60,
    ]);
    const paired = generateSeries({ type: 'pair', timesteps: 1, config: { cpu: flat(1, 2), memory: flat(3, 4) } });
    expect([paired.cpuMillicores[0], paired.memoryBytes[0]]).toEqual([1, 4e6]);
  });

  it('repeats a piece drawn once, and splices pieces of given and open length', () => {
    const repeated = cpu({ type: 'repeat', timesteps: 50, config: { of: walk, timesteps: 7 } });
    expect(new Set(repeated.slice(0, 7)).size).toBeGreaterThan(1);
    for (let i = 7; i < 50; i++) expect(repeated[i]).toBe(repeated[i - 7]);
    const parts = [{ of: flat(1), timesteps: 2 }, { of: flat(2) }, { of: flat(3), timesteps: 1 }];
    expect(cpu({ type: 'splice', config: { parts } })).toEqual([1, 1, 2, 2, 2, 3]);
    expect(cpu({ type: 'splice', timesteps: 1, config: { parts } })).toEqual([1]);
    expect(cpu({ type: 'splice', config: { parts: parts.slice(0, 1) } })).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('gives spliced pieces their own time of day', () => {
    const day = { type: 'diurnal' };
    const parts = [{ of: flat(0), timesteps: 3 }, { of: day }];
    const grid = { timesteps: 8, time_interval: 3600, start_time: 1000 };
    expect(cpu({ type: 'splice', ...grid, config: { parts } }).slice(3)).toEqual(cpu({ ...day, ...grid }).slice(3));
  });
});

describe('randomness', () => {
  const sum = (...parts: object[]) => cpu({ type: 'sum', timesteps: 40, config: { parts } });
  const minus = (all: number[], other: number[]) => all.map((value, i) => Math.round((value - other[i]!) * 1e6) / 1e6);

  it('is the same for the same seed and another for another', () => {
    const config = { type: 'noise', config: { of: { type: 'bursty' } } };
    expect(cpu(config, 1)).toEqual(cpu(config, 1));
    expect(cpu(config, 1)).not.toEqual(cpu(config, 2));
    expect(generateSeries(config, { seed: 'seven' }).id).toBe('noise-seven');
  });

  it('of a node is not shifted by a new node behind it, or one of another type before it', () => {
    const alone = sum(walk);
    const noise = { type: 'autoregressive' };
    const together = sum(walk, noise);
    expect(minus(sum(noise, walk), together)).toEqual(Array(40).fill(0));
    expect(minus(together, alone)).toEqual(minus(sum(flat(0), walk, noise), alone));
    expect(minus(sum(walk, walk), alone)).not.toEqual(alone);
  });

  it('of a named node goes with the name, wherever it stands', () => {
    const named = { ...walk, name: 'base-load' };
    const alone = cpu({ ...named, timesteps: 40 });
    expect(sum(named)).toEqual(alone);
    expect(minus(sum({ type: 'scale', config: { of: named, factor: { cpu: 2 } } }), alone)).toEqual(
      minus(alone, Array(40).fill(0)),
    );
    expect(refusal(() => sum(named, named)).place).toMatchObject({ field: 'name', value: 'base-load' });
  });
});

describe('a configuration', () => {
  const place = (config: unknown) => refusal(() => parseWorkloadConfig(config, 'w.json'));

  it('needs only a type', () => {
    for (const type of [
      'constant',
      'step',
      'sinusoidal',
      'lowhigh',
      'ramp',
      'leak',
      'bursty',
      'diurnal',
      'autoregressive',
    ])
      expect(generateSeries({ type }).cpuMillicores).toHaveLength(1440);
  });

  it('is refused with the file and the dotted field', () => {
    const cases: readonly (readonly [unknown, string])[] = [
      [{}, 'type'],
      [{ type: 'sinusoid' }, 'type'],
      [{ type: 'step', timesteps: 0 }, 'timesteps'],
      [{ type: 'step', timesteps: 1.5 }, 'timesteps'],
      [{ type: 'step', time_interval: 0 }, 'time_interval'],
      [{ type: 'step', seed: -1 }, 'seed'],
      [{ type: 'step', colour: 1 }, 'colour'],
      [{ type: 'step', config: { max_usge: {} } }, 'config.max_usge'],
      [{ type: 'step', config: { max_usage: { cpu: -1 } } }, 'config.max_usage.cpu'],
      [{ type: 'step', config: { max_usage: { memory: '1 giga' } } }, 'config.max_usage.memory'],
      [{ type: 'step', config: { start_workload: [0.5, 2] } }, 'config.start_workload.1'],
      [{ type: 'step', container: { requests: { cpu: 'many' } } }, 'container.requests.cpu'],
      [{ type: 'leak', config: { base: 5, limit: 5 } }, 'config.limit'],
      [{ type: 'bursty', config: { size: { distribution: 'cauchy' } } }, 'config.size.distribution'],
      [{ type: 'sum', config: { parts: [] } }, 'config.parts'],
      [{ type: 'sum', config: { parts: [flat(1), { type: 'nope' }] } }, 'config.parts.1.type'],
      [
        { type: 'noise', config: { of: { type: 'autoregressive', config: { coefficients: { cpu: [1.5] } } } } },
        'config.of.config.coefficients.cpu',
      ],
      [
        { type: 'splice', config: { parts: [{ of: { type: 'ramp', config: { shape: 'wavy' } } }] } },
        'config.parts.0.of.config.shape',
      ],
    ];
    for (const [config, field] of cases) expect(place(config).place).toMatchObject({ file: 'w.json', field });
    expect(place({ type: 'sinusoid' }).expected).toContain('did you mean sinusoidal?');
  });

  it('takes amounts as Kubernetes writes them', () => {
    const config = (cpu: unknown, memory: unknown) => ({
      type: 'constant',
      timesteps: 1,
      config: { usage: { cpu, memory }, round: false },
    });
    const amounts = (cpu: unknown, memory: unknown) => {
      const series = generateSeries(config(cpu, memory));
      return [series.cpuMillicores[0], series.memoryBytes[0]];
    };
    expect(amounts(250, 512)).toEqual([250, 512e6]);
    expect(amounts('250m', '512Mi')).toEqual([250, 512 * 2 ** 20]);
    expect(amounts('1.5', '1.5Gi')).toEqual([1500, 1.5 * 2 ** 30]);
    expect(amounts('2', '123456')).toEqual([2000, 123456]);
    expect(amounts('1e-1', '2e9')).toEqual([100, 2e9]);
    for (const text of ['1.2.3', '5Kb', '-1', '', 'Mi', '1 Mi', '0x10'])
      expect(place(config(text, 1)).place.field).toBe('config.usage.cpu');
  });
});

describe('the bundled default configurations', () => {
  const folder = dataPath('configs', 'workloads');
  const types = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.replace('.json', '')] : []));
  const read = (type: string) => JSON.parse(readFileSync(`${folder}/${type}.json`, 'utf8'));

  it('cover every generator', () => {
    expect(types.sort()).toEqual([...generatorTypes].sort());
  });

  it.each(types)('%s is valid, and states the defaults that the type has', (type) => {
    const { notes, ...bundled } = parseWorkloadConfig(read(type), type);
    expect(notes).toBeTruthy();
    if (!['sum', 'pair', 'scale', 'clip', 'noise', 'flashcrowd', 'repeat', 'splice'].includes(type)) {
      const { notes: _, ...defaults } = parseWorkloadConfig({ type });
      expect(bundled).toEqual(defaults);
    }
    expect(generateSeries(read(type)).cpuMillicores.every(Number.isFinite)).toBe(true);
  });
});
