import { z } from 'zod';
import { closeMatch } from '../../env/core/close-match.js';
import { autoregressive } from './autoregressive.js';
import { bursty } from './bursty.js';
import { clip } from './clip.js';
import { constant } from './constant.js';
import { diurnal } from './diurnal.js';
import { type Fields, loadFields, usageFields } from './fields.js';
import { flashCrowd } from './flash-crowd.js';
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
import { triangular } from './triangular.js';

/** Every kind of node a configuration can hold. */
export interface GeneratorRegistry {
  /** First those that make values, then the ways of composing them. */
  readonly generators: readonly Generator[];
  /** Checks a node and everything below it, and fills in defaults. `low_high` and `low-high` are read as `lowhigh`. */
  readonly nodeSchema: z.ZodType<WorkloadNode>;
  /** @throws Error when the type is not one that {@link nodeSchema} lets through */
  generatorOf(type: string): Generator;
}

function registryOf(make: (node: z.ZodType<WorkloadNode>) => readonly Generator[]): GeneratorRegistry {
  const anyNode: z.ZodType<WorkloadNode> = z.lazy(() => nodeSchema);
  const generators = make(anyNode);
  const types = generators.map(({ type }) => type);
  const byType = new Map(generators.map((generator) => [generator.type, generator]));
  const schemas = generators.map(({ type, schema }) =>
    z.strictObject({
      type: z.literal(type),
      name: z.string().min(1).optional(),
      config: (schema as z.ZodType<unknown, unknown>).prefault({}),
    }),
  );
  const nodeSchema = z.preprocess(
    withPlainType,
    z.discriminatedUnion('type', schemas as never, { error: (issue) => typeError(issue, types) }),
  ) as unknown as z.ZodType<WorkloadNode>;
  return {
    generators,
    nodeSchema,
    generatorOf: (type) => {
      const generator = byType.get(type);
      if (generator === undefined) throw new Error(`no generator "${type}"`);
      return generator;
    },
  };
}

const levels = (fields: Fields): readonly Generator[] =>
  [constant, step, sinusoidal, lowHigh, triangular, ramp, bursty, diurnal, autoregressive].map((make) => make(fields));

const compositions = (fields: Fields, node: z.ZodType<WorkloadNode>): readonly Generator[] => [
  sum(node),
  scale(node, fields),
  clip(node, fields),
  noise(node, fields),
  flashCrowd(node),
  repeat(node),
  splice(node),
];

/** What makes the usage of a container. */
export const usageGenerators = registryOf((node) => [
  ...levels(usageFields),
  leak,
  ...compositions(usageFields, node),
  pair(node),
]);

/** What makes the load of a service: the same patterns, with one plain number wherever usage has one for each resource. */
export const loadGenerators = registryOf((node) => [...levels(loadFields), ...compositions(loadFields, node)]);

/** The names of {@link usageGenerators}. */
export const generatorTypes: readonly string[] = usageGenerators.generators.map(({ type }) => type);

/** The name of a generator type as the registry has it. */
export function plainType(type: string): string {
  return type.toLowerCase().replaceAll(/[-_ ]/g, '');
}

function withPlainType(node: unknown): unknown {
  const type = (node as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' ? { ...(node as object), type: plainType(type) } : node;
}

function typeError(
  issue: { readonly code?: string; readonly input?: unknown },
  types: readonly string[],
): string | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  const type = (issue.input as { type?: unknown } | undefined)?.type;
  const close = typeof type === 'string' ? closeMatch(type, types) : null;
  return `one of ${types.join(', ')}${close === null ? '' : ` (did you mean ${close}?)`}`;
}
