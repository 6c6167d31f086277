import { isResizeOverdue } from '../updater/resize-fallback.js';
import { judgeUsage, UsageVerdict } from '../updater/usage-bounds.js';
import type { Clock } from './clock.js';
import type { HeldRecommendations } from './held-recommendations.js';
import type { Node } from './node.js';
import { PodPhase, type Pods } from './pods.js';
import { resizeStates } from './resize-states.js';
import type { ChangingMode, Updater } from './updater.js';

/** Changes pods to their target without budget or rate: what the rules `direct` and `usage-bounds` have in common. */
export class PodChanger {
  constructor(
    private readonly pods: Pods,
    private readonly clock: Clock,
    private readonly node: Node,
    private readonly held: HeldRecommendations,
    private readonly mode: ChangingMode,
  ) {}

  /**
   * Brings one pod to its target: re-creates it or asks for a resize. `InPlaceOrRecreate` re-creates a pod that is not
   * running, and one whose resize the node refuses or puts off for too long (specification §6.6).
   * @returns whether there was anything to change
   */
  change(pod: number): boolean {
    const { pods, held, mode } = this;
    const cpu = held.cpuFor(pod);
    const memory = held.memoryFor(pod);
    if (cpu === pods.cpuRequest[pod] && memory === pods.memoryRequest[pod]) return false;
    if (mode === 'Recreate') this.node.recreate(pod, cpu, memory);
    else if (pods.phase[pod]! <= PodPhase.backOff) this.resize(pod, cpu, memory);
    else if (mode === 'InPlaceOrRecreate') this.node.recreate(pod, cpu, memory);
    return true;
  }

  private resize(pod: number, cpu: number, memory: number): void {
    const { pods, node, mode } = this;
    const state = resizeStates[pods.resizeStatus[pod]!] ?? null;
    if (state !== null && mode === 'InPlaceOrRecreate') {
      const now = this.clock.now(pods.workloadOf[pod]!);
      if (Number.isNaN(pods.resizeSeenAt[pod]!)) pods.resizeSeenAt[pod] = now;
      if (isResizeOverdue(state, now - pods.resizeSeenAt[pod]!)) {
        node.recreate(pod, cpu, memory);
        return;
      }
    }
    node.requestResize(pod, cpu, memory);
  }
}

/** Rule `direct`: every pod whose request differs from its target is changed at once. */
export class DirectUpdater implements Updater {
  /** By workload: 1 while a pod may differ from its target. */
  private readonly waiting: Uint8Array;

  constructor(
    private readonly pods: Pods,
    private readonly changer: PodChanger,
  ) {
    this.waiting = new Uint8Array(pods.workloads);
  }

  begin(workload: number): void {
    this.reconsider(workload);
  }

  reconsider(workload: number): void {
    this.waiting[workload] = 1;
  }

  run(): void {
    const { waiting, pods } = this;
    for (let workload = 0; workload < waiting.length; workload++) {
      if (waiting[workload] === 0) continue;
      let changed = false;
      const first = workload * pods.replicas;
      for (let pod = first; pod < first + pods.replicas; pod++) if (this.changer.change(pod)) changed = true;
      if (!changed) waiting[workload] = 0;
    }
  }
}

/**
 * Rule `usage-bounds`: a pod is changed when what it used in the last step lies outside [lower bound, upper bound] of
 * either resource. Usage that was not measured is never outside.
 */
export class UsageBoundsUpdater implements Updater {
  constructor(
    private readonly pods: Pods,
    private readonly held: HeldRecommendations,
    private readonly changer: PodChanger,
  ) {}

  begin(): void {}

  reconsider(): void {}

  run(): void {
    const { count, workloadOf, cpuUsage, memoryUsage, phase } = this.pods;
    const { cpuLower, cpuUpper, memoryLower, memoryUpper } = this.held;
    for (let pod = 0; pod < count; pod++) {
      const workload = workloadOf[pod]!;
      if (phase[pod]! > PodPhase.backOff) continue;
      const verdict = judgeUsage(
        cpuUsage[pod]!,
        memoryUsage[pod]!,
        cpuLower[workload]!,
        cpuUpper[workload]!,
        memoryLower[workload]!,
        memoryUpper[workload]!,
      );
      if (verdict !== UsageVerdict.within) this.changer.change(pod);
    }
  }
}
