import type { JudgedInterval } from './reward/reward.js';
import type { ScalingStep } from './scaling-step.js';
import { noReadings, type ServiceReadings } from './service.js';
import { ContextIndex } from './view.js';

/** An episode's last step, as outsiders see it and as rewards judge it. One object an episode. */
export class EpisodeStep implements ScalingStep, JudgedInterval {
  decided = 0;
  applied = 0;
  before = 0;
  readings: ServiceReadings = noReadings;
  settleSeconds = 0;
  settlePodSeconds = 0;
  violated = false;
  readonly cost = { pods: 0, violations: 0 };
  reward = 0;
  objectiveMs = 0;
  maxReplicas = 1;
  cpuToLimit = Number.NaN;
  memoryToLimit = Number.NaN;

  get latencyMs(): number {
    return this.readings.latencyMs;
  }

  get replicas(): number {
    return this.applied;
  }

  get change(): number {
    return this.applied - this.before;
  }

  get dollars(): number {
    return this.cost.pods + this.cost.violations;
  }

  /** Sets what rewards measure a step by. @param context null where the reward does not read it */
  judge(objectiveMs: number, maxReplicas: number, context: Float64Array | null): void {
    this.objectiveMs = objectiveMs;
    this.maxReplicas = maxReplicas;
    if (context === null) return;
    this.cpuToLimit = context[ContextIndex.cpuToLimit]!;
    this.memoryToLimit = context[ContextIndex.memoryToLimit]!;
  }
}
