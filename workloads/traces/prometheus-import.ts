import { basename } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { seriesChannels } from '../usage-series.js';
import type { ImportedSeries, TraceFile } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import type { ImportReport } from './import-report.js';
import { type JoinGrid, joinEntity } from './prometheus-join.js';
import { groupings } from './prometheus-labels.js';
import { cpuUnits, fileRoles, type PrometheusFileRole } from './prometheus-roles.js';
import type { PrometheusSamples } from './prometheus-samples.js';
import { selectionOptions } from './selection.js';

const files = (what: string) =>
  z
    .array(z.string())
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
 * Turns collected samples into series: decides what each metric is, joins the metrics of each entity on one grid, fills short gaps.
 *
 * A sample stands for the time from its stamp to the next one, so that the value stamped `t` is the step that begins at `t` when the
 * step is the query's; the grid keeps the phase of the stamps then. A counter's increase belongs to the time between its two
 * samples.
 */
export function* prometheusSeries(
  samples: PrometheusSamples,
  dataset: string,
  options: PrometheusOptions,
  report: ImportReport,
): Generator<ImportedSeries, void> {
  samples.resolve();
  const sampleSeconds = samples.spacing.winner(60);
  const stepSeconds = options.stepSeconds ?? sampleSeconds;
  const phase = stepSeconds === sampleSeconds ? samples.firstTime % stepSeconds : 0;
  const join: JoinGrid = { stepSeconds, sampleSeconds, phase };
  const { from, to } = options;
  const grid = new GridAccumulator(
    {
      ...options,
      stepSeconds,
      from: from === undefined ? undefined : from - phase,
      to: to === undefined ? undefined : to - phase,
      sampling: { kind: 'window', rest: 'unknown' },
      channels: seriesChannels,
    },
    report,
  );
  const origins = new Map<number, Record<string, string>>();
  let [withCpu, withMemory, withBoth] = [0, 0, 0];
  for (const group of samples.groups()) {
    const joined = joinEntity(group, samples, join, report);
    if (joined === undefined) continue;
    const { entity, channels, roles, firstStep, steps } = joined;
    origins.set(entity, Object.fromEntries([...roles].map(([channel, { why }]) => [`${channel} from`, why])));
    if (channels.has('cpuMillicores')) withCpu++;
    if (channels.has('memoryBytes')) withMemory++;
    if (channels.has('cpuMillicores') && channels.has('memoryBytes')) withBoth++;
    const columns = seriesChannels.map((channel) => channels.get(channel));
    for (let step = 0; step < steps; step++) {
      const start = (firstStep + step) * stepSeconds;
      const [cpu, memory, ...others] = columns.map((values) => values?.[step] ?? Number.NaN) as [number, number];
      if (Number.isNaN(cpu) && Number.isNaN(memory)) continue;
      grid.add(entity, start, start + stepSeconds, cpu, memory, ...others);
    }
  }
  samples.close();
  if (withCpu > 0 && withMemory > 0 && withBoth < Math.max(withCpu, withMemory))
    report.remark(
      `${withCpu} entities have CPU, ${withMemory} memory, ${withBoth} both: are the labels of the queries the same?`,
    );
  const described = (entity: number) => {
    const id = samples.entityName(entity);
    const assumptions = { ...origins.get(entity), groupBy: options.groupBy, sampleSeconds };
    return { id, source: { dataset, entity: id, service: samples.serviceOf(entity), assumptions } };
  };
  for (const series of grid.series(described))
    yield { kind: 'usage', series: { ...series, startTime: series.startTime + phase } };
}
