import type { PlatformOptions } from './config-schema.js';

/** Names of the ready-made services. */
export const platformPresets = ['orange', 'web', 'cpu-heavy', 'llm-serving'] as const;

/** Names a bundled platform. */
export type PlatformPreset = (typeof platformPresets)[number];

/**
 * The seed's application, calibrated to its recorded latencies (horizontal.md §3.6): one Apache worker a pod on half a core, 55 ms of CPU a
 * request, a mesh that takes turns, Locust users who think up to 2 s. Pods come and go at once, as in the seed's replay.
 * Request and limit are those of application and sidecar together; the memory is what was recorded, .19 + .48/n of the request.
 */
const orange: PlatformOptions = {
  load: { kind: 'closed', users: 5, thinkSeconds: { kind: 'uniform', low: 0, high: 2 } },
  work: { kind: 'deterministic', mean: 0.055 },
  overheadSeconds: 0.004,
  contention: 0.003,
  server: { kind: 'fcfs', workers: 1 },
  balancer: { kind: 'round-robin' },
  resources: {
    cores: 0.5,
    idleCores: 0.01,
    cpuRequestMillicores: 600,
    cpuLimitMillicores: 2500,
    memoryRequestMebibytes: 640,
    memoryLimitMebibytes: 1536,
    memory: { idleMebibytes: 0.19 * 640, sharedMebibytes: 0.48 * 640 },
  },
};

/** A web service behind a proxy that looks at queues: short requests of varying size, open load, impatient clients who retry. */
const web: PlatformOptions = {
  load: { kind: 'open', rate: { kind: 'constant', requestsPerSecond: 100 } },
  work: { kind: 'lognormal', mean: 0.02, cv: 1 },
  overheadSeconds: 0.003,
  contention: 0.001,
  warmUp: { extra: 1, seconds: 20 },
  server: { kind: 'processor-sharing', concurrency: 64 },
  podCapacity: 256,
  balancer: { kind: 'power-of-d', choices: 2 },
  client: { timeoutSeconds: 5, cancelsWork: true, retries: {} },
  resources: {
    cores: 1,
    idleCores: 0.02,
    cpuRequestMillicores: 1000,
    cpuLimitMillicores: 1000,
    memoryRequestMebibytes: 512,
    memoryLimitMebibytes: 512,
    memory: { idleMebibytes: 180, perRequestMebibytes: 0.5 },
  },
  lifeCycle: { mode: 'kubernetes', startSeconds: { kind: 'lognormal', mean: 8, cv: 0.3 } },
  metrics: { context: { latencySource: 'histogram', lookBackSeconds: 15 } },
  initialReplicas: 4,
};

/** Requests of a third of a core-second on pods with a CPU quota of two cores and four threads, whose bursts are throttled. */
const cpuHeavy: PlatformOptions = {
  load: { kind: 'open', rate: { kind: 'constant', requestsPerSecond: 12 } },
  work: { kind: 'gamma', mean: 0.33, cv: 0.5 },
  overheadSeconds: 0.005,
  contention: 0.01,
  server: { kind: 'cpu-quota', threads: 4, concurrency: 8 },
  podCapacity: 64,
  balancer: { kind: 'least-request' },
  client: { timeoutSeconds: 30, cancelsWork: true },
  resources: {
    cores: 2,
    idleCores: 0.02,
    cpuRequestMillicores: 1000,
    cpuLimitMillicores: 2000,
    memoryRequestMebibytes: 1024,
    memoryLimitMebibytes: 2048,
    memory: { idleMebibytes: 300, perRequestMebibytes: 20 },
  },
  lifeCycle: { mode: 'kubernetes', startSeconds: { kind: 'lognormal', mean: 12, cv: 0.3 } },
  metrics: { context: { latencySource: 'histogram', lookBackSeconds: 30 } },
  initialReplicas: 4,
};

/**
 * A language model: generations of some seconds that share an accelerator in a batch of up to 32, each the slower the fuller the batch;
 * gateways hold what no batch has room for. Pods are slow to come: gigabytes of image, minutes of loading, nodes with two accelerators.
 */
const llmServing: PlatformOptions = {
  load: { kind: 'open', rate: { kind: 'constant', requestsPerSecond: 6 } },
  work: { kind: 'lognormal', mean: 4, cv: 1.1 },
  overheadSeconds: 0.05,
  contention: 0.03,
  server: { kind: 'processor-sharing', concurrency: 32 },
  balancer: { kind: 'shared-queue', capacity: 1000 },
  client: { timeoutSeconds: 120, cancelsWork: true },
  resources: {
    cores: 32,
    idleCores: 0.5,
    cpuRequestMillicores: 32_000,
    cpuLimitMillicores: 32_000,
    memoryRequestMebibytes: 81_920,
    memoryLimitMebibytes: 81_920,
    memory: { idleMebibytes: 30_000, perRequestMebibytes: 600 },
  },
  lifeCycle: {
    mode: 'kubernetes',
    imagePull: { seconds: { kind: 'lognormal', mean: 60, cv: 0.4 }, cachedProbability: 0.5 },
    startSeconds: { kind: 'lognormal', mean: 75, cv: 0.2 },
    termination: { graceSeconds: 120 },
    nodes: { podsPerNode: 2, initial: 2, max: 16 },
  },
  metrics: { context: { latencySource: 'histogram', lookBackSeconds: 60 } },
  initialReplicas: 3,
};

const presets: Readonly<Record<PlatformPreset, PlatformOptions>> = {
  orange,
  web,
  'cpu-heavy': cpuHeavy,
  'llm-serving': llmServing,
};

/** A preset's options, with any of them replaced whole. */
export function platformPreset(name: PlatformPreset, changes: Partial<PlatformOptions> = {}): PlatformOptions {
  return { ...presets[name], ...changes };
}
