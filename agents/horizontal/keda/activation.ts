import type { ReplicaLimits } from '../../../env/horizontal/view.js';
import type { KedaConfig } from './config.js';

/** What KEDA's own loop saw of the triggers at one poll. */
export interface TriggerState {
  readonly active: boolean;
  /** Whether any trigger could not be read. */
  readonly error: boolean;
}

/**
 * KEDA's own loop between zero, or the idle count, and the minimum (specification §1.10); everything above is the HPA's.
 * Deactivates strictly later than `cooldownPeriod` after the last poll that found a trigger active.
 */
export class ActivationLoop {
  private createdSeconds: number | null = null;
  private lastActiveSeconds: number | null = null;

  constructor(private readonly config: KedaConfig) {}

  /** The replicas to ask for after one poll; `current` where the loop leaves the count alone. */
  poll(nowSeconds: number, current: number, { active, error }: TriggerState, { minReplicas }: ReplicaLimits): number {
    this.createdSeconds ??= nowSeconds;
    const { idleReplicaCount: idle, annotations } = this.config;
    if (active || annotations['force-activation']) {
      if (current === 0 || (idle !== undefined && current < minReplicas))
        return this.activate(nowSeconds, current, minReplicas);
      if (!error) this.lastActiveSeconds = nowSeconds;
      return current;
    }
    if (error && this.waitsForFallback()) return current;
    if ((idle !== undefined && current > idle) || (current > 0 && minReplicas === 0))
      return this.deactivate(nowSeconds, current, idle ?? minReplicas);
    return idle === undefined && current < minReplicas ? minReplicas : current;
  }

  private activate(nowSeconds: number, current: number, minReplicas: number): number {
    if (this.config.annotations['paused-scale-out']) return current;
    this.lastActiveSeconds = nowSeconds;
    return Math.max(1, minReplicas);
  }

  private deactivate(nowSeconds: number, current: number, replicas: number): number {
    if (this.config.annotations['paused-scale-in']) return current;
    const { cooldownPeriod, initialCooldownPeriod } = this.config;
    const restedSince =
      this.lastActiveSeconds === null
        ? this.createdSeconds! + initialCooldownPeriod
        : this.lastActiveSeconds + cooldownPeriod;
    return restedSince < nowSeconds ? replicas : current;
  }

  /** With a trigger in error nothing is put to sleep, except under a fallback of zero replicas. */
  private waitsForFallback(): boolean {
    return this.config.fallback === undefined || this.config.fallback.replicas !== 0;
  }
}
