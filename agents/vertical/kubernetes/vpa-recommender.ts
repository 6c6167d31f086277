import type { Amounts, ContainerRecommendation } from '../../../env/vertical/admission/resources.js';
import { RecommendationIndex, recommendationLength } from '../recommender.js';
import { type Checkpoint, checkpointStatus, parseCheckpoint } from './input/checkpoint.js';
import { type KubernetesConfig, type KubernetesOptions, kubernetesConfig } from './input/config.js';
import { Estimator } from './logic/estimator.js';
import { mergeByContainer } from './logic/merge-by-container.js';
import { postProcess, postProcessing } from './logic/post-processing.js';
import { containerMinimum, minCpuSampleWeight, type Settings, settingsOf } from './logic/settings.js';
import { saveAggregate } from './model/aggregate-checkpoint.js';
import { toAmount } from './model/amount.js';
import { ClusterModel, containerPolicy } from './model/cluster-model.js';
import type { ContainerId, PodSpec, Vpa, VpaSpec } from './model/cluster-objects.js';
import { fromSeconds } from './model/time.js';

/**
 * The recommender over a whole cluster: pods share aggregates, VPAs own many of them, containers share their pod's minimum, and
 * checkpoints carry what was learnt over a restart (specification §3 to §5). Times in Unix seconds, amounts in millicores and bytes.
 */
export class VpaRecommender {
  private readonly config: KubernetesConfig;
  private readonly settings: Settings;
  private readonly model: ClusterModel;

  constructor(config: KubernetesConfig) {
    this.config = config;
    this.settings = settingsOf(config);
    this.model = new ClusterModel({
      ...this.settings,
      perVpaConfig: config.perVpaConfig,
      cpuWeight:
        config.cpuSampleWeight === 'request'
          ? (requestCores) => Math.max(requestCores, minCpuSampleWeight)
          : () => minCpuSampleWeight,
    });
  }

  /** Adds or updates a VPA; a changed selector forgets what checkpoints brought. */
  setVpa(vpa: VpaSpec): void {
    this.model.setVpa(vpa);
  }

  deleteVpa(namespace: string, name: string): void {
    this.model.deleteVpa(namespace, name);
  }

  setPod(pod: PodSpec, nowSeconds: number): void {
    this.model.setPod(pod, fromSeconds(nowSeconds));
  }

  removePod(namespace: string, name: string): void {
    this.model.removePod(namespace, name);
  }

  /**
   * Hears one sample of a container; what is negative, NaN or out of order is left out.
   * @returns whether the CPU and the memory sample count
   */
  observe(
    id: ContainerId,
    timeSeconds: number,
    cpuMillicores: number,
    memoryBytes: number,
  ): { readonly cpu: boolean; readonly memory: boolean } {
    const time = fromSeconds(timeSeconds);
    return {
      cpu: cpuMillicores >= 0 && this.model.addCpuSample(id, time, toAmount(cpuMillicores)),
      memory: memoryBytes >= 0 && this.model.addMemorySample(id, time, toAmount(memoryBytes)),
    };
  }

  /** Hears of an OOM kill; false when it is too old or the container unknown. */
  observeOom(id: ContainerId, timeSeconds: number, memoryRequestBytes: number): boolean {
    return this.model.recordOom(id, fromSeconds(timeSeconds), toAmount(memoryRequestBytes));
  }

  /** Drops aggregates that are empty or expired; does nothing when called again within an hour. */
  collectGarbage(nowSeconds: number): void {
    this.model.collectGarbage(fromSeconds(nowSeconds));
  }

