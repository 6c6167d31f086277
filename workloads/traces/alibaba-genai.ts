import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import type { LoadSeries } from '../load-series.js';
import { StepOrigin } from '../usage-series.js';
import { stem } from './file-name.js';
import { firstLine, type ImportedSeries, type ImportRun, type TraceFile, type TraceFormat } from './format.js';
import { NearestStepGrid } from './nearest-step-grid.js';
import { columnOf, scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  stepSeconds: z.number().positive().default(57).describe('step of the series, seconds'),
  gibPerPod: z
    .number()
    .positive()
    .default(64)
    .describe('GiB that memory utilisation 1.0 stands for; the pods’ limits are not published'),
  memoryScale: z
    .enum(['auto', 'fraction', 'percent'])
    .default('auto')
    .describe(
      'unit of memory utilisation: the page says percent, the files hold fractions; auto takes what is above 1.5 for percent',
    ),
});

type Options = z.infer<typeof options>;

/** Step of the anonymised clock, seconds: a minute before anonymisation. */
const STEP = 57;

/**
 * Alibaba cluster-trace-v2026-GenAI, pods of an image-generation service (traces.md §9): `pod_memory_util` becomes one usage series a pod
 * (memory only), `qps` one load series a kind of request, summed over the pods. GPU tables hold neither CPU nor memory and are left out.
 */
export const alibabaGenai: TraceFormat<Options> = {
  id: 'alibaba-genai',
  title: 'Alibaba GenAI serving trace 2026',
  describe:
    'pod_memory_util_anon.csv: one series a pod, memory only; qps.csv: one load series a request type. Step 57 s. The pods’ memory is assumed.',
  licence: 'free for research and study (Alibaba); cite Lin et al., SoCC 2025',
  options,
  detect(head, path) {
    const columns = firstLine(head).split(',').sort().join();
    if (columns === 'container_ip,request_type,timestamp_anon,value') return 'usage';
    return columns === 'container_ip,timestamp_anon,value' && /memory_util/.test(stem(path)) ? 'usage' : undefined;
  },
  async *import(files, settings, run) {
    const isQps = ({ head }: TraceFile) => /request_type/.test(firstLine(head));
    for (const file of files)
      if (!isQps(file) && !/mem/.test(stem(file.path)))
        throw new InputError(
          { file: file.path },
          'pod_memory_util or qps: the other tables hold neither CPU, memory nor load',
        );
    yield* memory(
      files.filter((file) => !isQps(file)),
      settings,
      run,
    );
    yield* requests(files.filter(isQps), settings, run);
  },
};

async function* memory(
  files: readonly TraceFile[],
  settings: Options,
  { report, scan }: ImportRun,
): AsyncGenerator<ImportedSeries, void> {
  const selection = new EntitySelection(settings);
  const grid = new NearestStepGrid({ ...settings, sourceStepSeconds: STEP, channels: ['memoryBytes'] }, report);
  let highest = 0;
  for (const { path } of files)
    await scanTable(
      path,
      (header) => {
        const [time, value, pod] = ['timestamp_anon', 'value', 'container_ip'].map((name) =>
          columnOf(header, path, name),
        ) as [number, number, number];
        return (row) => {
          report.counts.rowsRead++;
          const entity = row.intern(pod, selection);
          const utilisation = row.number(value);
          if (utilisation > highest) highest = utilisation;
          if (entity < 0) report.counts.rowsNotSelected++;
          else grid.add(entity, row.stamp(time), [utilisation]);
        };
      },
      scan,
    );
  const isPercent = settings.memoryScale === 'percent' || (settings.memoryScale === 'auto' && highest > 1.5);
  const bytes = (settings.gibPerPod * 2 ** 30) / (isPercent ? 100 : 1);
  for (const series of grid.series((entity) => {
    const id = selection.name(entity);
    const assumptions = {
      gibPerPod: settings.gibPerPod,
      memoryScale: isPercent ? 'percent' : 'fraction',
      cpuUsage: 'not in this trace',
    };
    const sizes = { memoryLimitBytes: settings.gibPerPod * 2 ** 30 };
    return { id, scale: { memoryBytes: bytes }, sizes, source: { dataset: 'alibaba-genai', entity: id, assumptions } };
  }))
    yield { kind: 'usage', series };
}

async function* requests(
  files: readonly TraceFile[],
  settings: Options,
  { report, scan }: ImportRun,
): AsyncGenerator<ImportedSeries, void> {
  const { stepSeconds, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = settings;
  const rates = new Map<string, Map<number, number>>();
  for (const { path } of files)
    await scanTable(
      path,
      (header) => {
        const [time, value, type] = ['timestamp_anon', 'value', 'request_type'].map((name) =>
          columnOf(header, path, name),
        ) as [number, number, number];
        return (row) => {
          report.counts.rowsRead++;
          const stamp = row.stamp(time);
          const rate = row.number(value);
          if (stamp < from || stamp >= to) report.counts.rowsOutsideRange++;
          else if (Number.isNaN(rate)) report.counts.missingFields++;
          else {
            report.counts.rowsUsed++;
            const ofType = rates.get(row.text(type)) ?? new Map<number, number>();
            rates.set(row.text(type), ofType);
            const step = Math.floor(stamp / stepSeconds);
            // A reading stands for one source step, so it fills only its share of a longer one.
            ofType.set(step, (ofType.get(step) ?? 0) + (rate * STEP) / stepSeconds);
          }
        };
      },
      scan,
    );
  for (const [type, steps] of rates) yield { kind: 'load', series: loadOf(type, steps, stepSeconds, report) };
}

/** Steps without a row had no requests: the published file has rows above zero only. */
function loadOf(
  type: string,
  rates: ReadonlyMap<number, number>,
  stepSeconds: number,
  report: ImportRun['report'],
): LoadSeries {
  const first = [...rates.keys()].reduce((a, b) => Math.min(a, b));
  const last = [...rates.keys()].reduce((a, b) => Math.max(a, b));
  const requestsPerSecond = Float64Array.from({ length: last - first + 1 }, (_, i) => rates.get(first + i) ?? 0);
  report.count('seriesWritten');
  report.count('stepsObserved', requestsPerSecond.length);
  return {
    id: `qps/${type}`,
    startTime: first * stepSeconds,
    stepSeconds,
    requestsPerSecond,
    origin: new Uint8Array(requestsPerSecond.length).fill(StepOrigin.observed),
    source: { dataset: 'alibaba-genai', entity: type, assumptions: { scaling: 'rates are scaled by the publisher' } },
  };
}
