import { bytesPerMebibyte } from '../../core/mebibyte.js';
import type { KubernetesUpdaterConfig } from '../config.js';
import { meetsRequirements } from '../updater/eviction-requirements.js';
import {
  decideInPlace,
  type InPlaceCandidate,
  type InPlaceDecision,
  inPlaceAction,
  isInPlaceCandidate,
} from '../updater/in-place.js';
import { decideSingle, resourceDiffSingle, scaleUpSingle, UpdateDecision } from '../updater/priority.js';
import { TokenBucket } from '../updater/rate-limiter.js';
import { canEvict, type EvictablePod, type ReplicaGroup, toleratedReplicas } from '../updater/replica-budget.js';
import { isResizeOverdue } from '../updater/resize-fallback.js';
import type { Clock } from './clock.js';
import type { HeldRecommendations } from './held-recommendations.js';
import type { Node } from './node.js';
import { PodPhase, type Pods, ResizeStatus } from './pods.js';
import { resizeStates } from './resize-states.js';
import { UpdateQueue } from './update-queue.js';
import type { ChangingMode, Updater } from './updater.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * The VPA updater (specification §6) over simulated pods. Each workload is a Deployment of its own: its replica budget
 * and its rate limits are not shared. A pod that the scheduler has not placed is invisible to it, one that is being
 * created is Pending.
 *
 * A pass over a workload costs some tens of nanoseconds and nearly always decides nothing, so each workload sleeps
 * until the step in which a decision can change: when its recommendation, a request or an OOM kill changes, or when a
 * pod reaches the lifetime threshold. Sleeping never changes a result.
 */
export class KubernetesUpdater implements Updater {
  private readonly pods: Pods;
  private readonly clock: Clock;
  private readonly node: Node;
  private readonly held: HeldRecommendations;
  private readonly config: KubernetesUpdaterConfig;
  private readonly mode: ChangingMode;
  /** By workload: the first step of the simulation in which a pass may do something. */
  private readonly wakeAt: Float64Array;
  /** By workload, made anew at the beginning of an episode. */
  private readonly evictionTokens: TokenBucket[] = [];
  private readonly resizeTokens: TokenBucket[] = [];
  /**
   * The pass at hand: its group, what is asked of one pod, the pods to update, and those to evict because resizing them
   * failed.
   */
  private readonly group: Writable<ReplicaGroup>;
  private readonly evictable: Writable<EvictablePod> = { pending: false, resize: 'none' };
  private readonly candidate: Writable<InPlaceCandidate>;
  private readonly candidates: UpdateQueue;
  private readonly fallbacks: UpdateQueue;

  constructor(pods: Pods, clock: Clock, node: Node, held: HeldRecommendations, config: KubernetesUpdaterConfig) {
    this.pods = pods;
    this.clock = clock;
    this.node = node;
    this.held = held;
    this.config = config;
    this.mode = config.mode === 'InPlace' || config.mode === 'InPlaceOrRecreate' ? config.mode : 'Recreate';
    this.wakeAt = new Float64Array(pods.workloads);
    this.group = {
      configured: pods.replicas,
      running: 0,
      tolerated: toleratedReplicas(pods.replicas, config.evictionTolerance),
      belowMinimum: false,
      evicted: 0,
      inPlaceStarted: 0,
    };
    this.candidate = {
      mode: this.mode === 'InPlace' ? 'InPlace' : 'InPlaceOrRecreate',
      inPlaceGate: true,
      group: this.group,
      pending: false,
      hasRecommendation: true,
      knownInfeasible: false,
      resize: null,
      resizingSeconds: 0,
      skipDisruptionBudget: config.inPlaceSkipDisruptionBudget,
      restartsContainer: false,
    };
    this.candidates = new UpdateQueue(pods.replicas);
    this.fallbacks = new UpdateQueue(pods.replicas);
  }

  begin(workload: number): void {
    this.reconsider(workload);
    const { evictionRateLimit, evictionRateBurst } = this.config;
    if (!(evictionRateLimit > 0)) return;
    this.evictionTokens[workload] = new TokenBucket(evictionRateLimit, evictionRateBurst, 0);
    this.resizeTokens[workload] = new TokenBucket(evictionRateLimit, evictionRateBurst, 0);
  }

