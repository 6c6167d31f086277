import type { ScalingStep } from '../../../env/horizontal/scaling-step.js';
import type { ServiceReadings } from '../../../env/horizontal/service.js';

/** What differs from a quiet interval of 15 s: two pods asked for, there and serving, 30 requests of 100 ms, nothing spent. */
export type Script = Partial<Omit<ScalingStep, 'readings' | 'cost'>> & {
  readonly readings?: Partial<ServiceReadings>;
  readonly cost?: ScalingStep['cost'];
};

/** A step made by hand. */
export function scriptedStep({ readings, cost, ...rest }: Script = {}): ScalingStep {
  const before = rest.before ?? 2;
  const applied = rest.applied ?? before;
  return {
    decided: applied,
    applied,
    before,
    settleSeconds: 0,
    settlePodSeconds: 0,
    violated: false,
    reward: 0,
    ...rest,
    cost: cost ?? { pods: 0, violations: 0 },
    readings: {
      fromSeconds: 0,
      toSeconds: 15,
      offeredLoad: 2,
      latencyMs: 100,
      meanLatencyMs: 50,
      requests: 30,
      failedRequests: 0,
      violatedRequests: 0,
      podSeconds: 30,
      readyPodSeconds: 30,
      ...readings,
    },
  };
}
