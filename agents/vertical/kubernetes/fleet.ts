import { type RecommenderFleet, recommendationLength } from '../recommender.js';
import { type CheckpointStatus, checkpointStatus, parseCheckpointStatus } from './input/checkpoint.js';
import { type KubernetesConfig, type KubernetesOptions, kubernetesConfig } from './input/config.js';
import { Estimator, type Minimum } from './logic/estimator.js';
import { changesNothing, type PostProcessing, postProcess, postProcessing } from './logic/post-processing.js';
import { containerMinimum, minCpuSampleWeight, type Settings, settingsOf } from './logic/settings.js';
import { AggregateBank } from './model/aggregate-bank.js';
import { loadAggregate, saveAggregate } from './model/aggregate-checkpoint.js';
import { millicoresPerCore, toAmount } from './model/amount.js';
import { ContainerBank } from './model/container-bank.js';
import { fromSeconds } from './model/time.js';

/**
 * Kubernetes' VPA recommender for many containers, exact to the integer: each has an aggregate and a VPA of its own, so nothing is
 * merged but what a checkpoint brought. State is a structure of arrays and a call allocates nothing.
 *
 * `VpaRecommender` is the other arrangement, where pods share aggregates and VPAs own many.
 */
export class KubernetesFleet implements RecommenderFleet {
  readonly size: number;
  private readonly settings: Settings;
  private readonly containers: ContainerBank;
  private readonly aggregates: AggregateBank;
  private readonly estimator: Estimator;
  private readonly minimum: Minimum;
  private readonly processing: PostProcessing | null;
  /** Weights of CPU samples before decay. */
  private readonly cpuWeight: Float64Array;
  private readonly weighsByRequest: boolean;
  private initial: InitialStates | null = null;

  /** @param size number of containers */
  constructor(size: number, config: KubernetesConfig) {
    this.size = size;
    this.settings = settingsOf(config);
    this.containers = new ContainerBank(size);
    this.aggregates = new AggregateBank(size, this.settings.halfLives);
    this.estimator = new Estimator(this.aggregates, this.settings.estimation);
    this.minimum = containerMinimum(config, config.containersInPod);
    const processing = postProcessing(config, config, config.cpuIntegerPostProcessorEnabled);
    this.processing = changesNothing(processing) ? null : processing;
    this.cpuWeight = new Float64Array(size).fill(minCpuSampleWeight);
    this.weighsByRequest = config.cpuSampleWeight === 'request';
  }

  observe(timeSeconds: number, cpuMillicores: Float64Array, memoryBytes: Float64Array): void {
    const time = fromSeconds(timeSeconds);
    this.containers.addSamples(this.aggregates, time, cpuMillicores, memoryBytes, this.cpuWeight, this.settings.window);
  }

  /** Hears one sample of container `i` alone; see `Recommender.observe`. */
  observeOne(i: number, timeSeconds: number, cpuMillicores: number, memoryBytes: number): void {
    this.hear(i, fromSeconds(timeSeconds), cpuMillicores, memoryBytes);
  }

  observeOom(container: number, timeSeconds: number, memoryRequestBytes: number): void {
    this.containers.recordOom(
      container,
      this.aggregates,
      container,
      fromSeconds(timeSeconds),
      toAmount(memoryRequestBytes),
      this.settings.window,
    );
  }

  recommend(_timeSeconds: number, out: Float64Array): void {
    for (let i = 0; i < this.size; i++) this.recommendOne(i, out, i * recommendationLength);
  }

  /** Writes the recommendation for container `i` alone; it depends on what was heard, not on the time. */
  recommendOne(i: number, out: Float64Array, offset: number): void {
    const { initial } = this;
    if (initial?.loaded[i] === 1) {
      this.mergeInto(initial.merged, i);
      initial.estimator.estimate(0, this.minimum, out, offset);
    } else this.estimator.estimate(i, this.minimum, out, offset);
    if (this.processing !== null) postProcess(this.processing, out, offset);
  }

  /** Tells what container `i` requests, which weighs its CPU samples from now on under `cpuSampleWeight: 'request'`. */
  setCpuRequest(i: number, millicores: number): void {
    if (this.weighsByRequest) this.cpuWeight[i] = Math.max(millicores / millicoresPerCore, minCpuSampleWeight);
  }

  /** What a checkpoint would hold of container `i` now: all but the peak of the window that is still open. */
  save(i: number, timeSeconds: number): CheckpointStatus {
    const now = fromSeconds(timeSeconds);
    const merged = this.initial?.merged ?? new AggregateBank(1, this.settings.halfLives);
    this.mergeInto(merged, i);
    const end = this.containers.windowEnd[i]!;
    if (end > now) merged.subtractMemoryPeak(0, end, this.containers.runningPeak(i));
    return checkpointStatus(saveAggregate(merged, 0), now);
  }

  /**
   * Loads a checkpoint for container `i`, in place of one loaded before. As in the original it stays apart from what is heard
   * and is merged into every recommendation.
   *
   * @throws InputError when `status` is no checkpoint
   */
  restore(i: number, status: unknown, file?: string): void {
    const checkpoint = parseCheckpointStatus(status, file);
    this.initial ??= initialStates(this.size, this.settings);
    this.initial.states.clear(i);
    loadAggregate(this.initial.states, i, checkpoint);
    this.initial.loaded[i] = 1;
  }

  private hear(i: number, time: number, cpuMillicores: number, memoryBytes: number): void {
    const { containers, aggregates } = this;
    if (cpuMillicores >= 0)
      containers.addCpuSample(i, aggregates, i, time, toAmount(cpuMillicores), this.cpuWeight[i]!);
    if (memoryBytes >= 0)
      containers.addMemorySample(i, aggregates, i, time, toAmount(memoryBytes), this.settings.window);
  }

  private mergeInto(merged: AggregateBank, i: number): void {
    merged.clear(0);
    merged.merge(0, this.aggregates, i);
    if (this.initial?.loaded[i] === 1) merged.merge(0, this.initial.states, i);
  }
}

/** What checkpoints brought, and room for one merged aggregate. */
interface InitialStates {
  readonly states: AggregateBank;
  /** 1 where a checkpoint was loaded. */
  readonly loaded: Uint8Array;
  readonly merged: AggregateBank;
  readonly estimator: Estimator;
}

function initialStates(size: number, { halfLives, estimation }: Settings): InitialStates {
  const merged = new AggregateBank(1, halfLives);
  return {
    states: new AggregateBank(size, halfLives),
    loaded: new Uint8Array(size),
    merged,
    estimator: new Estimator(merged, estimation),
  };
}

/**
 * Kubernetes' VPA recommender for `size` containers.
 *
 * @param options settings that differ from Kubernetes' defaults
 * @throws InputError when a setting is bad
 */
export function kubernetesFleet(size: number, options: KubernetesOptions = {}): KubernetesFleet {
  return new KubernetesFleet(size, kubernetesConfig(options));
}
