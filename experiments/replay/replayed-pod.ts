import { RecommendationIndex } from '../../agents/vertical/recommender.js';
import { explainUpdate, type ResourceFacts } from '../../env/vertical/updater/explain.js';
import { decideSingle, type UpdateThresholds } from '../../env/vertical/updater/priority.js';

/** Requests of a container; NaN where there is none. */
export interface Requests {
  readonly cpuMillicores: number;
  readonly memoryBytes: number;
}

/**
 * The pod behind a replay: what it requests, since when it has run, and when the updater would re-create it with the target as its
 * request. The replica budget is taken to allow every update.
 */
export class ReplayedPod {
  requests: Requests;
  private readonly thresholds: UpdateThresholds;
  private podStart = Number.NaN;
  private containerStart = Number.NaN;
  private oomRanSeconds = Number.NaN;

  constructor(requests: Requests, thresholds: UpdateThresholds) {
    this.requests = requests;
    this.thresholds = thresholds;
  }

  /** The pod counts as started when it is first seen. */
  seen(time: number): void {
    if (!Number.isNaN(this.podStart)) return;
    this.podStart = time;
    this.containerStart = time;
  }

  /** The container was killed and starts again at once. */
  oomKilled(time: number): void {
    this.seen(time);
    this.oomRanSeconds = time - this.containerStart;
    this.containerStart = time;
  }

  /**
   * Lets the updater look at the pod.
   * @returns why it would update the pod now, which then has the targets as requests and is new; null when it would not
   */
  update(time: number, recommendation: Float64Array): string | null {
    const { cpuMillicores, memoryBytes } = this.requests;
    const cpu = factsOf(cpuMillicores, recommendation, RecommendationIndex.cpuLowerBound);
    const memory = factsOf(memoryBytes, recommendation, RecommendationIndex.memoryLowerBound);
    const ageSeconds = time - this.podStart;
    const decision = decideSingle(
      cpu.request,
      memory.request,
      cpu.lowerBound,
      cpu.target,
      cpu.upperBound,
      memory.lowerBound,
      memory.target,
      memory.upperBound,
      ageSeconds,
      this.oomRanSeconds,
      this.thresholds,
    );
    if (decision < 0) return null;
    const facts = { cpu, memory, ageSeconds, oomRanSeconds: this.oomRanSeconds };
    const reason = explainUpdate(facts, this.thresholds).replace(/^update: /, '');
    this.requests = {
      cpuMillicores: Number.isNaN(cpu.target) ? cpuMillicores : cpu.target,
      memoryBytes: Number.isNaN(memory.target) ? memoryBytes : memory.target,
    };
    this.podStart = time;
    this.containerStart = time;
    this.oomRanSeconds = Number.NaN;
    return reason;
  }
}

/** One resource's bounds, which stand in a row from `first` on. */
function factsOf(request: number, recommendation: Float64Array, first: number): ResourceFacts {
  return {
    request,
    lowerBound: recommendation[first]!,
    target: recommendation[first + 1]!,
    upperBound: recommendation[first + 2]!,
  };
}