  /**
   * What the VPA's status would say: one entry a container name, sorted. Names count while anything is known of them, also of
   * containers long renamed; those with policy mode `Off` do not. Empty for a VPA that is unknown or has no containers.
   */
  recommend(namespace: string, vpaName: string): readonly ContainerRecommendation[] {
    const vpa = this.model.vpa(namespace, vpaName);
    if (vpa === undefined) return [];
    const { bank, indices } = mergeByContainer(vpa, this.settings.halfLives);
    const names = [...indices.keys()].filter((name) => containerPolicy(vpa.spec, name)?.mode !== 'Off').sort();
    const minimum = containerMinimum(this.config, names.length);
    const estimator = new Estimator(bank, this.settings.estimation);
    const out = new Float64Array(recommendationLength);
    return names.map((name) => {
      estimator.estimate(indices.get(name)!, minimum, out, 0);
      const policy = containerPolicy(vpa.spec, name) ?? {};
      postProcess(postProcessing(this.config, policy, this.wantsIntegerCpu(vpa, name)), out, 0);
      return recommendationOf(name, out);
    });
  }

  /**
   * The checkpoints that a VPA would write now, one a container name: all that is known of it less the peaks of memory windows
   * that are still open, so that a restart does not count those twice.
   */
  checkpoints(namespace: string, vpaName: string, nowSeconds: number): readonly Checkpoint[] {
    const vpa = this.model.vpa(namespace, vpaName);
    if (vpa === undefined) return [];
    const now = fromSeconds(nowSeconds);
    const { bank, indices } = mergeByContainer(vpa, this.settings.halfLives);
    for (const { name, state } of this.model.containersOf(vpa)) {
      const index = indices.get(name);
      const end = state.windowEnd[0]!;
      if (index !== undefined && end > now) bank.subtractMemoryPeak(index, end, state.runningPeak(0));
    }
    return [...indices].map(([containerName, index]) => ({
      apiVersion: 'autoscaling.k8s.io/v1',
      kind: 'VerticalPodAutoscalerCheckpoint',
      metadata: { namespace, name: `${vpaName}-${containerName}` },
      spec: { vpaObjectName: vpaName, containerName },
      status: checkpointStatus(saveAggregate(bank, index), now),
    }));
  }

  /**
   * Takes in a checkpoint object.
   * @returns false when its VPA is unknown, which skips it
   * @throws InputError when it is no checkpoint, or of another version than `v3`
   */
  loadCheckpoint(checkpoint: unknown, file?: string): boolean {
    const { namespace, vpaObjectName, containerName, aggregate } = parseCheckpoint(checkpoint, file);
    return this.model.loadCheckpoint(namespace, vpaObjectName, containerName, aggregate);
  }

  private wantsIntegerCpu({ spec }: Vpa, containerName: string): boolean {
    const annotation = `vpa-post-processor.kubernetes.io/${containerName}_integerCPU`;
    return this.config.cpuIntegerPostProcessorEnabled && spec.annotations?.[annotation] === 'true';
  }
}

/**
 * Kubernetes' VPA recommender over a cluster.
 *
 * @param options settings that differ from Kubernetes' defaults; those of a single container's policy are ignored
 * @throws InputError when a setting is bad
 */
export function vpaRecommender(options: KubernetesOptions = {}): VpaRecommender {
  return new VpaRecommender(kubernetesConfig(options));
}

function recommendationOf(containerName: string, out: Float64Array): ContainerRecommendation {
  const { cpuTarget, memoryTarget, cpuLowerBound, memoryLowerBound } = RecommendationIndex;
  const { cpuUpperBound, memoryUpperBound, cpuUncappedTarget, memoryUncappedTarget } = RecommendationIndex;
  return {
    containerName,
    target: amounts(out[cpuTarget]!, out[memoryTarget]!),
    lowerBound: amounts(out[cpuLowerBound]!, out[memoryLowerBound]!),
    upperBound: amounts(out[cpuUpperBound]!, out[memoryUpperBound]!),
    uncappedTarget: amounts(out[cpuUncappedTarget]!, out[memoryUncappedTarget]!),
  };
}

/** Amounts of the resources that are controlled; NaN marks the others. */
function amounts(cpuMillicores: number, memoryBytes: number): Amounts {
  return {
    ...(Number.isNaN(cpuMillicores) ? {} : { cpuMillicores }),
    ...(Number.isNaN(memoryBytes) ? {} : { memoryBytes }),
  };
}
