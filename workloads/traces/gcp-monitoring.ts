import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { stem } from './file-name.js';
import { headText, type TraceFormat } from './format.js';
import { GcpEntities } from './gcp-entities.js';
import { readTimeSeries } from './gcp-time-series.js';
import { selectionOptions } from './selection.js';
import { trackSeries } from './track-series.js';

const options = selectionOptions.extend({
  stepSeconds: z
    .number()
    .positive()
    .optional()
    .describe('step of the series, seconds; default: that of the points (60)'),
  memoryType: z
    .enum(['non-evictable', 'total'])
    .default('non-evictable')
    .describe(
      'memory usage: non-evictable (about the working set, what an OOM kill looks at) or evictable and non-evictable together',
    ),
});

export type GcpOptions = z.infer<typeof options>;

/**
 * Answers of the Cloud Monitoring API, `projects.timeSeries.list`, of GKE containers (traces.md §12): CPU from `core_usage_time` (cumulative,
 * delta or aligned to a rate), else `request_utilization` times `request_cores`, else `limit_utilization` times `limit_cores`; memory from
 * `used_bytes`; requests and limits. Points come newest first; pages may be given as several files or in a list.
 */
export const gcpMonitoring: TraceFormat<GcpOptions> = {
  id: 'gcp-monitoring',
  title: 'Google Cloud Monitoring, timeSeries.list JSON',
  describe:
    'JSON {"timeSeries":[…]} of kubernetes.io/container metrics; one series a container with requests and limits.',
  options,
  detect: (head) =>
    /^\s*[[{]/.test(headText(head)) &&
    /"timeSeries"\s*:|"metricKind"\s*:|"metric"\s*:\s*\{\s*"type"/.test(headText(head))
      ? 'usage'
      : undefined,
  async *import(files, settings, { report, scan }) {
    const entities = new GcpEntities(settings, report);
    for (const { path } of files) {
      const count = await readTimeSeries(path, (series) => entities.add(series), { ...scan, report });
      if (count === 0) report.remark(`${stem(path)}: no time series`);
    }
    if (entities.count === 0)
      throw new InputError(
        { file: files[0]!.path },
        'at least one time series of kubernetes.io/container CPU or memory',
      );
    const grid = { sampleSeconds: entities.spacing.winner(60), firstTime: entities.firstTime };
    try {
      yield* trackSeries(entities.tracked(), { ...settings, ...grid }, report);
    } finally {
      entities.close();
    }
  },
};
