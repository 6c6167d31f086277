import { z } from 'zod';
import { floatQuantity } from './quantity-field.js';

const policy = z.strictObject({
  type: z.enum(['Pods', 'Percent']),
  value: z.int().min(1),
  periodSeconds: z.int().min(1).max(1800),
});

const scalingRules = z.strictObject({
  stabilizationWindowSeconds: z.int().min(0).max(3600).optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).default('Max'),
  policies: z.array(policy).min(1, 'at least one policy').optional(),
  tolerance: floatQuantity.optional(),
});

/** `spec.behavior` of an `autoscaling/v2` HorizontalPodAutoscaler. */
export const behaviorSchema = z.strictObject({
  scaleUp: scalingRules.optional(),
  scaleDown: scalingRules.optional(),
});

/** `behavior` of an HPA as it is written. */
export type BehaviorSpec = z.infer<typeof behaviorSchema>;

/** One policy of `scaleUp` or `scaleDown`: most change within a period. */
export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  /** Pods, or percent of the replicas at the period's start. */
  readonly value: number;
  readonly periodSeconds: number;
}

/** The rules of one direction, completed by the API's defaults. */
export interface ScalingRules {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicy[];
  /** Null: the cluster's tolerance. */
  readonly tolerance: number | null;
}

/** `spec.behavior` completed: each direction may be given in part or not at all (specification §1.1). */
export interface Behaviour {
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

const doubling: ScalingPolicy = { type: 'Percent', value: 100, periodSeconds: 15 };
const defaultPolicies = {
  scaleUp: [{ type: 'Pods', value: 4, periodSeconds: 15 }, doubling],
  scaleDown: [doubling],
} as const;

/** @param downscaleStabilizationSeconds the controller's flag, which fills a missing scale-down window */
export function completeBehaviour(spec: BehaviorSpec, downscaleStabilizationSeconds: number): Behaviour {
  const complete = (direction: 'scaleUp' | 'scaleDown', window: number): ScalingRules => ({
    stabilizationWindowSeconds: spec[direction]?.stabilizationWindowSeconds ?? window,
    selectPolicy: spec[direction]?.selectPolicy ?? 'Max',
    policies: spec[direction]?.policies ?? defaultPolicies[direction],
    tolerance: spec[direction]?.tolerance ?? null,
  });
  return { scaleUp: complete('scaleUp', 0), scaleDown: complete('scaleDown', downscaleStabilizationSeconds) };
}

/** The longest period of a direction's policies. */
export function longestPeriod({ policies }: ScalingRules): number {
  return Math.max(...policies.map(({ periodSeconds }) => periodSeconds));
}
