import { InputError } from '../../core/input-error.js';
import { ActionIndex, actionLength } from '../action.js';
import { capAmount } from '../admission/capping.js';
import type { ResourcePolicy, Resources, VerticalConfig } from '../config.js';
import type { Pods } from './pods.js';

/** Bounds that hold for one resource whatever the pod; 0 for none. */
interface Caps {
  readonly controlled: boolean;
  readonly rangeMinimum: number;
  readonly rangeMaximum: number;
  readonly minAllowed: number;
  readonly maxAllowed: number;
}

/**
 * The recommendation in force for each workload: the last action, and the same capped as admission caps it
 * (specification §7.2: LimitRange, then policy, then the limit under `RequestsOnly`).
 *
 * Pods here keep one ratio of limit to request (or, under `RequestsOnly`, one limit), so capping depends on the
 * workload only. NaN stands for no recommendation: before the first action, for a resource that is not controlled or
 * that the series has no data of, and where the action itself is NaN.
 */
export class HeldRecommendations {
  /** Last actions as given, {@link actionLength} numbers a workload; NaN before the first. */
  readonly actions: Float64Array;
  /** Target, lower and upper bound after capping, by workload; CPU in millicores, memory in MiB. */
  readonly cpuTarget: Float64Array;
  readonly cpuLower: Float64Array;
  readonly cpuUpper: Float64Array;
  readonly memoryTarget: Float64Array;
  readonly memoryLower: Float64Array;
  readonly memoryUpper: Float64Array;
  private readonly pods: Pods;
  private readonly cpuCaps: Caps;
  private readonly memoryCaps: Caps;
  private readonly requestsOnly: boolean;

  constructor(pods: Pods, config: VerticalConfig) {
    const { workloads } = pods;
    const perWorkload = () => new Float64Array(workloads).fill(Number.NaN);
    this.pods = pods;
    this.actions = new Float64Array(workloads * actionLength).fill(Number.NaN);
    this.cpuTarget = perWorkload();
    this.cpuLower = perWorkload();
    this.cpuUpper = perWorkload();
    this.memoryTarget = perWorkload();
    this.memoryLower = perWorkload();
    this.memoryUpper = perWorkload();
    this.cpuCaps = capsOf(config, 'cpu', 'cpuMillicores', config.limitToRequest.cpu);
    this.memoryCaps = capsOf(config, 'memory', 'memoryMebibytes', config.limitToRequest.memory);
    this.requestsOnly = config.policy.controlledValues === 'RequestsOnly';
  }

  /** Forgets a workload's recommendation. */
  resetWorkload(workload: number): void {
    this.actions.fill(Number.NaN, workload * actionLength, (workload + 1) * actionLength);
    this.cap(workload);
  }

  /**
   * Takes a workload's action.
   * @param actions {@link actionLength} numbers a workload
   * @returns whether it differs from the one in force
   * @throws InputError for an amount below 0
   */
  take(workload: number, actions: Float64Array): boolean {
    const held = this.actions;
    const from = workload * actionLength;
    let changed = false;
    for (let i = from; i < from + actionLength; i++) {
      const value = actions[i]!;
      if (value !== held[i]) {
        if (value < 0) throw new InputError({ field: `action.${i}`, value }, 'a number ≥ 0, or NaN for nothing');
        held[i] = value;
        changed = true;
      }
    }
    if (changed) this.cap(workload);
    return changed;
  }

  /** CPU a pod should request: the target, or what it requests where there is none. */
  cpuFor(pod: number): number {
    const target = this.cpuTarget[this.pods.workloadOf[pod]!]!;
    return Number.isNaN(target) ? this.pods.cpuRequest[pod]! : target;
  }

  /** Memory a pod should request, likewise. */
  memoryFor(pod: number): number {
    const target = this.memoryTarget[this.pods.workloadOf[pod]!]!;
    return Number.isNaN(target) ? this.pods.memoryRequest[pod]! : target;
  }

  private cap(workload: number): void {
    const { actions, pods, cpuCaps, memoryCaps, requestsOnly } = this;
    const at = workload * actionLength;
    const pod = workload * pods.replicas;
    const cpuLimit = requestsOnly ? finiteOrNone(pods.cpuLimit[pod]!) : 0;
    const hasCpu = pods.hasCpu[workload] === 1;
    this.cpuTarget[workload] = capped(actions[at + ActionIndex.cpuTarget]!, hasCpu, cpuCaps, cpuLimit);
    this.cpuLower[workload] = capped(actions[at + ActionIndex.cpuLowerBound]!, hasCpu, cpuCaps, cpuLimit);
    this.cpuUpper[workload] = capped(actions[at + ActionIndex.cpuUpperBound]!, hasCpu, cpuCaps, cpuLimit);
    const memoryLimit = requestsOnly ? finiteOrNone(pods.memoryLimit[pod]!) : 0;
    const hasMemory = pods.hasMemory[workload] === 1;
    this.memoryTarget[workload] = capped(actions[at + ActionIndex.memoryTarget]!, hasMemory, memoryCaps, memoryLimit);
    this.memoryLower[workload] = capped(
      actions[at + ActionIndex.memoryLowerBound]!,
      hasMemory,
      memoryCaps,
      memoryLimit,
    );
    this.memoryUpper[workload] = capped(
      actions[at + ActionIndex.memoryUpperBound]!,
      hasMemory,
      memoryCaps,
      memoryLimit,
    );
  }
}

function capped(amount: number, present: boolean, caps: Caps, limit: number): number {
  if (!present || !caps.controlled) return Number.NaN;
  return capAmount(amount, caps.rangeMinimum, caps.rangeMaximum, caps.minAllowed, caps.maxAllowed, limit);
}

function finiteOrNone(limit: number): number {
  return limit === Number.POSITIVE_INFINITY ? 0 : limit;
}

/**
 * A LimitRange's minimum holds for the request itself, the limit being no smaller; its maximum holds for the limit, so
 * for a request that many times smaller, and not at all where there is no limit.
 */
function capsOf(
  { policy, limitRange }: VerticalConfig,
  resource: ResourcePolicy['controlledResources'][number],
  amount: keyof Resources,
  ratio: number | null,
): Caps {
  return {
    controlled: policy.controlledResources.includes(resource),
    rangeMinimum: limitRange?.min[amount] ?? 0,
    rangeMaximum: ratio === null ? 0 : (limitRange?.max[amount] ?? 0) / ratio,
    minAllowed: policy.minAllowed[amount] ?? 0,
    maxAllowed: policy.maxAllowed[amount] ?? 0,
  };
}
