import { z } from 'zod';
import { type LoadChannel, type LoadSeries, validateLoadSeries } from '../../../workloads/load-series.js';
import { parseWith } from '../../../workloads/parse-with.js';
import { InputError } from '../../core/input-error.js';
import type { Load, PlatformConfig, Rate } from './config.js';
import { distributionSchema, meanOf } from './distribution/distribution.js';

const seconds = z.number().min(0);
const positive = z.number().positive();
const count = z.int().min(0);
const atLeastOne = z.int().min(1);
const probability = z.number().min(0).max(1);
const deterministic = (mean: number) => ({ kind: 'deterministic', mean }) as const;
const uniform = (low: number, high: number) => ({ kind: 'uniform', low, high }) as const;

const loadSeries = z.custom<LoadSeries>((value) => typeof value === 'object' && value !== null, 'a load series');

const rate: z.ZodType<Rate, unknown> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('constant'), requestsPerSecond: z.number().min(0) }),
    z.strictObject({
      kind: z.literal('mmpp'),
      states: z.array(z.strictObject({ requestsPerSecond: z.number().min(0), meanSeconds: positive })).min(1),
    }),
    z.strictObject({
      kind: z.literal('series'),
      series: loadSeries,
      scale: z.number().min(0).default(1),
      interpolation: z.enum(['step', 'linear']).default('step'),
      repeat: z.boolean().default(true),
    }),
    z.strictObject({
      kind: z.literal('flash-crowd'),
      base: rate,
      peak: z.number().min(1),
      startSeconds: seconds,
      rampSeconds: seconds,
      holdSeconds: seconds,
      decaySeconds: seconds,
    }),
  ]),
);

const load = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('closed'),
    users: z.union([
      count,
      z.strictObject({
        kind: z.literal('series'),
        series: loadSeries,
        scale: z.number().min(0).default(1),
        repeat: z.boolean().default(true),
      }),
    ]),
    thinkSeconds: distributionSchema.default(uniform(0, 2)),
    spawnRate: positive.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('open'), rate }),
]);

const concurrency = atLeastOne.nullable().default(null);
const server = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fcfs'), workers: atLeastOne.default(1) }),
  z.strictObject({ kind: z.literal('processor-sharing'), concurrency }),
  z.strictObject({
    kind: z.literal('cpu-quota'),
    threads: positive.default(8),
    periodSeconds: z.number().min(0.001).default(0.1),
    concurrency,
  }),
]);

const balancer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('round-robin') }),
  z.strictObject({ kind: z.literal('random') }),
  z.strictObject({ kind: z.literal('least-request') }),
  z.strictObject({ kind: z.literal('power-of-d'), choices: atLeastOne.default(2) }),
  z.strictObject({ kind: z.literal('shared-queue'), capacity: count.nullable().default(null) }),
]);

const client = z.strictObject({
  timeoutSeconds: positive.nullable().default(null),
  cancelsWork: z.boolean().default(true),
  retries: z
    .strictObject({
      maxAttempts: z.int().min(2).max(255).default(3),
      baseSeconds: seconds.default(0.025),
      maxSeconds: seconds.default(0.25),
      budgetRatio: z.number().min(0).nullable().default(0.2),
      budgetReserve: z.number().min(0).default(10),
    })
    .nullable()
    .default(null),
});

const resources = z.strictObject({
  cores: positive.default(1),
  idleCores: z.number().min(0).default(0),
  cpuRequestMillicores: positive.default(1000),
  cpuLimitMillicores: positive.default(1000),
  memoryRequestMebibytes: positive.default(512),
  memoryLimitMebibytes: positive.default(512),
  memory: z
    .strictObject({
      idleMebibytes: z.number().min(0).default(128),
      sharedMebibytes: z.number().min(0).default(0),
      perRequestMebibytes: z.number().min(0).default(0),
    })
    .prefault({}),
});

const nodes = z.strictObject({
  podsPerNode: atLeastOne,
  initial: count,
  max: atLeastOne,
  provisionSeconds: distributionSchema.default(uniform(60, 180)),
  idleSeconds: seconds.default(600),
});

const lifeCycle = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('instant') }),
  z.strictObject({
    mode: z.literal('kubernetes'),
    schedulingSeconds: distributionSchema.default(uniform(0.1, 1)),
    imagePull: z
      .strictObject({
        seconds: distributionSchema.default({ kind: 'lognormal', mean: 12, cv: 0.5 }),
        cachedProbability: probability.default(0.5),
      })
      .prefault({}),
    startSeconds: distributionSchema.default(deterministic(5)),
    readiness: z
      .strictObject({ initialDelaySeconds: seconds.default(0), periodSeconds: positive.default(10) })
      .prefault({}),
    endpointDelaySeconds: distributionSchema.default(uniform(1, 5)),
    termination: z
      .strictObject({
        preStop: z
          .discriminatedUnion('kind', [
            z.strictObject({ kind: z.literal('none') }),
            z.strictObject({ kind: z.literal('sleep'), seconds }),
            z.strictObject({ kind: z.literal('poll'), seconds: positive }),
          ])
          .default({ kind: 'sleep', seconds: 5 }),
        graceSeconds: seconds.default(30),
      })
      .prefault({}),
    crash: z
      .strictObject({
        perPodHour: z.number().min(0).default(0),
        initialSeconds: seconds.default(10),
        maxSeconds: seconds.default(300),
        resetSeconds: seconds.default(600),
      })
      .prefault({}),
    nodes: nodes.nullable().default(null),
  }),
]);

