import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import papaparse from 'papaparse';
import { openDataset } from '../../workloads/dataset.js';
import { generatePreset, presetNames } from '../../workloads/presets.js';
import { formatSeriesCsv, readSeriesCsv } from '../../workloads/series-csv.js';
import { createSeriesFile, writeSeries } from '../../workloads/series-writer.js';
import { seriesLength, type UsageSeries } from '../../workloads/usage-series.js';
import type { BenchLine } from './bench-line.js';

/** Opening and reading series files, against the same series as CSV and as JSON; and drawing the bundled workloads. */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scalegym-bench-'));
  try {
    return [...againstText(folder), ...manySeries(folder), ...generation()];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function againstText(folder: string): BenchLine[] {
  const series = generatePreset('web-diurnal', 1);
  const [binary, csv, json] = ['series', 'csv', 'json'].map((extension) => join(folder, `one.${extension}`)) as [
    string,
    string,
    string,
  ];
  writeSeries(binary, series);
  writeFileSync(csv, formatSeriesCsv(series));
  writeFileSync(json, JSON.stringify({ ...series, ...asLists(series) }));
  const own = best(() => openDataset(binary).usage(0));
  const steps = `${seriesLength(series)} steps, 6 channels`;
  const peer = (name: string, read: () => unknown) => {
    const time = best(read);
    return {
      name: `read one series as ${name}`,
      value: `${milliseconds(time)} ms`,
      note: `${(time / own).toFixed(0)} times`,
    };
  };
  return [
    { name: 'read one series file', value: `${milliseconds(own)} ms`, note: steps },
    peer('JSON (JSON.parse)', () => JSON.parse(readFileSync(json, 'utf8'))),
    peer('CSV (readSeriesCsv)', () => readSeriesCsv(csv)),
    peer('CSV (papaparse)', () => papaparse.parse(readFileSync(csv, 'utf8'), { dynamicTyping: true, comments: '#' })),
  ];
}

function manySeries(folder: string): BenchLine[] {
  const count = 10_000;
  const week = {
    startTime: 0,
    stepSeconds: 300,
    cpuMillicores: new Float64Array(2016),
    memoryBytes: new Float64Array(2016),
  };
  const path = join(folder, 'many.series');
  const writing = best(() => {
    const writer = createSeriesFile(path);
    for (let i = 0; i < count; i++) {
      const entity = `collection-${i}/instance-0`;
      writer.append({
        ...week,
        id: entity,
        source: { dataset: 'bench', entity, assumptions: { ncuMillicores: 64000 } },
      });
    }
    writer.finish();
  }, 1);
  const megabytes = (count * 2 * 2016 * 8) / 1e6;
  const opening = best(() => openDataset(path));
  const dataset = openDataset(path);
  const reading = best(() => {
    for (let i = 0; i < count; i++) dataset.usage(i, { shared: true });
  }, 2);
  return [
    { name: 'write 10 000 series', value: `${(writing / 1000).toFixed(2)} s`, note: `${megabytes.toFixed(0)} MB` },
    { name: 'open 10 000 series', value: `${opening.toFixed(0)} ms`, note: 'names, grids and sources' },
    {
      name: 'read 10 000 series',
      value: `${(megabytes / reading).toFixed(2)} GB/s`,
      note: 'shared memory, checksums compared',
    },
  ];
}

function generation(): BenchLine[] {
  const names = presetNames();
  const time = best(() => {
    for (const name of names) generatePreset(name, 1);
  });
  const note = `${names.length} presets of 11 520 steps`;
  return [{ name: 'draw the bundled workloads', value: `${milliseconds(time)} ms`, note }];
}

function asLists(series: UsageSeries): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(series).flatMap(([name, values]) => (values instanceof Float64Array ? [[name, [...values]]] : [])),
  );
}

/** Milliseconds of the fastest of some runs. */
function best(run: () => unknown, runs = 7): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

function milliseconds(time: number): string {
  return time.toPrecision(3);
}
