import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchLine } from './bench-line.js';
import type { Measured } from './import-child.js';
import { writeAzureReadings, writeBorgUsage } from './import-file.js';

/** Size of the file; `SCALEGYM_IMPORT_BENCH_BYTES` in the environment changes it. */
const BYTES = Number(process.env.SCALEGYM_IMPORT_BENCH_BYTES ?? 1e9);
const ENTITIES = 4000;

const files = { azure: writeAzureReadings, borg: writeBorgUsage } as const;

/**
 * Imports a file of 1 GB (readings of Azure, `task_usage` of Borg) in a process of its own, and lets DuckDB read the same columns of it;
 * then a quarter of the size, to see how time and memory grow.
 */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scalegym-bench-'));
  try {
    const lines: BenchLine[] = [];
    for (const [kind, write] of Object.entries(files)) {
      const [file, quarter] = [join(folder, `${kind}.csv`), join(folder, `${kind}-quarter.csv`)];
      const { rows } = write(file, BYTES, ENTITIES);
      write(quarter, BYTES / 4, ENTITIES);
      const duckdb = await measure('duckdb', file, kind);
      const read = await measure('import', file);
      const written = await measure('import', file, join(folder, `${kind}.series`));
      const small = await measure('import', quarter);
      const size = `${(BYTES / 1e6).toFixed(0)} MB, ${(rows / 1e6).toFixed(1)} M rows`;
      lines.push(
        { name: `${kind}: DuckDB reads the columns`, value: seconds(duckdb), note: `${size}; ${resources(duckdb)}` },
        {
          name: `${kind}: import to series`,
          value: seconds(read),
          note: `${(read.seconds / duckdb.seconds).toFixed(2)} × DuckDB; ${resources(read)}`,
        },
        {
          name: `${kind}: import to a series file`,
          value: seconds(written),
          note: `${(written.seconds / duckdb.seconds).toFixed(2)} × DuckDB; ${resources(written)}`,
        },
        {
          name: `${kind}: growth from a quarter of the size`,
          value: `${(read.seconds / small.seconds).toFixed(2)} × time`,
          note: `4 is linear; memory × ${(read.peakMegabytes / small.peakMegabytes).toFixed(2)}, 1 is flat`,
        },
      );
      rmSync(file);
      rmSync(quarter);
    }
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const child = fileURLToPath(new URL('import-child.ts', import.meta.url));

async function measure(...args: readonly string[]): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, ...args]);
  return JSON.parse(stdout) as Measured;
}

function seconds(measured: Measured): string {
  return `${measured.seconds.toFixed(1)} s`;
}

function resources({ cpuSeconds, peakMegabytes }: Measured): string {
  return `${cpuSeconds.toFixed(1)} s of processor, peak ${peakMegabytes.toFixed(0)} MB`;
}
