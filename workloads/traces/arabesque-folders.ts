import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { InputError, type InputPlace } from '../../env/core/input-error.js';
import type { SeriesChannel } from '../usage-series.js';
import type { ArabesqueOptions } from './arabesque.js';
import { type BytesRead, readText } from './byte-source.js';
import type { TraceFile } from './format.js';
import type { EntityDescription } from './grid-accumulator.js';
import { scanRows } from './row-scanner.js';
import type { Samples, Track } from './sample-tracks.js';

type Sizes = NonNullable<EntityDescription['sizes']>;

/** One container and what was measured of it. */
export interface ArabesqueEntity {
  readonly id: string;
  readonly service: string;
  /** Seconds. */
  readonly times: readonly number[];
  readonly tracks: readonly Track[];
  /** Requests and limits that held all the time, millicores and bytes. */
  readonly sizes?: Sizes;
}

/** Requests or limits: memory in MB, CPU in millicores. */
export const amounts = z.object({ memory: z.number().nonnegative(), cpu: z.number().nonnegative() });

type Amounts = z.infer<typeof amounts>;

const containerSchema = z.object({
  container_name: z.string().optional(),
  requests: amounts.optional(),
  limits: amounts.optional(),
});

/** @throws InputError with what is wrong with the JSON */
export function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError({ file, value: (error as Error).message }, 'valid JSON (NaN has to be null)');
  }
}

/** A gauge track of a whole container. */
export function gauge(channel: SeriesChannel, scale: number, samples: Samples): Track {
  return { channel, scale, rank: 0, part: '', why: 'arabesque', samples };
}

/** Requests and limits as a series carries them. */
export function sizesOf(requests: Amounts | undefined, limits: Amounts | undefined, bytesPerMb: number): Sizes {
  return {
    ...(requests === undefined
      ? {}
      : { cpuRequestMillicores: requests.cpu, memoryRequestBytes: requests.memory * bytesPerMb }),
    ...(limits === undefined ? {} : { cpuLimitMillicores: limits.cpu, memoryLimitBytes: limits.memory * bytesPerMb }),
  };
}

/** Times and values as samples. @throws InputError when there are not as many of both */
export function samplesOf(times: readonly number[], values: readonly number[], place: InputPlace): Samples {
  if (values.length !== times.length)
    throw new InputError({ ...place, value: values.length }, `${times.length} values, as many as there are times`);
  return { kind: 'gauge', values: times.flatMap((time, i) => [time, values[i]!]) };
}

/**
 * Every folder with a `workload` file: memory in MB and CPU in millicores, as two lists (JSON), two rows or two columns (CSV); the times
 * beside it, or one a minute from 0; `container.json` with requests and limits beside it, where there is one.
 */
export async function containersInFolders(
  files: readonly TraceFile[],
  options: ArabesqueOptions,
  onRead?: BytesRead,
): Promise<ArabesqueEntity[]> {
  const folders = new Map<string, Map<string, string>>();
  for (const { path } of files) {
    const folder = folders.get(dirname(path)) ?? new Map<string, string>();
    folder.set(basename(path).split('.')[0]!, path);
    folders.set(dirname(path), folder);
  }
  const entities: ArabesqueEntity[] = [];
  for (const [folder, parts] of folders) {
    const workload = parts.get('workload');
    if (workload !== undefined) entities.push(await containerOf(folder, workload, parts, options, onRead));
  }
  return entities;
}

async function containerOf(
  folder: string,
  workload: string,
  parts: ReadonlyMap<string, string>,
  { bytesPerMb }: ArabesqueOptions,
  onRead?: BytesRead,
): Promise<ArabesqueEntity> {
  const [memory, cpu] = twoRows(await numbers(workload, onRead), workload);
  const timePath = parts.get('time');
  const times = timePath === undefined ? memory.map((_, i) => i * 60) : (await numbers(timePath, onRead)).flat();
  const place = { file: workload };
  const containerPath = parts.get('container');
  const { container_name, requests, limits } =
    containerPath === undefined ? {} : await containerFile(containerPath, onRead);
  const tracks = [
    gauge('memoryBytes', bytesPerMb, samplesOf(times, memory, place)),
    gauge('cpuMillicores', 1, samplesOf(times, cpu, place)),
  ];
  const id =
    [basename(folder), container_name ?? ''].filter((part) => part !== '' && part !== '.').join('/') || 'container';
  return { id, service: container_name ?? id, times, tracks, sizes: sizesOf(requests, limits, bytesPerMb) };
}

async function containerFile(path: string, onRead?: BytesRead): Promise<z.infer<typeof containerSchema>> {
  const result = containerSchema.safeParse(parsed(await readText(path, onRead), path));
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new InputError(
    { file: path, field: issue.path.join('.') },
    issue.message.replace(/^Invalid input: expected /, ''),
  );
}

/** Memory and CPU, whichever way they lie. */
function twoRows(table: readonly (readonly number[])[], file: string): readonly [readonly number[], readonly number[]] {
  if (table.length === 2 && table[0]!.length === table[1]!.length) return [table[0]!, table[1]!];
  if (table.length > 0 && table.every((row) => row.length === 2))
    return [table.map((row) => row[0]!), table.map((row) => row[1]!)];
  throw new InputError(
    { file, value: `${table.length} rows of ${table[0]?.length ?? 0}` },
    'two rows (memory in MB, CPU in millicores) of equal length',
  );
}

/** A table of numbers: nested or flat lists in JSON, rows in CSV (a first row of words is left out). */
async function numbers(path: string, onRead?: BytesRead): Promise<number[][]> {
  if (!/\.csv(\.gz)?$/.test(path)) {
    const list = z.union([z.array(z.array(z.number().nullable())), z.array(z.number()).transform((row) => [row])]);
    const result = list.safeParse(parsed(await readText(path, onRead), path));
    if (!result.success) throw new InputError({ file: path }, 'a list of numbers, or a list of such lists');
    return result.data.map((row) => row.map((value) => value ?? Number.NaN));
  }
  const rows: number[][] = [];
  await scanRows(
    path,
    (row) => {
      const isHeader = row.line === 1 && /[a-z]{2,}/i.test(row.text(0)) && !/^nan$/i.test(row.text(0));
      if (!isHeader) rows.push(Array.from({ length: row.fieldCount }, (_, field) => row.number(field)));
    },
    onRead === undefined ? {} : { onRead },
  );
  return rows;
}