  reconsider(workload: number): void {
    this.wakeAt[workload] = 0;
  }

  run(): void {
    const { wakeAt } = this;
    const { step } = this.clock;
    for (let workload = 0; workload < wakeAt.length; workload++)
      if (wakeAt[workload]! <= step && this.isPassDue(workload)) this.pass(workload);
  }

  /**
   * Whether a multiple of the interval falls into the step's beginning: always when steps are longer than the interval.
   */
  private isPassDue(workload: number): boolean {
    const { intervalSeconds } = this.config;
    const { stepSeconds } = this.clock;
    if (stepSeconds >= intervalSeconds) return true;
    const now = this.clock.now(workload);
    return now === 0 || Math.floor(now / intervalSeconds) > Math.floor((now - stepSeconds) / intervalSeconds);
  }

  private pass(workload: number): void {
    this.wakeAt[workload] = 0;
    if (!this.openGroup(workload)) return;
    const now = this.clock.now(workload);
    this.wakeAt[workload] = this.collect(workload, now);
    if (this.candidates.length === 0) return;
    if (this.mode !== 'Recreate') this.resize(workload, now);
    this.evict(this.mode === 'Recreate' ? this.candidates : this.fallbacks, workload, now);
  }

  /** Counts the workload's pods. @returns whether the pass may touch them */
  private openGroup(workload: number): boolean {
    const { phase, replicas } = this.pods;
    const { minReplicas, inPlaceSkipDisruptionBudget } = this.config;
    let live = 0;
    let running = 0;
    for (let pod = workload * replicas; pod < (workload + 1) * replicas; pod++) {
      if (phase[pod]! <= PodPhase.creating) live++;
      if (phase[pod]! <= PodPhase.backOff) running++;
    }
    this.group.running = running;
    this.group.belowMinimum = live < minReplicas;
    this.group.evicted = 0;
    this.group.inPlaceStarted = 0;
    return live >= minReplicas || (inPlaceSkipDisruptionBudget && this.mode !== 'Recreate');
  }

  /**
   * Queues the pods to update.
   * @returns the first step in which a pass may decide otherwise; the next one while anything is on its way
   */
  private collect(workload: number, now: number): number {
    const { pods, candidates } = this;
    const { phase, resizeStatus, replicas } = pods;
    let wake = Number.POSITIVE_INFINITY;
    candidates.clear();
    for (let pod = workload * replicas; pod < (workload + 1) * replicas; pod++) {
      if (phase[pod] === PodPhase.unscheduled || resizeStatus[pod] !== ResizeStatus.none) wake = 0;
      if (phase[pod] === PodPhase.unscheduled) continue;
      if (resizeStatus[pod] !== ResizeStatus.none && Number.isNaN(pods.resizeSeenAt[pod]!))
        pods.resizeSeenAt[pod] = now;
      const decision = this.decide(workload, pod, now);
      if (decision > 0) {
        wake = 0;
        if (this.isCandidate(workload, pod, now))
          candidates.add(pod, this.grows(workload, pod), this.change(workload, pod));
      } else if (decision === UpdateDecision.young && this.change(workload, pod) >= this.config.updateThreshold) {
        wake = Math.min(
          wake,
          this.clock.stepAt(workload, pods.podStartedAt[pod]! + this.config.lifetimeThresholdSeconds),
        );
      }
    }
    return wake;
  }

  private isCandidate(workload: number, pod: number, now: number): boolean {
    const mayUpdate =
      this.mode === 'Recreate'
        ? this.mayEvict(pod)
        : isInPlaceCandidate(this.decideInPlace(pod, now), this.candidate.mode);
    return mayUpdate && this.meetsRequirements(workload, pod);
  }

  /** Resizes what is queued; what must be evicted instead is queued among the fallbacks. */
  private resize(workload: number, now: number): void {
    const { candidates, fallbacks, pods, held } = this;
    fallbacks.clear();
    for (let i = 0; i < candidates.length; i++) {
      const pod = candidates.at(i);
      const action = inPlaceAction(this.decideInPlace(pod, now), this.candidate.mode);
      if (action === 'evict') fallbacks.append(pod);
      if (action === 'evict' || action === 'skip') continue;
      if (!this.takeToken(this.resizeTokens[workload], now)) break;
      const cpu = held.cpuFor(pod);
      const memory = held.memoryFor(pod);
      if (action === 'rememberAndResize') {
        pods.infeasibleCpu[pod] = cpu;
        pods.infeasibleMemory[pod] = memory;
      }
      this.node.requestResize(pod, cpu, memory);
      this.group.inPlaceStarted++;
    }
  }

