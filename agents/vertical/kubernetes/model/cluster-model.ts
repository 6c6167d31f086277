import { policyFor } from '../../../../env/vertical/admission/resources.js';
import { AggregateBank, type HalfLives } from './aggregate-bank.js';
import { type AggregateCheckpoint, loadAggregate } from './aggregate-checkpoint.js';
import { millicoresPerCore } from './amount.js';
import type {
  Aggregate,
  ContainerId,
  LiveContainer,
  Pod,
  PodSpec,
  Vpa,
  VpaContainerPolicy,
  VpaSpec,
} from './cluster-objects.js';
import { ContainerBank, type MemoryWindow } from './container-bank.js';
import { canonicalLabels, selects } from './labels.js';
import { fromSeconds, hour, zeroTime } from './time.js';

/** Aggregates are looked through for ones to drop at most this often, milliseconds. */
const garbageCollectionInterval = hour;

/** Defaults and gates of the model. */
export interface ClusterSettings {
  readonly halfLives: HalfLives;
  readonly window: MemoryWindow;
  /** Gate `PerVPAConfig`: policies may replace `window`. */
  readonly perVpaConfig: boolean;
  /** Weight of a CPU sample of a container that requests this many cores. */
  readonly cpuWeight: (requestCores: number) => number;
}

/**
 * The recommender's picture of a cluster (specification §1.2, §3, §5): pods and their containers, aggregates that containers of the
 * same name and pod labels share, and VPAs that own the aggregates their selectors match. Times in Unix milliseconds.
 */
export class ClusterModel {
  private readonly settings: ClusterSettings;
  private readonly pods = new Map<string, Pod>();
  private readonly aggregates = new Map<string, Aggregate>();
  private readonly vpas = new Map<string, Vpa>();
  private lastGarbageCollection = zeroTime;

  constructor(settings: ClusterSettings) {
    this.settings = settings;
  }

  /**
   * Adds or updates a VPA. A changed selector makes it a new one: live aggregates are linked again, but what checkpoints brought
   * is lost, as in the original (§5.2).
   */
  setVpa(spec: VpaSpec): void {
    const key = vpaKey(spec.namespace, spec.name);
    const known = this.vpas.get(key);
    if (known !== undefined && sameSelector(known.spec, spec)) {
      known.spec = spec;
      for (const aggregate of known.aggregates.values()) this.applyPolicy(spec, aggregate);
      return;
    }
    const vpa: Vpa = { spec, aggregates: new Map(), initial: new Map() };
    this.vpas.set(key, vpa);
    for (const aggregate of this.aggregates.values()) this.link(vpa, aggregate);
  }

  deleteVpa(namespace: string, name: string): void {
    this.vpas.delete(vpaKey(namespace, name));
  }

  vpa(namespace: string, name: string): Vpa | undefined {
    return this.vpas.get(vpaKey(namespace, name));
  }

  /** Adds or updates a pod; new containers, and new labels, get aggregates at once. */
  setPod(spec: PodSpec, now: number): void {
    const key = podKey(spec.namespace, spec.name);
    const pod: Pod = this.pods.get(key) ?? {
      namespace: spec.namespace,
      labels: spec.labels,
      canonicalLabels: '',
      contributive: true,
      containers: new Map(),
    };
    pod.labels = spec.labels;
    pod.canonicalLabels = canonicalLabels(spec.labels);
    pod.contributive = !(spec.phase === 'Succeeded' || spec.phase === 'Failed') || spec.controllerExists === true;
    for (const { name, cpuRequestMillicores = 0 } of spec.containers) {
      const container = pod.containers.get(name);
      if (container === undefined)
        pod.containers.set(name, { name, state: new ContainerBank(1), cpuRequestMillicores });
      else container.cpuRequestMillicores = cpuRequestMillicores;
    }
    this.pods.set(key, pod);
    for (const name of pod.containers.keys()) this.aggregateOf(pod, name, now);
  }

  /** Forgets a pod; its aggregates stay. */
  removePod(namespace: string, name: string): void {
    this.pods.delete(podKey(namespace, name));
  }

  /** Hears a CPU sample, whole millicores; false when it does not count or the container is unknown. */
  addCpuSample(id: ContainerId, time: number, millicores: number): boolean {
    const found = this.container(id);
    if (found === undefined) return false;
    const { bank } = this.aggregateOf(found.pod, id.containerName, time);
    const weight = this.settings.cpuWeight(found.container.cpuRequestMillicores / millicoresPerCore);
    return found.container.state.addCpuSample(0, bank, 0, time, millicores, weight);
  }

  /** Hears a memory sample, whole bytes; false when it does not count or the container is unknown. */
  addMemorySample(id: ContainerId, time: number, bytes: number): boolean {
    const found = this.container(id);
    if (found === undefined) return false;
    const { bank, window } = this.aggregateOf(found.pod, id.containerName, time);
    return found.container.state.addMemorySample(0, bank, 0, time, bytes, window);
  }

