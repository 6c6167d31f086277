import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '../shared.js';

/** What a preset was fitted to: the mean usage of 300 s steps, NaN where the trace has none. Any unit: only shape matters. */
export interface Excerpt {
  readonly startTime: number;
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
}

/** ClusterData 2011, job sums in ten day files: two blank-separated columns. */
export function borg2011Job(job: number): Excerpt {
  const rows = Array.from({ length: 10 }, (_, day) => lines(`traces/borg2011-gcd-vms/vm_${job}_${day + 1}`))
    .flat()
    .map((line) => line.trim().split(/\s+/).map(Number));
  return {
    startTime: 0,
    cpu: Float64Array.from(rows, (row) => row[0]!),
    memory: Float64Array.from(rows, (row) => row[1]!),
  };
}

/** ClusterData 2019, one task's windows. */
export function borg2019Task(collection: number, instance: number): Excerpt {
  const folder = `traces/borg2019-tasks/${collection}`;
  const file = readdirSync(sharedPath(folder)).find((name) => name.startsWith(`${instance}-`));
  const [header, ...rows] = lines(`${folder}/${file}`).map((line) => line.split(','));
  const column = (name: string) => header!.indexOf(name);
  return onGrid(
    rows.map((row) => [
      Number(row[0]) / 1e6,
      Number(row[column('avg_cpu_usage')]),
      Number(row[column('avg_memory_usage')]),
    ]),
  );
}

/** Azure 2017, one VM of the wide matrix; CPU only. */
export function azureVm(vm: number): Excerpt {
  const [header, ...rows] = lines('traces/azure2017-vm-wide/avgcpu_36vms_300s.csv.gz').map((line) => line.split(','));
  const column = header!.indexOf(String(vm));
  return onGrid(rows.map((row) => [Number(row[0]), Number(row[column]), Number.NaN]));
}

/** Alibaba 2018, one machine's irregular samples. */
export function alibabaMachine(machine: string): Excerpt {
  const rows = lines('traces/alibaba2018-machine/machine_usage.csv.gz')
    .filter((line) => line.startsWith(`${machine},`))
    .map((line) => line.split(',').map(Number))
    .filter(([, , cpu, memory]) => cpu! >= 0 && cpu! <= 100 && memory! >= 0 && memory! <= 100);
  return onGrid(rows.map(([, time, cpu, memory]) => [time!, cpu!, memory!]));
}

/** Bitbrains Rnd, August 2013, one VM. */
export function bitbrainsVm(vm: number): Excerpt {
  const rows = lines(`traces/bitbrains-rnd/2013-8/${vm}.csv.gz`)
    .slice(1)
    .map((line) => line.split(';').map(Number));
  return onGrid(rows.map((row) => [row[0]!, row[4]!, row[6]!]));
}

function lines(path: string): string[] {
  const bytes = readFileSync(sharedPath(path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim().split('\n');
}

function onGrid(rows: readonly (readonly number[])[]): Excerpt {
  const sorted = [...rows].sort((a, b) => a[0]! - b[0]!);
  const first = Math.floor(sorted[0]![0]! / 300);
  const steps = Math.floor(sorted.at(-1)![0]! / 300) - first + 1;
  const sums = [new Float64Array(steps), new Float64Array(steps)];
  const counts = new Float64Array(steps);
  for (const [time, cpu, memory] of sorted) {
    const step = Math.floor(time! / 300) - first;
    sums[0]![step]! += cpu!;
    sums[1]![step]! += memory!;
    counts[step]!++;
  }
  const [cpu, memory] = sums.map((sum) => sum.map((value, step) => value / counts[step]!));
  return { startTime: first * 300, cpu: cpu!, memory: memory! };
}
