import { z } from 'zod';
import { parseWith } from '../../../../workloads/parse-with.js';
import type { AggregateCheckpoint } from '../model/aggregate-checkpoint.js';
import { cpuBuckets } from '../model/bucket-scheme.js';
import type { HistogramCheckpoint } from '../model/histogram-checkpoint.js';
import { formatTime, zeroTime } from '../model/time.js';

/** The only version of checkpoints there is to read. */
const supportedVersion = 'v3';

const bucketCount = cpuBuckets.count;

const time = z.iso.datetime({ offset: true }).nullish();

const histogram = z.object({
  referenceTimestamp: time,
  bucketWeights: z
    .record(
      z.string().refine((key) => /^\d+$/.test(key) && Number(key) < bucketCount, {
        message: `a bucket from 0 to ${bucketCount - 1}`,
      }),
      z.int().min(0),
    )
    .nullish(),
  totalWeight: z.number().min(0).nullish(),
});

const status = z.object({
  lastUpdateTime: time,
  version: z.literal(supportedVersion),
  cpuHistogram: histogram,
  memoryHistogram: histogram,
  firstSampleStart: time,
  lastSampleStart: time,
  totalSamplesCount: z.int().min(0).nullish(),
});

/** `VerticalPodAutoscalerCheckpoint` as far as the recommender reads it (specification §8.3). */
const checkpointSchema = z.object({
  metadata: z.object({ namespace: z.string().optional(), name: z.string().optional() }).optional(),
  spec: z.object({ vpaObjectName: z.string(), containerName: z.string() }),
  status,
});

/** A histogram in a checkpoint object. */
export interface HistogramStatus {
  readonly referenceTimestamp: string | null;
  readonly bucketWeights: Readonly<Record<string, number>>;
  readonly totalWeight: number;
}

/** `status` of a `VerticalPodAutoscalerCheckpoint`; times with whole seconds, null where not set. */
export interface CheckpointStatus {
  readonly lastUpdateTime: string | null;
  readonly version: typeof supportedVersion;
  readonly cpuHistogram: HistogramStatus;
  readonly memoryHistogram: HistogramStatus;
  readonly firstSampleStart: string | null;
  readonly lastSampleStart: string | null;
  readonly totalSamplesCount: number;
}

/** A checkpoint object: what one VPA knew of the containers of one name. */
export interface Checkpoint {
  readonly apiVersion: 'autoscaling.k8s.io/v1';
  readonly kind: 'VerticalPodAutoscalerCheckpoint';
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: { readonly vpaObjectName: string; readonly containerName: string };
  readonly status: CheckpointStatus;
}

/** What of a checkpoint object the model takes in. */
export interface ParsedCheckpoint {
  readonly namespace: string;
  readonly vpaObjectName: string;
  readonly containerName: string;
  readonly aggregate: AggregateCheckpoint;
}

/** Writes an aggregate as the `status` of a checkpoint; fractions of a second are cut. */
export function checkpointStatus(aggregate: AggregateCheckpoint, now: number): CheckpointStatus {
  return {
    lastUpdateTime: formatTime(now),
    version: supportedVersion,
    cpuHistogram: histogramStatus(aggregate.cpu),
    memoryHistogram: histogramStatus(aggregate.memory),
    firstSampleStart: formatTime(aggregate.firstSample),
    lastSampleStart: formatTime(aggregate.lastSample),
    totalSamplesCount: aggregate.sampleCount,
  };
}

/**
 * Reads the `status` of a checkpoint.
 *
 * @throws InputError for another version than `v3`, a bucket outside 0…175, a negative total and anything malformed
 */
export function parseCheckpointStatus(value: unknown, file?: string): AggregateCheckpoint {
  return aggregateOf(parseWith(status, value, file, ['status']));
}

/** Reads a whole checkpoint object; errors as {@link parseCheckpointStatus}. */
export function parseCheckpoint(value: unknown, file?: string): ParsedCheckpoint {
  const { metadata, spec, status } = parseWith(checkpointSchema, value, file);
  return { namespace: metadata?.namespace ?? 'default', ...spec, aggregate: aggregateOf(status) };
}

function histogramStatus({ reference, totalWeight, bucketWeights }: HistogramCheckpoint): HistogramStatus {
  return {
    referenceTimestamp: formatTime(reference),
    bucketWeights: Object.fromEntries(bucketWeights),
    totalWeight,
  };
}

function aggregateOf(parsed: z.output<typeof status>): AggregateCheckpoint {
  return {
    cpu: histogramOf(parsed.cpuHistogram),
    memory: histogramOf(parsed.memoryHistogram),
    firstSample: timeOf(parsed.firstSampleStart),
    lastSample: timeOf(parsed.lastSampleStart),
    sampleCount: parsed.totalSamplesCount ?? 0,
  };
}

function histogramOf({
  referenceTimestamp,
  totalWeight,
  bucketWeights,
}: z.output<typeof histogram>): HistogramCheckpoint {
  return {
    reference: timeOf(referenceTimestamp),
    totalWeight: totalWeight ?? 0,
    bucketWeights: Object.entries(bucketWeights ?? {}).map(([bucket, weight]) => [Number(bucket), weight] as const),
  };
}

function timeOf(text: string | null | undefined): number {
  return text === null || text === undefined ? zeroTime : Date.parse(text);
}