  /** Hears of an OOM kill of a container that requested `requestBytes`; false when it is too old or the container unknown. */
  recordOom(id: ContainerId, time: number, requestBytes: number): boolean {
    const found = this.container(id);
    if (found === undefined) return false;
    const { bank, window } = this.aggregateOf(found.pod, id.containerName, time);
    return found.container.state.recordOom(0, bank, 0, time, requestBytes, window);
  }

  /** Takes in a checkpoint for a VPA; false when the VPA is unknown. */
  loadCheckpoint(namespace: string, vpaName: string, containerName: string, checkpoint: AggregateCheckpoint): boolean {
    const vpa = this.vpa(namespace, vpaName);
    if (vpa === undefined) return false;
    const bank = new AggregateBank(1, this.settings.halfLives);
    loadAggregate(bank, 0, checkpoint);
    vpa.initial.set(containerName, bank);
    return true;
  }

  /** Containers that are remembered and feed an aggregate the VPA owns. */
  *containersOf(vpa: Vpa): Generator<LiveContainer> {
    for (const pod of this.pods.values())
      for (const container of pod.containers.values())
        if (vpa.aggregates.has(aggregateKey(pod, container.name))) yield container;
  }

  /** Drops aggregates that are empty without a pod to fill them, or expired (§3.6); at most once an hour. */
  collectGarbage(now: number): void {
    if (now - this.lastGarbageCollection < garbageCollectionInterval) return;
    this.lastGarbageCollection = now;
    const contributive = new Set<string>();
    for (const pod of this.pods.values())
      if (pod.contributive) for (const name of pod.containers.keys()) contributive.add(aggregateKey(pod, name));
    for (const [key, aggregate] of this.aggregates) {
      const unused = aggregate.bank.sampleCount[0] === 0 && !contributive.has(key);
      if (!unused && !isExpired(aggregate, now)) continue;
      this.aggregates.delete(key);
      for (const vpa of this.vpas.values()) vpa.aggregates.delete(key);
    }
  }

  private container({
    namespace,
    podName,
    containerName,
  }: ContainerId): { readonly pod: Pod; readonly container: LiveContainer } | undefined {
    const pod = this.pods.get(podKey(namespace, podName));
    const container = pod?.containers.get(containerName);
    return pod === undefined || container === undefined ? undefined : { pod, container };
  }

  private aggregateOf(pod: Pod, containerName: string, now: number): Aggregate {
    const key = aggregateKey(pod, containerName);
    const known = this.aggregates.get(key);
    if (known !== undefined) return known;
    const { namespace, labels } = pod;
    const bank = new AggregateBank(1, this.settings.halfLives);
    const { window } = this.settings;
    const aggregate: Aggregate = { key, namespace, containerName, labels, bank, created: now, window };
    this.aggregates.set(key, aggregate);
    for (const vpa of this.vpas.values()) this.link(vpa, aggregate);
    return aggregate;
  }

  private link(vpa: Vpa, aggregate: Aggregate): void {
    const { spec } = vpa;
    if (spec.namespace !== aggregate.namespace || !selects(spec.selector, aggregate.labels)) return;
    vpa.aggregates.set(aggregate.key, aggregate);
    this.applyPolicy(spec, aggregate);
  }

  private applyPolicy(spec: VpaSpec, aggregate: Aggregate): void {
    if (!this.settings.perVpaConfig) return;
    const policy = containerPolicy(spec, aggregate.containerName);
    if (policy === undefined) return;
    const { window } = aggregate;
    const seconds = policy.memoryAggregationIntervalSeconds;
    aggregate.window = {
      interval: seconds === undefined ? window.interval : fromSeconds(seconds),
      count: policy.memoryAggregationIntervalCount ?? window.count,
      oomBumpUpRatio: policy.oomBumpUpRatio ?? window.oomBumpUpRatio,
      oomMinBumpUpBytes: policy.oomMinBumpUpBytes ?? window.oomMinBumpUpBytes,
    };
  }
}

/** The policy that a VPA has for a container name: the entry of that name, else the `*` entry, else none. */
export function containerPolicy(
  { containerPolicies = [] }: VpaSpec,
  containerName: string,
): VpaContainerPolicy | undefined {
  return policyFor(containerPolicies, containerName);
}

function isExpired({ bank, created, window }: Aggregate, now: number): boolean {
  const last = bank.sampleCount[0] === 0 ? created : bank.lastSample[0]!;
  return now - last >= window.interval * window.count;
}

function aggregateKey(pod: Pod, containerName: string): string {
  return `${pod.namespace}/${containerName}/${pod.canonicalLabels}`;
}

function podKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function vpaKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function sameSelector(one: VpaSpec, other: VpaSpec): boolean {
  return JSON.stringify(one.selector) === JSON.stringify(other.selector);
}
