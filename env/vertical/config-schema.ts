import { z } from 'zod';
import { parseWith } from '../../workloads/parse-with.js';
import type { UpdaterConfig, VerticalConfig } from './config.js';
import { defaultPrices } from './cost.js';

/** What pods request at the beginning when neither the configuration nor the series says so: one core and one GiB. */
export const fallbackRequest = { cpuMillicores: 1000, memoryMebibytes: 1024 } as const;

/** An object of which any part may be left out, down to single fields. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> }
    : T;

/**
 * {@link VerticalConfig} with everything optional; the updater takes the fields of its rule, `kubernetes` unless named.
 */
export type VerticalConfigOptions = DeepPartial<Omit<VerticalConfig, 'updater'>> & {
  readonly updater?: DeepPartial<UpdaterConfig>;
};

const amount = z.number().min(0);
const seconds = z.number().min(0);
const price = z.number().min(0);
const wholeNumber = z.int();
const resource = z.enum(['cpu', 'memory']);
const resources = z.strictObject({ cpuMillicores: amount, memoryMebibytes: amount });
const someResources = z
  .strictObject({ cpuMillicores: amount.exactOptional(), memoryMebibytes: amount.exactOptional() })
  .default({});
const updateMode = z.enum(['Off', 'Initial', 'Recreate', 'Auto', 'InPlaceOrRecreate', 'InPlace']).default('Recreate');

const kubernetesUpdater = z.strictObject({
  rule: z.literal('kubernetes'),
  mode: updateMode,
  intervalSeconds: z.number().positive().default(60),
  minReplicas: wholeNumber.min(1).default(1),
  evictionTolerance: z.number().min(0).max(1).default(0.5),
  evictionRateLimit: z.number().default(-1),
  evictionRateBurst: wholeNumber.min(1).default(1),
  lifetimeThresholdSeconds: seconds.default(43200),
  updateThreshold: z.number().min(0).default(0.1),
  evictAfterOomSeconds: seconds.default(600),
  inPlaceSkipDisruptionBudget: z.boolean().default(false),
  evictionRequirements: z
    .array(
      z.strictObject({
        resources: z.array(resource).min(1),
        changeRequirement: z.enum(['TargetHigherThanRequests', 'TargetLowerThanRequests']),
      }),
    )
    .default([]),
});

const updater = z.preprocess(
  withKubernetesRule,
  z.discriminatedUnion('rule', [
    kubernetesUpdater,
    z.strictObject({ rule: z.literal('usage-bounds'), mode: updateMode }),
    z.strictObject({ rule: z.literal('direct'), mode: updateMode }),
  ]),
);

const schema = z.strictObject({
  replicas: wholeNumber.min(1).max(10_000).default(1),
  initialRequest: resources.nullable().default(null),
  limitToRequest: z
    .strictObject({ cpu: z.number().min(1).nullable().default(1), memory: z.number().min(1).nullable().default(1) })
    .prefault({}),
  updater: updater.prefault({}),
  policy: z
    .strictObject({
      minAllowed: someResources,
      maxAllowed: someResources,
      controlledResources: z.array(resource).default(['cpu', 'memory']),
      controlledValues: z.enum(['RequestsAndLimits', 'RequestsOnly']).default('RequestsAndLimits'),
    })
    .prefault({}),
  limitRange: z.strictObject({ min: someResources, max: someResources }).nullable().default(null),
  physics: z
    .strictObject({
      recreateSeconds: seconds.default(30),
      containerRestartSeconds: z.number().min(0.1).default(5),
      crashLoopInitialSeconds: seconds.default(10),
      crashLoopMaxSeconds: seconds.default(300),
      crashLoopResetSeconds: seconds.default(600),
      backlog: z.boolean().default(false),
      backlogLimitCoreSeconds: z.number().min(0).default(3600),
      resizeDeferredProbability: z.number().min(0).max(1).default(0),
    })
    .prefault({}),
  nodeCapacity: resources.nullable().default(null),
  prices: z
    .strictObject({
      cpuCoreHour: price.default(defaultPrices.cpuCoreHour),
      memoryGibibyteHour: price.default(defaultPrices.memoryGibibyteHour),
      throttledCoreHour: price.default(defaultPrices.throttledCoreHour),
      oomKill: price.default(defaultPrices.oomKill),
      restart: price.default(defaultPrices.restart),
      downHour: price.default(defaultPrices.downHour),
    })
    .prefault({}),
  rewardScale: z.number().positive().default(1),
});

/**
 * Completes a configuration with the defaults: one replica, Kubernetes' updater in mode `Recreate` every minute, limits
 * equal to requests, no LimitRange, a node that takes every pod, the prices of {@link defaultPrices}.
 *
 * @param file where the options come from, named in errors
 * @throws InputError for an unknown field or a bad value
 */
export function verticalConfig(options: VerticalConfigOptions = {}, file?: string): VerticalConfig {
  return parseWith(schema, options, file);
}

/** An updater without a rule follows Kubernetes'. */
function withKubernetesRule(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !('rule' in value) ? { rule: 'kubernetes', ...value } : value;
}