  private evict(queue: UpdateQueue, workload: number, now: number): void {
    const { group, pods, held } = this;
    for (let i = 0; i < queue.length; i++) {
      const pod = queue.at(i);
      if (!this.mayEvict(pod)) continue;
      if (!this.takeToken(this.evictionTokens[workload], now)) break;
      if (pods.phase[pod]! <= PodPhase.backOff) group.evicted++;
      this.node.recreate(pod, held.cpuFor(pod), held.memoryFor(pod));
    }
  }

  private mayEvict(pod: number): boolean {
    const { evictable, pods } = this;
    evictable.pending = pods.phase[pod]! > PodPhase.backOff;
    evictable.resize =
      pods.resizeStatus[pod] === ResizeStatus.none ? 'none' : this.isOverdue(pod) ? 'overdue' : 'underway';
    return canEvict(this.group, evictable);
  }

  private isOverdue(pod: number): boolean {
    const { pods } = this;
    const state = resizeStates[pods.resizeStatus[pod]!] ?? null;
    const seconds = this.clock.now(pods.workloadOf[pod]!) - pods.resizeSeenAt[pod]!;
    return state !== null && isResizeOverdue(state, seconds);
  }

  private decideInPlace(pod: number, now: number): InPlaceDecision {
    const { candidate, pods } = this;
    const resize = resizeStates[pods.resizeStatus[pod]!] ?? null;
    candidate.pending = pods.phase[pod]! > PodPhase.backOff;
    candidate.knownInfeasible = this.isKnownInfeasible(pod);
    candidate.resize = resize;
    candidate.resizingSeconds = now - pods.resizeSeenAt[pod]!;
    return decideInPlace(candidate);
  }

  private isKnownInfeasible(pod: number): boolean {
    const { pods, held } = this;
    const cpu = pods.infeasibleCpu[pod]!;
    if (Number.isNaN(cpu)) return false;
    return held.cpuFor(pod) >= cpu && held.memoryFor(pod) >= pods.infeasibleMemory[pod]!;
  }

  private meetsRequirements(workload: number, pod: number): boolean {
    const { pods, held, config } = this;
    return meetsRequirements(
      config.evictionRequirements,
      pods.cpuRequest[pod]!,
      held.cpuTarget[workload]!,
      pods.memoryRequest[pod]!,
      held.memoryTarget[workload]!,
    );
  }

  /** Takes a token, waiting for one within the pass as the updater does; without a limit there is no bucket. */
  private takeToken(tokens: TokenBucket | undefined, now: number): boolean {
    return tokens === undefined || !Number.isNaN(tokens.takeBy(now, now + this.config.intervalSeconds));
  }

  private decide(workload: number, pod: number, now: number): UpdateDecision {
    const { pods, held } = this;
    return decideSingle(
      pods.cpuRequest[pod]!,
      pods.memoryRequest[pod]! * bytesPerMebibyte,
      held.cpuLower[workload]!,
      held.cpuTarget[workload]!,
      held.cpuUpper[workload]!,
      held.memoryLower[workload]! * bytesPerMebibyte,
      held.memoryTarget[workload]! * bytesPerMebibyte,
      held.memoryUpper[workload]! * bytesPerMebibyte,
      now - pods.podStartedAt[pod]!,
      pods.oomRanSeconds[pod]!,
      this.config,
    );
  }

  private grows(workload: number, pod: number): boolean {
    const { pods, held } = this;
    return scaleUpSingle(
      pods.cpuRequest[pod]!,
      held.cpuTarget[workload]!,
      pods.memoryRequest[pod]!,
      held.memoryTarget[workload]!,
    );
  }

  /** Relative change of both resources, added. */
  private change(workload: number, pod: number): number {
    const { pods, held } = this;
    return resourceDiffSingle(
      pods.cpuRequest[pod]!,
      held.cpuTarget[workload]!,
      pods.memoryRequest[pod]! * bytesPerMebibyte,
      held.memoryTarget[workload]! * bytesPerMebibyte,
    );
  }
}
