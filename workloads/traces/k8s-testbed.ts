import { z } from 'zod';
import type { LoadSeries } from '../load-series.js';
import type { UsageSeries } from '../usage-series.js';
import { parseClockTime } from './clock-time.js';
import { stem } from './file-name.js';
import { firstLine, type TraceFormat } from './format.js';
import { NearestStepGrid } from './nearest-step-grid.js';
import { columnOf, scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  stepSeconds: z.number().positive().default(15).describe('step of the series, seconds'),
  coresAtFull: z
    .number()
    .positive()
    .default(1)
    .describe('cores that 100 % CPU stands for; the pods’ request is not in the file'),
});

const STEP = 15;

/**
 * Scrapes of an HPA test-bed: `timestamp,requests_per_second,cpu_usage_percent,memory_usage_bytes,…` every 15 s. Gives the usage of a
 * deployment and the load it was under, as two series; derived columns are left alone.
 */
export const k8sTestbed: TraceFormat<z.infer<typeof options>> = {
  id: 'k8s-testbed',
  title: 'Kubernetes HPA test-bed scrape (predictive_pod_autoscaler)',
  describe:
    'CSV with requests_per_second, cpu_usage_percent and memory_usage_bytes; one usage and one load series a file.',
  licence: 'MIT (VatsalUmrania/predictive_pod_autoscaler)',
  options,
  detect: (head) =>
    /^timestamp,requests_per_second,cpu_usage_percent,memory_usage_bytes/.test(firstLine(head)) ? 'usage' : undefined,
  async *import(files, settings, { report, scan }) {
    const selection = new EntitySelection(settings);
    const gridOf = (channels: readonly ('cpuMillicores' | 'memoryBytes')[]) =>
      new NearestStepGrid({ ...settings, sourceStepSeconds: STEP, channels }, report);
    const usage = gridOf(['cpuMillicores', 'memoryBytes']);
    const load = gridOf(['cpuMillicores']);
    for (const { path } of files) {
      const entity = selection.internText(stem(path));
      if (entity < 0) {
        report.count('filesSkipped');
        continue;
      }
      await scanTable(
        path,
        (header) => {
          const [time, requests, cpu, memory] = [
            'timestamp',
            'requests_per_second',
            'cpu_usage_percent',
            'memory_usage_bytes',
          ].map((name) => columnOf(header, path, name)) as [number, number, number, number];
          return (row) => {
            report.counts.rowsRead++;
            const stamp = parseClockTime(row.text(time));
            if (Number.isNaN(stamp)) throw row.error(time, 'a date and time');
            usage.add(entity, stamp, [row.number(cpu) * settings.coresAtFull * 10, row.number(memory)]);
            load.add(entity, stamp, [row.number(requests)]);
          };
        },
        scan,
      );
    }
    const describe = (entity: number) => {
      const id = selection.name(entity);
      return { id, source: { dataset: 'k8s-testbed', entity: id, assumptions: { coresAtFull: settings.coresAtFull } } };
    };
    for (const series of usage.series(describe)) yield { kind: 'usage', series };
    for (const series of load.series(describe)) yield { kind: 'load', series: asLoad(series) };
  },
};

/** The grid carries requests a second in the place of CPU until here. */
function asLoad({ id, startTime, stepSeconds, cpuMillicores, origin, source }: UsageSeries): LoadSeries {
  return {
    ...{ id: `${id}/load`, startTime, stepSeconds, source: { ...source, assumptions: {} } },
    requestsPerSecond: cpuMillicores,
    ...(origin === undefined ? {} : { origin }),
  };
}
