import type { HorizontalConfig } from '../../../env/horizontal/config.js';
import { horizontalConfig } from '../../../env/horizontal/config-schema.js';
import type { HorizontalTrial } from '../../../experiments/horizontal/trial.js';
import type { LoadSeries } from '../../../workloads/load-series.js';

/** Requests a second by minute: a hump over 20 minutes, from 4 up to 24 and back. */
export const hump = loadOf(
  'hump',
  'requestsPerSecond',
  [4, 4, 4, 6, 8, 12, 16, 20, 24, 24, 24, 20, 16, 12, 8, 6, 4, 4, 4, 4],
);

/** Users by minute: the same hump. */
export const crowd = loadOf('crowd', 'users', [...hump.requestsPerSecond!]);

/** A web service whose requests are long enough for some of them to need several pods. */
export const smallWeb: HorizontalConfig = horizontalConfig({
  platform: { preset: 'web', changes: { work: { kind: 'lognormal', mean: 0.1, cv: 1 } } },
  objective: { latencyMs: 1000 },
  limits: { minReplicas: 1, maxReplicas: 8 },
  initialReplicas: 2,
});

export function loadOf(id: string, channel: 'requestsPerSecond' | 'users', values: readonly number[]): LoadSeries {
  return {
    id,
    startTime: 0,
    stepSeconds: 60,
    [channel]: Float64Array.from(values),
    source: { dataset: 'test', entity: id, assumptions: {} },
  };
}

export function trialOf(
  agent: HorizontalTrial['agent'],
  seed = 1,
  config: HorizontalConfig = smallWeb,
  load: LoadSeries = hump,
): HorizontalTrial {
  return { env: { id: 'HorizontalScaling-v0', config }, agent, series: { id: load.id, hash: load.id }, seed };
}
