import { basename } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import type { ImportedSeries, TraceFile } from './format.js';
import type { ImportReport } from './import-report.js';
import { groupings } from './prometheus-labels.js';
import { cpuUnits, fileRoles, type PrometheusFileRole } from './prometheus-roles.js';
import type { PrometheusSamples } from './prometheus-samples.js';
import { selectionOptions } from './selection.js';
import { type TrackedEntity, trackSeries } from './track-series.js';

/** Names of files: a list, or a text with commas between them. */
const fileNames = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(',').map((name) => name.trim())),
]);

const files = (what: string) =>
  fileNames
    .default([])
    .describe(`files (path or name, * allowed) that hold ${what}; default: told from metric names or magnitude`);

/** Options of every import of Prometheus samples, whatever file they come in. */
export const prometheusOptions = selectionOptions.extend({
  stepSeconds: z.number().positive().optional().describe('step of the series, seconds; default: the step of the query'),
  groupBy: z.enum(groupings).default('container').describe('one series a container, pod or workload (pods added up)'),
  cpuUnit: z.enum(cpuUnits).default('auto').describe('unit of CPU samples; seconds: a raw counter, to be differenced'),
  cpu: files('CPU usage'),
  memory: files('memory usage'),
  requests: files('requests'),
  limits: files('limits'),
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
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^$(){}|[\]\\]/g, '\\$&'))
    .join('.*');
  return pattern === path || new RegExp(`^${expression}$`).test(pattern.includes('/') ? path : basename(path));
}

/**
 * Turns collected samples into series: decides what each metric is, then joins the metrics of each entity on one grid
 * ({@link trackSeries}).
 */
export function* prometheusSeries(
  samples: PrometheusSamples,
  dataset: string,
  options: PrometheusOptions,
  report: ImportReport,
): Generator<ImportedSeries, void> {
  samples.resolve();
  const { groupBy } = options;
  function* entities(): Generator<TrackedEntity, void> {
    for (const { id, service, tracks } of samples.entities())
      yield { id, tracks, source: { dataset, entity: id, service, assumptions: { groupBy } } };
  }
  const grid = { sampleSeconds: samples.spacing.winner(60), firstTime: samples.firstTime };
  try {
    yield* trackSeries(entities(), { ...options, ...grid }, report);
  } finally {
    samples.close();
  }
}
