import { z } from 'zod';
import { closeMatch } from '../../env/core/close-match.js';
import { autoregressive } from './autoregressive.js';
import { bursty } from './bursty.js';
import { clip } from './clip.js';
import { constant } from './constant.js';
import { diurnal } from './diurnal.js';
import type { Generator, WorkloadNode } from './generator.js';
import { leak } from './leak.js';
import { lowHigh } from './low-high.js';
import { noise } from './noise.js';
import { pair } from './pair.js';
import { ramp } from './ramp.js';
import { repeat } from './repeat.js';
import { scale } from './scale.js';
import { sinusoidal } from './sinusoidal.js';
import { splice } from './splice.js';
import { step } from './step.js';
import { sum } from './sum.js';

const anyNode: z.ZodType<WorkloadNode> = z.lazy(() => nodeSchema);

/** Every kind of node a workload configuration can hold: first the workloads, then the ways of composing them. */
export const generators: readonly Generator[] = [
  constant,
  step,
  sinusoidal,
  lowHigh,
  ramp,
  leak,
  bursty,
  diurnal,
  autoregressive,
  ...[sum, pair, scale, clip, noise, repeat, splice].map((compose) => compose(anyNode)),
];

/** The names of {@link generators}. */
export const generatorTypes: readonly string[] = generators.map(({ type }) => type);

const byType = new Map(generators.map((generator) => [generator.type, generator]));

const schemaByType = new Map(
  generators.map(({ type, schema }) => [
    type,
    z.strictObject({
      type: z.literal(type),
      name: z.string().min(1).optional(),
      config: (schema as z.ZodType<unknown, unknown>).prefault({}),
    }),
  ]),
);

/** Checks a node and everything below it, and fills in defaults. `low_high` and `low-high` are read as `lowhigh`. */
export const nodeSchema: z.ZodType<WorkloadNode> = z.preprocess(
  withPlainType,
  z.discriminatedUnion('type', [...schemaByType.values()] as never, { error: typeError }),
) as unknown as z.ZodType<WorkloadNode>;

/** @throws Error when the type is not one that {@link nodeSchema} lets through */
export function generatorOf(type: string): Generator {
  const generator = byType.get(type);
  if (generator === undefined) throw new Error(`no generator "${type}"`);
  return generator;
}

/** The name of a generator type as the registry has it. */
export function plainType(type: string): string {
  return type.toLowerCase().replaceAll(/[-_ ]/g, '');
}

function withPlainType(node: unknown): unknown {
  const type = (node as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' ? { ...(node as object), type: plainType(type) } : node;
}

function typeError(issue: { readonly code?: string; readonly input?: unknown }): string | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  const type = (issue.input as { type?: unknown } | undefined)?.type;
  const close = typeof type === 'string' ? closeMatch(type, generatorTypes) : null;
  return `one of ${generatorTypes.join(', ')}${close === null ? '' : ` (did you mean ${close}?)`}`;
}
