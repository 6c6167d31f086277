import { z } from 'zod';
import { parseWith } from '../../workloads/parse-with.js';
import { InputError } from '../core/input-error.js';
import { resourcePrices } from '../core/resource-prices.js';
import { chooseBackend } from './backend-choice.js';
import type { Backend, HorizontalConfig, Settle } from './config.js';
import type { HorizontalConfigOptions, PlatformChoice } from './config-options.js';
import { clampReplicas, replicaLimits } from './limits.js';
import { distributionSchema } from './platform/distribution/distribution.js';
import { platformPresets } from './platform/presets.js';
import { checkRecordedLimits } from './table/recorded-limits.js';
import type { RecordedTable } from './table/recorded-table.js';
import type { ReplicaLimits } from './view.js';

const count = z.int().min(0);
const weight = z.number().min(0);
const fraction = z.number().min(0).max(1);
const seconds = z.number().positive();
const flag = z.boolean().default(false);

const settle = byKind(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('instant') }),
    z.strictObject({ kind: z.literal('wait-ready'), maxSeconds: seconds.default(300) }),
  ]),
);

const outOfRange = z.enum(['clamp', 'no-op']).default('clamp');
const action = byKind(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('incremental'), maxStep: z.int().min(1).max(10_000).default(1), outOfRange }),
    z.strictObject({ kind: z.literal('fixed'), outOfRange }),
  ]),
);

const reward = byKind(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('binary') }),
    z.strictObject({ kind: z.literal('cost-weighted'), costWeight: fraction.default(0.5) }),
    z.strictObject({
      kind: z.literal('penalty'),
      violation: weight.default(1),
      pods: weight.default(0.5),
      change: weight.default(0.02),
    }),
    z.strictObject({ kind: z.literal('preservation'), preservation: fraction.default(0.5) }),
    z.strictObject({
      kind: z.literal('lagrangian'),
      budget: fraction.default(0.01),
      rate: weight.default(0.05),
      initialMultiplier: weight.default(1),
    }),
    z.strictObject({ kind: z.literal('tower') }),
    z.strictObject({ kind: z.literal('cost') }),
  ]),
);

const platform = z.custom<PlatformChoice>((value) => typeof value === 'string' || isPlainObject(value), {
  error: `${platformPresets.join(', ')}, or an object`,
});
const table = z.custom<RecordedTable | string>((value) => typeof value === 'string' || isPlainObject(value), {
  error: 'a recorded table, or the path of one',
});

const schema = z.strictObject({
  platform: platform.exactOptional(),
  engine: z.enum(['events', 'fluid']).exactOptional(),
  table: table.exactOptional(),
  limits: z.strictObject({ minReplicas: count.exactOptional(), maxReplicas: count.exactOptional() }).default({}),
  initialReplicas: count.exactOptional(),
  decisionSeconds: seconds.default(15),
  settle: settle.prefault('none'),
  objective: z.strictObject({ latencyMs: seconds.exactOptional(), percentile: fraction.default(0.95) }).prefault({}),
  action: action.prefault('incremental'),
  reward: reward.prefault('cost-weighted'),
  observation: z
    .strictObject({ pendingPods: flag, previousAction: flag, derivative: flag, timeOfDay: flag, failures: flag })
    .prefault({}),
  prices: z.strictObject({ podHour: weight.exactOptional(), violationHour: weight.exactOptional() }).default({}),
  load: z
    .strictObject({
      scale: weight.default(1),
      interpolation: z.enum(['step', 'linear']).default('step'),
      thinkSeconds: distributionSchema.nullable().default(null),
    })
    .prefault({}),
});

/** Hours of a pod that an hour in violation costs, unless prices say otherwise. */
const violationInPodHours = 20;

/**
 * Completes a configuration: the preset `orange` request by request, the preset's limits, objective and replicas (see `presetDefaults`), a
 * decision every 15 s without waiting, steps of ±1 clamped to the limits, the cost-weighted reward, the context alone as observation. A
 * pod costs what its requests cost in the vertical half, an hour in violation as much as 20 pods.
 *
 * Defaults of rewards: `cost-weighted` half; `penalty` 1 a violation, .5 for all pods, .02 a pod changed; `preservation` half;
 * `lagrangian` 1 % of intervals, rate .05, multiplier 1 at first. `wait-ready` waits 300 s at most.
 *
 * @param file where the options come from, named in errors
 * @throws InputError for an unknown field, a bad value, or values that do not go together
 */
