import { z } from 'zod';
import { readInvocations } from './azure-functions-invocations.js';
import { isMinuteTable, readMinutes } from './azure-functions-minutes.js';
import { firstLine, type TraceFormat } from './format.js';

const options = z.strictObject({
  entities: z.array(z.string()).optional().describe('only these functions, apps or owners'),
  maxEntities: z
    .int()
    .positive()
    .optional()
    .describe('at most this many series of a kind, the first that appear in the files'),
  stepSeconds: z
    .number()
    .positive()
    .default(60)
    .describe('step of the series, seconds; of the 2019 trace a multiple of 60'),
  groupBy: z
    .enum(['function', 'app', 'all'])
    .default('function')
    .describe('one series a function, an app, or over all'),
  series: z
    .enum(['load', 'usage', 'both'])
    .default('load')
    .describe(
      'load: requests a second; usage: CPU by Little’s law from durations, memory where the memory table is given',
    ),
  coresPerExecution: z.number().positive().default(1).describe('cores a function uses while it runs'),
  bytesPerMb: z.number().positive().default(1e6).describe('bytes of the memory table’s MB'),
  memoryModel: z
    .enum(['concurrency', 'instances'])
    .default('concurrency')
    .describe('memory is the app’s times the mean concurrency, or times the instances that takes (rounded up)'),
});

export type AzureFunctionsOptions = z.infer<typeof options>;

/**
 * Azure Functions (traces.md §4). 2019: invocations a minute per function and day, with durations and app memory in tables of their
 * own; 2021: one row an invocation. The re-ordered and renamed columns of the vHive samples are understood.
 */
export const azureFunctions: TraceFormat<AzureFunctionsOptions> = {
  id: 'azure-functions',
  title: 'Azure Functions 2019 and 2021',
  describe:
    'invocations_per_function (2019; with function_durations and app_memory for usage) or app,func,end_timestamp,duration (2021); load series, or usage by Little’s law.',
  licence: 'CC-BY 4.0; cite Shahrad et al., ATC 2020 (2019) or Zhang et al., SOSP 2021 (2021)',
  options,
  detect(head) {
    const line = firstLine(head);
    if (isMinuteTable(line) || isInvocations(line)) return 'usage';
    const hasIds = /(^|,)Hash(App|Function)(,|$)/.test(line);
    return hasIds && /(^|,)(percentile_Average_50|AverageAllocatedMb)(,|$)/.test(line) ? 'side' : undefined;
  },
  async *import(files, settings, run) {
    const usage = files.filter(({ role }) => role === 'usage');
    const invocations = usage.filter(({ head }) => isInvocations(firstLine(head)));
    const minutes = usage.filter((file) => !invocations.includes(file));
    const tables = files.filter(({ role }) => role === 'side');
    if (minutes.length > 0) yield* readMinutes(minutes, tables, settings, run);
    if (invocations.length > 0) yield* readInvocations(invocations, settings, run);
  },
};

function isInvocations(header: string): boolean {
  return /^app,func,end_timestamp,duration$/.test(header);
}
