import type { RandomStream } from '../../core/random.js';
import type { VerticalConfig } from '../config.js';
import { Clock } from './clock.js';
import { ContainerPhysics } from './container-physics.js';
import { HeldRecommendations } from './held-recommendations.js';
import { InitialUpdater } from './initial-updater.js';
import { KubernetesUpdater } from './kubernetes-updater.js';
import { Node } from './node.js';
import { OomEvents } from './oom-events.js';
import { DirectUpdater, PodChanger, UsageBoundsUpdater } from './plain-updater.js';
import { Pods, type PodTemplate } from './pods.js';
import { ReplicaTotals } from './replica-totals.js';
import type { StepOutputs } from './step-outputs.js';
import type { Updater } from './updater.js';

/**
 * The vertical-scaling simulation, without a source of demand: pods, the updater over them, the node below them and the
 * physics inside them. A fleet in lock-step and environments with episodes of their own are two ways to feed it.
 *
 * Order of a step: the action arrives; the updater decides; the node re-creates, places and resizes pods; time advances
 * under the new requests and limits; usage is observed.
 */
export class Simulation {
  readonly workloads: number;
  readonly clock: Clock;
  /** OOM kills of the last step. */
  readonly oomEvents = new OomEvents();
  /** The last step, by workload. */
  readonly outputs: StepOutputs;
  readonly held: HeldRecommendations;
  private readonly pods: Pods;
  private readonly node: Node;
  private readonly updater: Updater | null;
  private readonly physics: ContainerPhysics;
  /** Null for single replicas: their outputs are the pods' own arrays. */
  private readonly totals: ReplicaTotals | null;
  private readonly keepsBacklog: boolean;

  constructor(workloads: number, config: VerticalConfig, stepSeconds: number) {
    this.workloads = workloads;
    this.clock = new Clock(workloads, stepSeconds);
    this.pods = new Pods(workloads, config, stepSeconds);
    this.held = new HeldRecommendations(this.pods, config);
    this.node = new Node(this.pods, this.clock, config);
    this.physics = new ContainerPhysics(this.pods, this.clock, this.oomEvents, config);
    this.updater = updaterFor(config, this.pods, this.clock, this.node, this.held);
    this.totals = config.replicas > 1 ? new ReplicaTotals(this.pods) : null;
    this.outputs = this.totals ?? this.pods;
    this.keepsBacklog = config.physics.backlog;
  }

  /**
   * Begins a workload's episode.
   *
   * @param startTime Unix seconds of its first step's beginning
   * @param random decides which resizes are deferred; null where none is
   */
  resetWorkload(workload: number, startTime: number, template: PodTemplate, random: RandomStream | null): void {
    this.clock.origin[workload] = this.clock.step;
    this.clock.startTime[workload] = startTime;
    this.node.resetWorkload(workload, template, random);
    this.held.resetWorkload(workload);
    this.updater?.begin(workload);
    this.totals?.gatherWorkload(workload);
  }

  /**
   * Advances every workload by one step.
   *
   * @param actions `actionLength` numbers a workload; null leaves the last ones in force
   * @param cpuDemands millicores of workload `w` at `base + w`, NaN where unknown
   * @param memoryDemands MiB, likewise
   */
  step(actions: Float64Array | null, cpuDemands: Float64Array, memoryDemands: Float64Array, base: number): void {
    this.pods.beginStep();
    this.oomEvents.clear();
    if (this.keepsBacklog) this.pods.backlogDropped.fill(0);
    if (actions !== null) this.takeActions(actions);
    this.updater?.run();
    this.node.settle();
    this.physics.advance(cpuDemands, memoryDemands, base);
    if (this.oomEvents.count > 0) this.reconsiderKilled();
    this.totals?.gather();
    this.clock.step++;
  }

  private takeActions(actions: Float64Array): void {
    const { held, updater, workloads } = this;
    for (let workload = 0; workload < workloads; workload++)
      if (held.take(workload, actions)) updater?.reconsider(workload);
  }

  private reconsiderKilled(): void {
    const { count, workload } = this.oomEvents;
    for (let i = 0; i < count; i++) this.updater?.reconsider(workload[i]!);
  }
}

function updaterFor(
  { updater }: VerticalConfig,
  pods: Pods,
  clock: Clock,
  node: Node,
  held: HeldRecommendations,
): Updater | null {
  const { mode } = updater;
  if (mode === 'Off') return null;
  if (mode === 'Initial') return new InitialUpdater(pods, clock, node, held);
  if (updater.rule === 'kubernetes') return new KubernetesUpdater(pods, clock, node, held, updater);
  const changer = new PodChanger(pods, clock, node, held, mode === 'Auto' ? 'Recreate' : mode);
  return updater.rule === 'direct' ? new DirectUpdater(pods, changer) : new UsageBoundsUpdater(pods, held, changer);
}
