import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '../../env/core/random.js';
import { importTrace } from '../../workloads/traces/import-trace.js';
import { prometheus } from '../../workloads/traces/prometheus.js';
import { readMatrix } from '../../workloads/traces/prometheus-matrix.js';
import type { BenchLine } from './bench-line.js';

/** Containers in the file, and samples of each: the most one query may answer. */
const SERIES = 300;
const SAMPLES = 11_000;

/** Reading a range query of 3.3 million samples: token by token against `JSON.parse` of the whole, and the import of it. */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scalegym-bench-'));
  try {
    const path = join(folder, 'cpu.json');
    writeAnswer(path);
    const megabytes = statSync(path).size / 1e6;
    let sum = 0;
    const streamed = await seconds(() =>
      readMatrix(path, ({ count, values }) => {
        for (let i = 0; i < count; i++) sum += values[i]!;
      }),
    );
    const whole = await seconds(async () => {
      const { data } = JSON.parse(readFileSync(path, 'utf8')) as { data: { result: { values: [number, string][] }[] } };
      for (const { values } of data.result) for (const [, value] of values) sum -= Number(value);
    });
    const imported = await seconds(async () => {
      for await (const { series } of importTrace(prometheus, [path])) if (series.id === '') throw new Error('no name');
    });
    if (Math.abs(sum) > 1e-3) throw new Error('the two readers disagree');
    return [
      { name: 'read matrix, streamed', value: `${(megabytes / streamed).toFixed(0)} MB/s` },
      {
        name: 'read matrix, JSON.parse',
        value: `${(megabytes / whole).toFixed(0)} MB/s`,
        note: 'whole file in memory',
      },
      { name: 'streamed over JSON.parse', value: `${(whole / streamed).toFixed(2)}×` },
      {
        name: 'import into series',
        value: `${(megabytes / imported).toFixed(0)} MB/s`,
        note: `${megabytes.toFixed(0)} MB, ${SERIES} series`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function writeAnswer(path: string): void {
  const random = new RandomStream(1, 'prometheus-bench');
  const file = openSync(path, 'w');
  writeSync(file, '{"status":"success","data":{"resultType":"matrix","result":[');
  for (let series = 0; series < SERIES; series++) {
    const metric = JSON.stringify({ namespace: 'shop', pod: `web-${series}`, container: 'app' });
    const values = Array.from(
      { length: SAMPLES },
      (_, i) => `[${1_700_000_000 + i * 60},"${random.next().toFixed(12)}"]`,
    );
    writeSync(file, `${series === 0 ? '' : ','}{"metric":${metric},"values":[${values.join()}]}`);
  }
  writeSync(file, ']}}');
  closeSync(file);
}
