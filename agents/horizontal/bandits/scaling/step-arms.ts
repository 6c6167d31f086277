import type { ReplicaLimits } from '../../../../env/horizontal/view.js';

/** Arms as steps of the replica count: −maxStep … +maxStep, all others masked where the limits forbid them. */
export class StepArms {
  /** The step of every arm, ascending. */
  readonly steps: readonly number[];
  /** One byte an arm, 0 where masked; as the last {@link mask} left it. */
  readonly allowed: Uint8Array;

  constructor(maxStep: number) {
    this.steps = Array.from({ length: 2 * maxStep + 1 }, (_, arm) => arm - maxStep);
    this.allowed = new Uint8Array(this.steps.length);
  }

  get length(): number {
    return this.steps.length;
  }

  /** Allows the arms that keep `replicas` within the limits. With `replicas` within them, staying is always allowed. */
  mask(replicas: number, { minReplicas, maxReplicas }: ReplicaLimits): Uint8Array {
    for (let arm = 0; arm < this.length; arm++) {
      const wanted = replicas + this.steps[arm]!;
      this.allowed[arm] = wanted >= minReplicas && wanted <= maxReplicas ? 1 : 0;
    }
    return this.allowed;
  }

  /** The arm of a step, or −1 when no arm takes it. */
  armOf(step: number): number {
    return this.steps.indexOf(step);
  }
}
