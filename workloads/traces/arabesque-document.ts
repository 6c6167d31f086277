import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import type { ArabesqueOptions } from './arabesque.js';
import { type ArabesqueEntity, amounts, gauge, parsed, samplesOf, sizesOf } from './arabesque-folders.js';
import { type BytesRead, readText } from './byte-source.js';

const values = z.array(z.union([z.number(), z.null()]).transform((value) => value ?? Number.NaN));

/** What the ETL of smart-vpa writes of a container: bytes and cores. */
const etlSchema = z.object({
  timestamp: z.array(z.number()),
  workload: z.tuple([values, values, values]),
  limit: z.tuple([values, values]).optional(),
  request: z.tuple([values, values]).optional(),
});

/** What the single-file variant holds of a container: MB and millicores. */
const workloadSchema = z.object({
  time: z.array(z.number()),
  workload: z.tuple([values, values]),
  requests: amounts.optional(),
  limits: amounts.optional(),
});

/**
 * Every container of a document `{namespace: {pod: …}}`.
 * @throws InputError naming namespace, pod and field
 */
export async function entitiesOfDocument(
  path: string,
  options: ArabesqueOptions,
  onRead?: BytesRead,
): Promise<ArabesqueEntity[]> {
  const document = parsed(await readText(path, onRead), path);
  const entities: ArabesqueEntity[] = [];
  for (const [namespace, pods] of entriesOf(document, path, ''))
    for (const [pod, content] of entriesOf(pods, path, namespace)) {
      const field = `${namespace}.${pod}`;
      const base = { id: `${namespace}/${pod}`, service: namespace };
      if ('workload' in entryOf(content, path, field))
        entities.push({ ...base, ...workloadTracks(content, path, field, options) });
      else
        for (const [container, data] of entriesOf(content, path, field)) {
          const id = container === 'main' ? base.id : `${base.id}/${container}`;
          entities.push({ ...base, id, ...etlTracks(data, path, `${field}.${container}`) });
        }
    }
  return entities;
}

function entryOf(value: unknown, file: string, field: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(
      { file, ...(field === '' ? {} : { field }), value },
      'an object by namespace, pod and container',
    );
  return value;
}

function entriesOf(value: unknown, file: string, field: string): [string, unknown][] {
  return Object.entries(entryOf(value, file, field));
}

function checked<Output>(schema: z.ZodType<Output>, value: unknown, file: string, field: string): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw new InputError({ file, field: [field, ...path].join('.') }, message.replace(/^Invalid input: expected /, ''));
}

function etlTracks(value: unknown, file: string, field: string): Pick<ArabesqueEntity, 'times' | 'tracks'> {
  const { timestamp, workload, limit, request } = checked(etlSchema, value, file, field);
  const [first, second, cpu] = workload;
  const place = { file, field: `${field}.workload` };
  const memory = first.map((bytes, i) => (bytes < 0 || second[i]! < 0 ? Number.NaN : bytes + second[i]!));
  const tracks = [
    gauge('memoryBytes', 1, samplesOf(timestamp, memory, place)),
    gauge('cpuMillicores', 1000, samplesOf(timestamp, cpu, place)),
  ];
  const sizes = [
    ['limit', limit, 'memoryLimitBytes', 'cpuLimitMillicores'],
    ['request', request, 'memoryRequestBytes', 'cpuRequestMillicores'],
  ] as const;
  for (const [name, pair, memoryChannel, cpuChannel] of sizes) {
    if (pair === undefined) continue;
    const own = { file, field: `${field}.${name}` };
    tracks.push(
      gauge(memoryChannel, 1, samplesOf(timestamp, pair[0], own)),
      gauge(cpuChannel, 1000, samplesOf(timestamp, pair[1], own)),
    );
  }
  return { times: timestamp, tracks };
}

function workloadTracks(
  value: unknown,
  file: string,
  field: string,
  { bytesPerMb }: ArabesqueOptions,
): Pick<ArabesqueEntity, 'times' | 'tracks' | 'sizes'> {
  const { time, workload, requests, limits } = checked(workloadSchema, value, file, field);
  const place = { file, field: `${field}.workload` };
  const tracks = [
    gauge('memoryBytes', bytesPerMb, samplesOf(time, workload[0], place)),
    gauge('cpuMillicores', 1, samplesOf(time, workload[1], place)),
  ];
  return { times: time, tracks, sizes: sizesOf(requests, limits, bytesPerMb) };
}
