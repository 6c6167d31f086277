import type { Scenario } from '../../experiments/horizontal/scenario.js';
import { readScenario } from '../../experiments/horizontal/scenarios.js';

/** Scenarios of a few minutes as their files hold them: a load of users that is always the same, and one of requests that is drawn. */
export const tinyScenarios = {
  users: {
    describe: 'A few users, then many.',
    config: { platform: 'orange', limits: { minReplicas: 1, maxReplicas: 4 }, initialReplicas: 1 },
    load: { timesteps: 24, time_interval: 15, users: { type: 'ramp', config: { from: 5, to: 25 } } },
  },
  requests: {
    describe: 'Requests that come in bursts, no two draws the same.',
    config: { platform: 'web', engine: 'fluid', limits: { minReplicas: 1, maxReplicas: 6 } },
    load: {
      timesteps: 20,
      time_interval: 15,
      requestsPerSecond: { type: 'bursty', config: { base: 40, burst: 60, rate_per_hour: 60, duration: 60 } },
    },
  },
} as const;

/** The {@link tinyScenarios}, drawn for these seeds. */
export function drawTinyScenarios(seeds: readonly number[]): Scenario[] {
  return Object.entries(tinyScenarios).map(([id, raw]) =>
    readScenario(raw, { id, origin: 'test', file: `${id}.json`, seeds }),
  );
}