const scrape = (intervalSeconds: number) => ({
  intervalSeconds: z.number().min(0.1).default(intervalSeconds),
  jitterSeconds: seconds.default(0),
  missingProbability: probability.default(0),
  delaySeconds: seconds.default(0),
});

const metrics = z.strictObject({
  monitoring: z.strictObject({ ...scrape(5), rateWindowSeconds: seconds.default(300) }).prefault({}),
  resource: z.strictObject(scrape(15)).prefault({}),
  context: z
    .strictObject({
      entries: atLeastOne.default(10),
      traces: atLeastOne.default(4000),
      lookBackSeconds: positive.default(10),
      latencySource: z.enum(['traces', 'histogram']).default('traces'),
    })
    .prefault({}),
});

const schema = z.strictObject({
  load,
  work: distributionSchema,
  overheadSeconds: seconds.default(0),
  contention: z.number().min(0).default(0),
  warmUp: z.strictObject({ extra: z.number().min(0).default(0), seconds: positive.default(30) }).prefault({}),
  server: server.default({ kind: 'fcfs', workers: 1 }),
  podCapacity: atLeastOne.nullable().default(null),
  balancer: balancer.default({ kind: 'round-robin' }),
  stickyConnections: atLeastOne.nullable().default(null),
  client: client.prefault({}),
  resources: resources.prefault({}),
  lifeCycle: lifeCycle.default({ mode: 'instant' }),
  metrics: metrics.prefault({}),
  initialReplicas: count.default(1),
});

/** {@link PlatformConfig} with everything optional but the load and the work. */
export type PlatformOptions = z.input<typeof schema>;

/**
 * Completes a configuration with the defaults: first come, first served by one worker on one core, round robin, no bound, no timeout,
 * pods that come and go at once, the seed's scrapes and buffers (5 s, 10 entries, 4 000 traces, 10 s).
 *
 * @param file where the options come from, named in errors
 * @throws InputError for an unknown field, a bad value, or values that do not go together
 */
export function platformConfig(options: PlatformOptions, file?: string): PlatformConfig {
  const config: PlatformConfig = parseWith(schema, options, file);
  const reject = (field: string, value: unknown, expected: string): never => {
    throw new InputError({ ...(file === undefined ? {} : { file }), field, value }, expected);
  };
  const { lifeCycle, initialReplicas, client, overheadSeconds, metrics } = config;
  if (config.load.kind === 'closed' && meanOf(config.load.thinkSeconds) === 0)
    reject(
      'load.thinkSeconds',
      config.load.thinkSeconds,
      'a mean above 0, or a user would send without end at one instant',
    );
  checkLoad(config.load, file);
  if (client.timeoutSeconds !== null && client.timeoutSeconds <= overheadSeconds)
    reject('client.timeoutSeconds', client.timeoutSeconds, `more than overheadSeconds (${overheadSeconds})`);
  for (const [name, { intervalSeconds, jitterSeconds }] of Object.entries({
    monitoring: metrics.monitoring,
    resource: metrics.resource,
  }))
    if (jitterSeconds >= intervalSeconds)
      reject(`metrics.${name}.jitterSeconds`, jitterSeconds, `less than intervalSeconds (${intervalSeconds})`);
  if (config.stickyConnections !== null && config.balancer.kind === 'shared-queue')
    reject('stickyConnections', config.stickyConnections, 'null with a shared queue, which has no connections');
  if (lifeCycle.mode === 'kubernetes' && lifeCycle.nodes !== null) {
    const room = lifeCycle.nodes.initial * lifeCycle.nodes.podsPerNode;
    if (initialReplicas > room)
      reject('initialReplicas', initialReplicas, `at most ${room}, what the initial nodes hold`);
  }
  return config;
}

function checkLoad(load: Load, file?: string): void {
  if (load.kind === 'open') checkRate(load.rate, file);
  else if (typeof load.users !== 'number') checkSeries(load.users.series, 'users', 'load.users.series', file);
}

function checkRate(rate: Rate, file?: string): void {
  if (rate.kind === 'flash-crowd') checkRate(rate.base, file);
  if (rate.kind === 'series') checkSeries(rate.series, 'requestsPerSecond', 'load.rate.series', file);
}

function checkSeries(series: LoadSeries, channel: LoadChannel, field: string, file?: string): void {
  validateLoadSeries(series, file);
  if (series[channel] === undefined)
    throw new InputError(
      { ...(file === undefined ? {} : { file }), field, value: series.id },
      `a series with ${channel}`,
    );
}