export function horizontalConfig(options: HorizontalConfigOptions = {}, file?: string): HorizontalConfig {
  const parsed = parseWith(schema, options, file);
  const { objective, prices } = parsed;
  const reject = (field: string, value: unknown, expected: string): never => {
    throw new InputError({ ...(file === undefined ? {} : { file }), field, value }, expected);
  };
  const choice = chooseBackend(parsed, file);
  const limits = limitsFor(parsed.limits, choice.limits, file);
  if (choice.backend.kind === 'table') {
    checkRecordedLimits(choice.backend.table, limits, file);
    if (parsed.settle.kind === 'wait-ready')
      reject('settle', parsed.settle.kind, 'none or instant with a table, whose pods are ready at once');
  }
  const initialReplicas = parsed.initialReplicas ?? clampReplicas(choice.initialReplicas, limits);
  if (initialReplicas !== clampReplicas(initialReplicas, limits))
    reject('initialReplicas', initialReplicas, `${limits.minReplicas} to ${limits.maxReplicas}, as the limits say`);
  const latencyMs =
    objective.latencyMs ??
    choice.latencyMs ??
    reject(
      'objective.latencyMs',
      undefined,
      'milliseconds (--objective-ms on the command line); only presets have an objective of their own',
    );
  const podHour = prices.podHour ?? podHourOf(choice.backend);
  return {
    backend: settledBackend(choice.backend, parsed.settle, initialReplicas),
    load: parsed.load,
    limits,
    initialReplicas,
    decisionSeconds: parsed.decisionSeconds,
    settle: parsed.settle,
    objective: { latencyMs, percentile: objective.percentile },
    action: parsed.action,
    reward: parsed.reward,
    observation: parsed.observation,
    prices: { podHour, violationHour: prices.violationHour ?? violationInPodHours * podHour },
  };
}

/**
 * Checks options that are to be put over others: every field by itself, and the platform or the table they name. What they are worth together
 * with the rest only {@link horizontalConfig} can say.
 *
 * @param file where the options come from, named in errors
 * @throws InputError for an unknown field or a bad value
 */
export function checkConfigOptions(options: HorizontalConfigOptions, file?: string): void {
  chooseBackend(parseWith(schema, options, file), file);
}

/** Reads a bare name as the variant of that kind. */
function byKind<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (typeof value === 'string' ? { kind: value } : value), schema);
}

/** One limit given: the other is the default, or the same where the default is on its wrong side. */
function limitsFor(given: Partial<ReplicaLimits>, byDefault: ReplicaLimits, file: string | undefined): ReplicaLimits {
  const limits = {
    minReplicas: given.minReplicas ?? Math.min(byDefault.minReplicas, given.maxReplicas ?? byDefault.minReplicas),
    maxReplicas: given.maxReplicas ?? Math.max(byDefault.maxReplicas, given.minReplicas ?? 0),
  };
  return replicaLimits(limits, 'limits', file);
}

/** The platform begins with the episode's replicas; settled at once, its pods come and go at once. */
function settledBackend(backend: Backend, settled: Settle, initialReplicas: number): Backend {
  if (backend.kind === 'table') return backend;
  const { lifeCycle, ...rest } = backend.platform;
  return {
    kind: backend.kind,
    platform: { ...rest, lifeCycle: settled.kind === 'instant' ? { mode: 'instant' } : lifeCycle, initialReplicas },
  };
}

/** What a pod's requests cost an hour at the vertical half's prices, dollars. */
function podHourOf(backend: Backend): number {
  const { cpuRequestMillicores, memoryRequestMebibytes } =
    backend.kind === 'table' ? backend.table.pod : backend.platform.resources;
  return (
    (cpuRequestMillicores / 1000) * resourcePrices.cpuCoreHour +
    (memoryRequestMebibytes / 1024) * resourcePrices.memoryGibibyteHour
  );
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
