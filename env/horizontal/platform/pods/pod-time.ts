import { PodPhase, type Pods } from './pods.js';

/** How long pods have existed and been ready, all together, microseconds: what the service costs and what serves it. */
export class PodTime {
  existing = 0;
  ready = 0;
  private settledAt = 0;

  constructor(private readonly pods: Pods) {}

  /** Counts the time since the last call; to be called before any pod's phase changes. */
  settle(now: number): void {
    const elapsed = now - this.settledAt;
    this.existing += this.pods.count * elapsed;
    this.ready += this.pods.inPhase[PodPhase.ready]! * elapsed;
    this.settledAt = now;
  }
}
