import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { StepOrigin } from '../usage-series.js';
import { firstLine, type ImportedSeries, type TraceFormat } from './format.js';
import type { ImportReport } from './import-report.js';
import { columnOf, scanTable } from './row-scanner.js';

const options = z.strictObject({
  stepSeconds: z.number().positive().default(3600).describe('step of the series, seconds'),
  groupBy: z.enum(['all', 'qos']).default('all').describe('one series over all pods, or one a QoS class'),
  from: z.number().optional().describe('begin here, in seconds on the clock of the trace'),
  to: z.number().optional().describe('end before this, in seconds on the clock of the trace'),
});

type Options = z.infer<typeof options>;

/** A pod's life and what it requests. */
interface Pod {
  readonly group: string;
  readonly start: number;
  readonly end: number;
  readonly millicores: number;
  readonly bytes: number;
}

/**
 * Alibaba cluster-trace-gpu-v2023 "openb" (traces.md §9). The trace has requests only, no usage: it becomes the requests of all running
 * pods over time (a usage series whose usage is missing) and how many pods ran (a load series of users).
 */
export const openb: TraceFormat<Options> = {
  id: 'openb',
  title: 'Alibaba GPU trace 2023 (openb)',
  describe:
    'openb_pod_list_*.csv; requests of the running pods added up over time, usage missing, and the number of pods as a load series. Not usable where usage is needed.',
  licence: 'free for research and study (Alibaba); cite Weng et al., ATC 2023',
  options,
  detect: (head) => (/^name,cpu_milli,memory_mib,num_gpu/.test(firstLine(head)) ? 'usage' : undefined),
  async *import(files, settings, { report, scan }) {
    const pods: Pod[] = [];
    for (const { path } of files)
      await scanTable(
        path,
        (header) => {
          const [cpu, memory, qos, deleted, scheduled] = [
            ...['cpu_milli', 'memory_mib', 'qos', 'deletion_time', 'scheduled_time'],
          ].map((name) => columnOf(header, path, name)) as [number, number, number, number, number];
          return (row) => {
            report.counts.rowsRead++;
            if (row.isBlank(scheduled)) {
              report.counts.rowsWithoutUsage++;
              return;
            }
            const [start, end] = [row.stamp(scheduled), row.stamp(deleted)];
            if (!(end > start)) {
              report.counts.emptyWindows++;
              return;
            }
            report.counts.rowsUsed++;
            const group = settings.groupBy === 'qos' ? row.text(qos) || 'none' : 'all';
            pods.push({ group, start, end, millicores: row.number(cpu), bytes: row.number(memory) * 2 ** 20 });
          };
        },
        scan,
      );
    if (pods.length === 0) throw new InputError({ file: files[0]!.path }, 'at least one pod that ran');
    report.remark('this trace has requests only; usage is missing in every step');
    for (const group of new Set(pods.map((pod) => pod.group)))
      yield* demand(
        group,
        pods.filter((pod) => pod.group === group),
        settings,
        report,
      );
  },
};

/** Time-weighted sums of the pods' requests and their number. */
function* demand(
  group: string,
  pods: readonly Pod[],
  { stepSeconds, from, to }: Options,
  report: ImportReport,
): Generator<ImportedSeries, void> {
  const begin = Math.max(from ?? Number.NEGATIVE_INFINITY, earliest(pods));
  const finish = Math.min(to ?? Number.POSITIVE_INFINITY, latest(pods));
  if (!(begin < finish)) return;
  const first = Math.floor(begin / stepSeconds);
  const steps = Math.ceil(finish / stepSeconds) - first;
  const [cpu, memory, running] = [new Float64Array(steps), new Float64Array(steps), new Float64Array(steps)];
  for (const { start, end, millicores, bytes } of pods) {
    const [from, to] = [Math.max(start, begin), Math.min(end, finish)];
    for (let step = Math.floor(from / stepSeconds); step * stepSeconds < to; step++) {
      const at = step * stepSeconds;
      const share = (Math.min(to, at + stepSeconds) - Math.max(from, at)) / stepSeconds;
      cpu[step - first]! += millicores * share;
      memory[step - first]! += bytes * share;
      running[step - first]! += share;
    }
  }
  const missing = () => new Float64Array(steps).fill(Number.NaN);
  const source = { dataset: 'openb', entity: group, assumptions: { usage: 'not in this trace' } };
  const place = { id: group, startTime: first * stepSeconds, stepSeconds, source };
  report.count('seriesWritten', 2);
  report.count('stepsMissing', steps);
  report.count('stepsObserved', steps);
  yield {
    kind: 'usage',
    series: {
      ...place,
      cpuMillicores: missing(),
      memoryBytes: missing(),
      cpuRequestMillicores: cpu,
      memoryRequestBytes: memory,
      origin: new Uint8Array(steps).fill(StepOrigin.missing),
    },
  };
  yield { kind: 'load', series: { ...place, id: `${group}/pods`, users: running, origin: new Uint8Array(steps) } };
}

function earliest(pods: readonly Pod[]): number {
  return pods.reduce((time, { start }) => Math.min(time, start), Number.POSITIVE_INFINITY);
}

function latest(pods: readonly Pod[]): number {
  return pods.reduce((time, { end }) => Math.max(time, end), Number.NEGATIVE_INFINITY);
}
