import { basename } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import type { ImportedSeries, TraceFile } from './format.js';
import type { ImportReport } from './import-report.js';
import { loadSeries, type TrackedService } from './load-tracks.js';
import { groupings } from './prometheus-labels.js';
import { requestUnits } from './prometheus-requests.js';
import { cpuUnits, fileRoles, type PrometheusFileRole } from './prometheus-roles.js';
import { type PrometheusSamples, wildcard } from './prometheus-samples.js';
import type { SampleLane } from './sample-lane.js';
import { selectionOptions } from './selection.js';
import { type TrackedEntity, trackSeries } from './track-series.js';

/** Names of files: a list, or a text with commas between them. */
const fileNames = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(',').map((name) => name.trim())),
]);

const labelNames = fileNames.pipe(z.array(z.string().regex(/^[A-Za-z_]\w*$/, 'names of labels')).min(1));

const files = (what: string) =>
  fileNames
    .default([])
    .describe(`files (path or name, * allowed) that hold ${what}; default: told from names, labels or magnitude`);

/** Options of every import of Prometheus samples, whatever file they come in. */
export const prometheusOptions = selectionOptions.extend({
  stepSeconds: z.number().positive().optional().describe('step of the series, seconds; default: the step of the query'),
  groupBy: z.enum(groupings).default('container').describe('one series a container, pod or workload (pods added up)'),
  cpuUnit: z.enum(cpuUnits).default('auto').describe('unit of CPU samples; seconds: a raw counter, to be differenced'),
  cpu: files('CPU usage'),
  memory: files('memory usage'),
  requests: files('resource requests'),
  limits: files('resource limits'),
  load: files('requests sent to a service: their rate, or counters of them'),
  metric: z
    .string()
    .optional()
    .describe('the metric that counts requests (* allowed); default: http_requests_total and its like, see above'),
  requestUnit: z
    .enum(requestUnits)
    .default('auto')
    .describe('what samples of requests are; counter: requests so far, auto: told from the metric name'),
  sumBy: labelNames
    .optional()
    .describe(
      'labels that name a service, whose series are added up into one load (all: everything); default: destination_workload, workload, deployment, service, app, job … with its namespace, else the pod’s workload',
    ),
});

export type PrometheusOptions = z.infer<typeof prometheusOptions>;

/**
 * What the caller says a file holds.
 * @throws InputError when two roles claim the file
 */
export function fileRole(
  { path }: Pick<TraceFile, 'path'>,
  options: PrometheusOptions,
): PrometheusFileRole | undefined {
  const claims = fileRoles.filter((role) => options[role].some((pattern) => namesFile(pattern, path)));
  if (claims.length > 1)
    throw new InputError({ field: claims[1]!, value: path }, `a file that is not given as ${claims[0]} too`);
  return claims[0];
}

function namesFile(pattern: string, path: string): boolean {
  return pattern === path || wildcard(pattern)(pattern.includes('/') ? path : basename(path));
}

/**
 * Turns collected samples into series: decides what each metric is, then joins the metrics of each entity on one grid
 * ({@link trackSeries}), and adds up the requests of each service ({@link loadSeries}).
 */
export function* prometheusSeries(
  samples: PrometheusSamples,
  dataset: string,
  options: PrometheusOptions,
  report: ImportReport,
): Generator<ImportedSeries, void> {
  const { groupBy, sumBy } = options;
  function* entities(): Generator<TrackedEntity, void> {
    for (const { id, service, tracks } of samples.entities())
      yield { id, tracks, source: { dataset, entity: id, service, assumptions: { groupBy } } };
  }
  function* services(): Generator<TrackedService, void> {
    for (const { id, tracks, why } of samples.loadedServices()) {
      const assumptions = { sumBy: sumBy?.join(',') ?? 'service', 'requestsPerSecond from': why };
      const source = { dataset, entity: id, service: id, assumptions };
      yield { id: `${id}/requests`, channel: 'requestsPerSecond', tracks, source };
    }
  }
  const gridOf = ({ spacing, firstTime }: SampleLane) => ({
    ...options,
    sampleSeconds: spacing.winner(60),
    firstTime,
  });
  try {
    samples.resolve();
    yield* trackSeries(entities(), gridOf(samples.usage), report);
    yield* loadSeries(services(), gridOf(samples.loads), report);
  } finally {
    samples.close();
  }
}
