import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../env/core/input-error.js';
import { seriesHash } from '../../experiments/content-hash.js';
import { loadWorkloads } from '../../experiments/vertical/workloads.js';
import { presetNames } from '../../workloads/presets.js';
import { writeSeriesCsv } from '../../workloads/series-csv.js';
import { writeSeries } from '../../workloads/series-writer.js';
import { series } from './series.js';

const one = series('one', 10, { cpu: (step) => step, memory: () => 5 });
const two = series('two', 10, { cpu: (step) => 2 * step });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scalegym-sources-'));
  writeSeries(join(folder, 'both.series'), [one, two]);
  writeSeriesCsv(join(folder, 'one.csv'), one);
  writeFileSync(
    join(folder, 'mine.json'),
    JSON.stringify({ type: 'bursty', timesteps: 50, time_interval: 60, config: {} }),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('loadWorkloads', () => {
  it('draws presets and configurations anew for every seed and reads files once', async () => {
    const paths = ['both.series', 'one.csv', 'mine.json'].map((name) => join(folder, name));
    const workloads = await loadWorkloads({ workloads: [`web-diurnal,${paths.join(',')}`] }, [1, 2]);
    expect(workloads.map(({ series: [first, ...rest] }) => [first!.id, rest.length + 1])).toEqual([
      ['web-diurnal', 2],
      ['one', 1],
      ['two', 1],
      ['one', 1],
      ['mine', 2],
    ]);
    const [preset, fromSeries, , fromCsv] = workloads;
    expect(preset!.series[0]!.source.dataset).toBe('preset:web-diurnal');
    expect(seriesHash(preset!.series[0]!)).not.toBe(seriesHash(preset!.series[1]!));
    expect(seriesHash(fromSeries!.series[0]!)).toBe(seriesHash(one));
    expect(seriesHash(fromCsv!.series[0]!)).toBe(seriesHash(one));
  });

  it('takes every preset when nothing is named', async () => {
    const workloads = await loadWorkloads({}, [1]);
    expect(workloads.map(({ origin }) => origin)).toEqual(presetNames());
  });

  it.each([
    [{ workloads: ['no-such-preset'] }, /no-such-preset.*web-diurnal/],
    [{ trace: ['auto'] }, /FORMAT:PATH/],
    [{ trace: ['auto:no-such-file'] }, /no-such-file/],
    [{ trace: ['no-such-format:no-such-file'] }, /no-such-format/],
  ])('refuses %j', async (sources, message) => {
    const loading = loadWorkloads(sources, [1]);
    await expect(loading).rejects.toThrow(InputError);
    await expect(loading).rejects.toThrow(message);
  });
});
