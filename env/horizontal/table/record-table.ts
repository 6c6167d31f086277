import { z } from 'zod';
import { parseWith } from '../../../workloads/parse-with.js';
import { InputError } from '../../core/input-error.js';
import type { Seed } from '../../core/random.js';
import { type PlatformOptions, platformConfig } from '../platform/config-schema.js';
import { EventPlatform } from '../platform/event-platform.js';
import type { RecordedCell, RecordedTable } from './recorded-table.js';
import { validateRecordedTable } from './table-schema.js';

/** What is recorded of a platform. */
export interface TableRecording {
  readonly id?: string;
  /** Users of a closed load, requests/s of an open one. */
  readonly loads: readonly number[];
  readonly pods: readonly number[];
  readonly rowsPerCell: number;
  /** Seconds of one row; latency and rate look back as far. Default 10, as the seed. */
  readonly windowSeconds?: number;
  /** Seconds that pass before the first row of a cell. Default 60. */
  readonly warmUpSeconds?: number;
  readonly seed: Seed;
}

const recordingSchema = z.strictObject({
  id: z.string().min(1).default('recording'),
  loads: z.array(z.number().min(0)).min(1),
  pods: z.array(z.int().min(1)).min(1),
  rowsPerCell: z.int().min(1),
  windowSeconds: z.number().positive().default(10),
  warmUpSeconds: z.number().min(0).default(60),
  seed: z.union([z.int(), z.string()]),
});

/** Spans the seed kept while it recorded: no window of its loads has more. */
const recordedTraces = 12_000;

/**
 * Records a table from the simulated platform. Every cell is an episode of its own, with random numbers of its own: load and pods stay as they
 * are, all pods are ready and warm from the beginning, the warm-up passes, and the rows are what the context says at the end of windows
 * that follow one another. The platform's load gives way to the recorded ones; pods find room on any number of nodes.
 *
 * @throws InputError for options that do not go together, and for a cell given twice
 */
export function recordTable(options: PlatformOptions, recording: TableRecording): RecordedTable {
  if (typeof options !== 'object' || options === null)
    throw new InputError(
      { field: 'options', value: options },
      "a platform's options: platformPreset(name) has a preset's",
    );
  const { id, loads, pods, rowsPerCell, windowSeconds, warmUpSeconds, seed } = parseWith(recordingSchema, recording);
  const { load, resources } = platformConfig({ ...options, initialReplicas: 1 });
  const cells = loads.flatMap((level) =>
    pods.map((count): RecordedCell => {
      const platform = new EventPlatform(fixed(options, level, count, windowSeconds));
      platform.reset(JSON.stringify([seed, 'recorded table', level, count]));
      if (warmUpSeconds > 0) platform.advance(warmUpSeconds);
      const rows = Array.from({ length: rowsPerCell }, () => {
        platform.advance(windowSeconds);
        return Array.from(platform.context());
      });
      return { load: level, pods: count, rows };
    }),
  );
  return validateRecordedTable({
    id,
    pod: {
      cpuRequestMillicores: resources.cpuRequestMillicores,
      cpuLimitMillicores: resources.cpuLimitMillicores,
      memoryRequestMebibytes: resources.memoryRequestMebibytes,
      memoryLimitMebibytes: resources.memoryLimitMebibytes,
    },
    windowSeconds,
    loadUnit: load.kind === 'closed' ? 'users' : 'requestsPerSecond',
    cells,
  });
}

/** The platform with one load and one number of pods. */
function fixed(options: PlatformOptions, level: number, pods: number, windowSeconds: number): PlatformOptions {
  const { load, lifeCycle, metrics } = options;
  const context = metrics?.context;
  return {
    ...options,
    load:
      load.kind === 'closed'
        ? { ...load, users: level, spawnRate: null }
        : { kind: 'open', rate: { kind: 'constant', requestsPerSecond: level } },
    metrics: {
      ...metrics,
      context: { ...context, lookBackSeconds: windowSeconds, traces: Math.max(context?.traces ?? 0, recordedTraces) },
    },
    ...(lifeCycle?.mode === 'kubernetes' ? { lifeCycle: { ...lifeCycle, nodes: null } } : {}),
    initialReplicas: pods,
  };
}
