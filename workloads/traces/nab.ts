import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import type { LoadSeries } from '../load-series.js';
import type { UsageSeries } from '../usage-series.js';
import { parseClockTime } from './clock-time.js';
import { stem } from './file-name.js';
import { firstLine, headText, type TraceFormat } from './format.js';
import { NearestStepGrid } from './nearest-step-grid.js';
import { scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  cores: z
    .number()
    .positive()
    .default(1)
    .describe('cores that 100 % stands for; the instances’ sizes are not published'),
  kind: z
    .enum(['auto', 'cpu', 'requests'])
    .default('auto')
    .describe('what the values are: CPU percent, or requests in five minutes; auto goes by the file name'),
});

type Options = z.infer<typeof options>;

const STEP = 300;

/**
 * Numenta Anomaly Benchmark, AWS CloudWatch series (traces.md §10): `timestamp,value` every 5 minutes, wall clock without a zone (read
 * as UTC). CPU percentages become usage series, request counts load series; files of other metrics are skipped, and one alone is refused.
 */
export const nab: TraceFormat<Options> = {
  id: 'nab',
  title: 'Numenta Anomaly Benchmark (AWS CloudWatch)',
  describe: 'CSV "timestamp,value", one series a file: CPU percent (usage, no memory) or request counts (load).',
  licence: 'MIT-style (numenta/NAB); cite Lavin and Ahmad, ICMLA 2015',
  options,
  detect(head) {
    const isNab =
      firstLine(head) === 'timestamp,value' && /^timestamp,value\r?\n\d{4}-\d{2}-\d{2} \d/.test(headText(head));
    return isNab ? 'usage' : undefined;
  },
  async *import(files, settings, { report, scan }) {
    const selection = new EntitySelection(settings);
    const grid = new NearestStepGrid({ ...settings, sourceStepSeconds: STEP, channels: ['cpuMillicores'] }, report);
    const loads = new Set<number>();
    for (const { path } of files) {
      const kind = kindOf(path, settings);
      if (kind === undefined) {
        if (files.length === 1) throw new InputError({ file: path, field: 'kind', value: stem(path) }, neither);
        report.count('filesSkipped');
        report.remark(`skipped ${path}: not ${neither}`);
        continue;
      }
      const entity = selection.internText(stem(path));
      if (entity < 0) {
        report.count('filesSkipped');
        continue;
      }
      const isLoad = kind === 'requests';
      if (isLoad) loads.add(entity);
      await scanTable(
        path,
        () => (row) => {
          report.counts.rowsRead++;
          const time = parseClockTime(row.text(0));
          if (Number.isNaN(time)) throw row.error(0, 'a date and time');
          grid.add(entity, time, [row.number(1) * (isLoad ? 1 : settings.cores * 10)]);
        },
        { columns: 2, ...scan },
      );
    }
    for (const series of grid.series((entity) => describe(selection.name(entity), settings, loads.has(entity)))) {
      if (loads.has(selection.internText(series.id))) yield { kind: 'load', series: asLoad(series) };
      else yield { kind: 'usage', series };
    }
  },
};

function describe(id: string, { cores }: Options, isLoad: boolean) {
  const assumptions = isLoad ? { countedOverSeconds: STEP } : { cores, memoryUsage: 'not in this trace' };
  return { id, source: { dataset: 'nab', entity: id, assumptions } };
}

/** The grid carries request counts in the place of CPU until here. */
function asLoad({ id, startTime, stepSeconds, cpuMillicores, origin, source }: UsageSeries): LoadSeries {
  return {
    ...{ id, startTime, stepSeconds, source },
    requestsPerSecond: cpuMillicores.map((count) => count / STEP),
    ...(origin === undefined ? {} : { origin }),
  };
}

const neither = 'a CPU or request_count file; say kind cpu or requests if it is one';

function kindOf(path: string, { kind }: Options): 'cpu' | 'requests' | undefined {
  if (kind !== 'auto') return kind;
  const name = stem(path);
  if (/request_count/.test(name)) return 'requests';
  return /cpu|asg/.test(name) ? 'cpu' : undefined;
}
