import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadInput, loadSeriesOf } from '../../env/horizontal/index.js';
import { generateLoadPreset, loadPresetConfig, seriesExtension, writeSeries } from '../../workloads/index.js';
import { loadOf, steadyUsers } from './loads.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scalegym-load-input-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('loadSeriesOf', () => {
  it('takes a preset by its name alone, or with a seed', () => {
    expect(loadSeriesOf('triangular')).toEqual(generateLoadPreset('triangular', 0));
    expect(loadSeriesOf({ kind: 'preset', name: 'diurnal', seed: 4 })).toEqual(generateLoadPreset('diurnal', 4));
    expect(() => loadSeriesOf('square')).toThrow(/"load" got "square"/);
    expect(() => loadSeriesOf({ kind: 'preset', name: 'square' }, 'services.1.load')).toThrow(/"services.1.load.name"/);
  });

  it('takes a configuration, written out or by its path', () => {
    const config = loadPresetConfig('step');
    const written = loadSeriesOf({ kind: 'generator', config, seed: 3 });
    expect(written.source.assumptions['seed']).toBe(3);
    const path = join(folder, 'step.json');
    writeFileSync(path, JSON.stringify(config));
    expect(loadSeriesOf(path)).toEqual(loadSeriesOf({ kind: 'generator', config }));
  });

  it('takes the load of a series file, by its id where there are several', () => {
    const one = loadOf('users', [1, 2, 3]);
    const other = { ...loadOf('requestsPerSecond', [4, 5]), id: 'other' };
    const alone = join(folder, `alone${seriesExtension}`);
    const both = join(folder, `both${seriesExtension}`);
    writeSeries(alone, [one]);
    writeSeries(both, [one, other]);
    expect(loadSeriesOf(alone)).toEqual(one);
    expect(loadSeriesOf({ kind: 'file', path: both, id: 'other' })).toEqual(other);
    expect(() => loadSeriesOf(both)).toThrow(/exactly one load series/);
    expect(() => loadSeriesOf({ kind: 'file', path: both, id: 'third' })).toThrow(/third/);
  });

  it('takes values, null for missing', () => {
    const load = loadSeriesOf({ kind: 'values', stepSeconds: 20, users: [3, null, 5] });
    expect(load).toMatchObject({ id: 'values', stepSeconds: 20, users: Float64Array.of(3, Number.NaN, 5) });
    expect(load.requestsPerSecond).toBeUndefined();
    expect(() => loadSeriesOf({ kind: 'values' })).toThrow(/users, requestsPerSecond or both/);
    expect(() => loadSeriesOf({ kind: 'values', users: [1], requestsPerSecond: [1, 2] })).toThrow(
      /requestsPerSecond|users/,
    );
  });

  it('takes series that are loaded already, and refuses what is none', () => {
    const load = steadyUsers(5, 30);
    expect(loadSeriesOf(load)).toBe(load);
    expect(() => loadSeriesOf(loadOf('users', [-1]))).toThrow(/users/);
    expect(() => loadSeriesOf({ kind: 'nothing' } as unknown as LoadInput, 'services.1.load')).toThrow(
      /services.1.load.kind/,
    );
  });
});
