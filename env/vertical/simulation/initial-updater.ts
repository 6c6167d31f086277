import type { Clock } from './clock.js';
import type { HeldRecommendations } from './held-recommendations.js';
import type { Node } from './node.js';
import type { Pods } from './pods.js';
import type { Updater } from './updater.js';

/**
 * Mode `Initial`: recommendations count only when pods are created. Nothing re-creates them later, so that is the
 * action of an episode's first step; the pods then begin with it, without a restart.
 */
export class InitialUpdater implements Updater {
  constructor(
    private readonly pods: Pods,
    private readonly clock: Clock,
    private readonly node: Node,
    private readonly held: HeldRecommendations,
  ) {}

  begin(): void {}

  reconsider(workload: number): void {
    if (this.clock.stepOf(workload) !== 0) return;
    const { pods, held } = this;
    const pod = workload * pods.replicas;
    const cpu = held.cpuFor(pod);
    const memory = held.memoryFor(pod);
    if (cpu !== pods.cpuRequest[pod] || memory !== pods.memoryRequest[pod]) this.node.createWith(workload, cpu, memory);
  }

  run(): void {}
}
