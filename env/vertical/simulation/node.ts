import type { RandomStream } from '../../core/random.js';
import type { Resources, VerticalConfig } from '../config.js';
import { costTerms } from '../cost.js';
import type { Clock } from './clock.js';
import { PodPhase, type Pods, type PodTemplate, ResizeStatus } from './pods.js';

/**
 * What the cluster does to pods on an updater's behalf: evicts and re-creates them, places them on the node, resizes
 * them.
 *
 * - **Re-creation** is immediate and charged; the new pod comes up `recreateSeconds` after the node has taken it. Its
 *   back-off starts afresh and queued work is lost.
 * - **Placement**: pods are taken in order while their requests fit what the node has left; one that does not fit is
 *   Pending, pays for its request and for its down time, and is tried again at every step.
 * - **In-place resizes** take effect at once, without down time or charge. A resize to more than the whole node is
 *   infeasible; one that does not fit beside the other pods now is deferred, and so is any with probability
 *   `resizeDeferredProbability`, drawn again at every step. A container in back-off is resized too: it comes up with
 *   what was asked for.
 */
export class Node {
  private readonly pods: Pods;
  private readonly clock: Clock;
  private readonly capacity: Resources | null;
  private readonly recreateSeconds: number;
  private readonly restartPrice: number;
  private readonly deferredProbability: number;
  private readonly keepsBacklog: boolean;
  /** By workload: what decides whether a resize is deferred. */
  private readonly random: (RandomStream | null)[];
  /** Pods that wait for a place, and resizes that wait to be carried out. */
  private unscheduled = 0;
  private resizing = 0;

  constructor(pods: Pods, clock: Clock, config: VerticalConfig) {
    this.pods = pods;
    this.clock = clock;
    this.capacity = config.nodeCapacity;
    this.recreateSeconds = config.physics.recreateSeconds;
    this.restartPrice = config.prices.restart;
    this.deferredProbability = config.physics.resizeDeferredProbability;
    this.keepsBacklog = config.physics.backlog;
    this.random = new Array<RandomStream | null>(pods.workloads).fill(null);
  }

  /** Begins a workload's episode: its pods that fit are up from the start. */
  resetWorkload(workload: number, template: PodTemplate, random: RandomStream | null): void {
    this.random[workload] = random;
    this.clear(workload);
    this.pods.resetWorkload(workload, template);
    this.placeInitially(workload);
  }

  /** Creates a workload's pods with other requests than the template's, before anything has happened to them. */
  createWith(workload: number, cpu: number, memory: number): void {
    const { pods } = this;
    this.clear(workload);
    for (let pod = workload * pods.replicas; pod < (workload + 1) * pods.replicas; pod++) {
      pods.renew(pod);
      pods.setRequest(pod, cpu, memory);
    }
    this.placeInitially(workload);
  }

  /** Evicts a pod and creates a new one with these requests. It is placed by the next {@link settle}. */
  recreate(pod: number, cpu: number, memory: number): void {
    const { pods } = this;
    pods.touch(pod);
    pods.restarts[pod]!++;
    pods.cost[pod * costTerms.length + 4]! += this.restartPrice;
    if (pods.phase[pod] !== PodPhase.unscheduled) this.unscheduled++;
    if (pods.resizeStatus[pod] !== ResizeStatus.none) this.resizing--;
    if (this.keepsBacklog) {
      pods.backlogDropped[pod]! += pods.backlog[pod]!;
      pods.backlog[pod] = 0;
    }
    pods.renew(pod);
    pods.setRequest(pod, cpu, memory);
  }

  /**
   * Asks for new requests in place; they take effect, or are put off, at the next {@link settle}. Overwrites a resize
   * under way.
   */
  requestResize(pod: number, cpu: number, memory: number): void {
    const { pods } = this;
    if (pods.resizeStatus[pod] === ResizeStatus.none) this.resizing++;
    pods.resizeStatus[pod] = ResizeStatus.deferred;
    pods.resizeCpu[pod] = cpu;
    pods.resizeMemory[pod] = memory;
  }

  /** Lets the node carry out what it can. Call once a step, after the updater. */
  settle(): void {
    if (this.resizing > 0) for (let pod = 0; pod < this.pods.count; pod++) this.tryResize(pod);
    if (this.unscheduled > 0) for (let pod = 0; pod < this.pods.count; pod++) this.tryPlace(pod);
  }

  private tryResize(pod: number): void {
    const { pods, capacity } = this;
    if (pods.resizeStatus[pod] === ResizeStatus.none || pods.phase[pod]! > PodPhase.backOff) return;
    const cpu = pods.resizeCpu[pod]!;
    const memory = pods.resizeMemory[pod]!;
    const neverFits = capacity !== null && (cpu > capacity.cpuMillicores || memory > capacity.memoryMebibytes);
    pods.resizeStatus[pod] = neverFits ? ResizeStatus.infeasible : ResizeStatus.deferred;
    if (neverFits || this.defers(pod) || !this.fits(pod, cpu, memory)) return;
    pods.resizeStatus[pod] = ResizeStatus.none;
    this.resizing--;
    pods.touch(pod);
    pods.resizes[pod]!++;
    pods.setRequest(pod, cpu, memory);
  }

  private defers(pod: number): boolean {
    const random = this.random[this.pods.workloadOf[pod]!];
    return random !== null && random !== undefined && random.next() < this.deferredProbability;
  }

  private tryPlace(pod: number): void {
    const { pods } = this;
    if (pods.phase[pod] !== PodPhase.unscheduled) return;
    if (!this.fits(pod, pods.cpuRequest[pod]!, pods.memoryRequest[pod]!)) return;
    const now = this.clock.now(pods.workloadOf[pod]!);
    pods.podStartedAt[pod] = now;
    pods.upAt[pod] = now + this.recreateSeconds;
    pods.phase[pod] = PodPhase.creating;
    this.unscheduled--;
  }

  private placeInitially(workload: number): void {
    const { pods } = this;
    for (let pod = workload * pods.replicas; pod < (workload + 1) * pods.replicas; pod++) {
      if (this.fits(pod, pods.cpuRequest[pod]!, pods.memoryRequest[pod]!)) {
        pods.podStartedAt[pod] = 0;
        pods.startedAt[pod] = 0;
        pods.phase[pod] = PodPhase.running;
      } else this.unscheduled++;
    }
  }

  /** Takes a workload's pods out of the counts, because they are about to be made anew. */
  private clear(workload: number): void {
    const { phase, resizeStatus, replicas } = this.pods;
    for (let pod = workload * replicas; pod < (workload + 1) * replicas; pod++) {
      if (phase[pod] === PodPhase.unscheduled) this.unscheduled--;
      if (resizeStatus[pod] !== ResizeStatus.none) this.resizing--;
    }
  }

  /** Whether a pod with these requests fits beside the workload's other pods on the node. */
  private fits(pod: number, cpu: number, memory: number): boolean {
    const { pods, capacity } = this;
    if (capacity === null) return true;
    const first = pods.workloadOf[pod]! * pods.replicas;
    let cpuTotal = cpu;
    let memoryTotal = memory;
    for (let other = first; other < first + pods.replicas; other++) {
      if (other === pod || pods.phase[other] === PodPhase.unscheduled) continue;
      cpuTotal += pods.cpuRequest[other]!;
      memoryTotal += pods.memoryRequest[other]!;
    }
    return cpuTotal <= capacity.cpuMillicores && memoryTotal <= capacity.memoryMebibytes;
  }
}
