import type { RandomStream } from '../../../env/core/random.js';
import type { PlatformOptions } from '../../../env/horizontal/platform/index.js';

/** A configuration with every feature of the platform somewhere in it. */
export function randomConfig(random: RandomStream): PlatformOptions {
  const chance = (p: number) => random.next() < p;
  const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
  const shared = chance(0.2);
  return {
    load: chance(0.5)
      ? {
          kind: 'closed',
          users: random.integer(0, 60),
          spawnRate: chance(0.5) ? null : random.uniform(0.5, 10),
          thinkSeconds: pick([
            { kind: 'uniform', low: 0, high: 2 },
            { kind: 'exponential', mean: 1 },
          ]),
        }
      : { kind: 'open', rate: randomRate(random) },
    work: pick([
      { kind: 'deterministic', mean: 0.05 },
      { kind: 'exponential', mean: 0.08 },
      { kind: 'gamma', mean: 0.06, cv: 0.6 },
      { kind: 'lognormal', mean: 0.05, cv: 2 },
      { kind: 'hyperexponential', mean: 0.05, cv: 3 },
      { kind: 'empirical', values: [0.01, 0.02, 0.3] },
    ]),
    overheadSeconds: chance(0.5) ? 0 : 0.004,
    contention: chance(0.5) ? 0 : random.uniform(0, 0.02),
    warmUp: { extra: chance(0.5) ? 0 : 2, seconds: 20 },
    server: pick([
      { kind: 'fcfs', workers: 1 },
      { kind: 'fcfs', workers: 3 },
      { kind: 'processor-sharing', concurrency: chance(0.5) ? null : 4 },
      { kind: 'cpu-quota', threads: random.integer(1, 4), concurrency: chance(0.5) ? null : 6 },
    ]),
    podCapacity: chance(0.4) ? random.integer(1, 30) : null,
    balancer: shared
      ? { kind: 'shared-queue', capacity: chance(0.5) ? null : 40 }
      : pick([
          { kind: 'round-robin' },
          { kind: 'random' },
          { kind: 'least-request' },
          { kind: 'power-of-d', choices: 2 },
        ]),
    stickyConnections: !shared && chance(0.2) ? random.integer(1, 20) : null,
    client: {
      timeoutSeconds: chance(0.5) ? null : random.uniform(0.2, 3),
      cancelsWork: chance(0.5),
      retries: chance(0.4) ? { maxAttempts: 3, budgetRatio: chance(0.5) ? null : 0.1 } : null,
    },
    resources: {
      cores: pick([0.5, 1, 2]),
      memory: chance(0.3) ? { idleMebibytes: 128, sharedMebibytes: 100, perRequestMebibytes: 15 } : {},
    },
    lifeCycle: chance(0.3)
      ? { mode: 'instant' }
      : {
          mode: 'kubernetes',
          imagePull: { cachedProbability: random.next() },
          crash: { perPodHour: chance(0.5) ? 0 : 60 },
          termination: {
            graceSeconds: random.uniform(0, 20),
            preStop: pick([{ kind: 'none' }, { kind: 'sleep', seconds: 5 }, { kind: 'poll', seconds: 2 }]),
          },
          nodes: chance(0.5) ? null : { podsPerNode: 4, initial: 2, max: 5, idleSeconds: 30 },
        },
    metrics: {
      monitoring: { jitterSeconds: 1, missingProbability: 0.1, delaySeconds: 2, rateWindowSeconds: 60 },
      resource: { jitterSeconds: 2, missingProbability: 0.1, delaySeconds: 5 },
    },
    initialReplicas: random.integer(0, 6),
  };
}

function randomRate(random: RandomStream): Extract<PlatformOptions['load'], { kind: 'open' }>['rate'] {
  const requestsPerSecond = random.uniform(1, 60);
  switch (random.integer(0, 2)) {
    case 0:
      return { kind: 'constant', requestsPerSecond };
    case 1:
      return {
        kind: 'mmpp',
        states: [
          { requestsPerSecond, meanSeconds: 20 },
          { requestsPerSecond: 2, meanSeconds: 40 },
        ],
      };
    default:
      return {
        kind: 'flash-crowd',
        base: { kind: 'constant', requestsPerSecond },
        peak: 3,
        startSeconds: 60,
        rampSeconds: 10,
        holdSeconds: 30,
        decaySeconds: 60,
      };
  }
}
