import type { RandomStream } from '../../../core/random.js';
import type { KubernetesLifeCycle } from '../config.js';
import { Sampler } from '../distribution/sampler.js';
import { toMicroseconds } from '../time.js';

const nothing = { kind: 'deterministic', mean: 0 } as const;

/** How long the stages of a pod's life take, drawn anew for every pod; microseconds. Nothing where pods come at once. */
export class PodDelays {
  private readonly startStream: RandomStream;
  private readonly endpointStream: RandomStream;
  private readonly crashStream: RandomStream;
  private readonly scheduling: Sampler;
  private readonly pull: Sampler;
  private readonly startUp: Sampler;
  private readonly endpoint: Sampler;
  private readonly cachedProbability: number;
  private readonly crashesPerPodHour: number;
  private readonly firstProbe: number;
  private readonly probePeriod: number;

  /** @param kubernetes null where pods come and go at once */
  constructor(kubernetes: KubernetesLifeCycle | null, stream: (name: string) => RandomStream) {
    this.startStream = stream('pod-start');
    this.endpointStream = stream('endpoints');
    this.crashStream = stream('crashes');
    this.scheduling = new Sampler(kubernetes?.schedulingSeconds ?? nothing);
    this.pull = new Sampler(kubernetes?.imagePull.seconds ?? nothing);
    this.startUp = new Sampler(kubernetes?.startSeconds ?? nothing);
    this.endpoint = new Sampler(kubernetes?.endpointDelaySeconds ?? nothing);
    this.cachedProbability = kubernetes?.imagePull.cachedProbability ?? 1;
    this.crashesPerPodHour = kubernetes?.crash.perPodHour ?? 0;
    this.firstProbe = toMicroseconds(kubernetes?.readiness.initialDelaySeconds ?? 0);
    this.probePeriod = toMicroseconds(kubernetes?.readiness.periodSeconds ?? 1);
  }

  /** From a pod's creation until the scheduler looks for a node. */
  toSchedule(): number {
    return this.drawStart(this.scheduling);
  }

  /** From a node until the container starts: the image's pull, unless the node has it. */
  toPull(): number {
    const isCached = this.startStream.next() < this.cachedProbability;
    const pull = this.drawStart(this.pull);
    return isCached ? 0 : pull;
  }

  /** From a container's start until the first readiness probe that finds the server up. */
  toReady(): number {
    const up = this.drawStart(this.startUp);
    return this.firstProbe + Math.max(0, Math.ceil((up - this.firstProbe) / this.probePeriod)) * this.probePeriod;
  }

  /** Until balancers have heard of a change. */
  toEndpoints(): number {
    return toMicroseconds(this.endpoint.draw(this.endpointStream));
  }

  /** Until a running container crashes; Infinity where none does. */
  toCrash(): number {
    if (this.crashesPerPodHour === 0) return Number.POSITIVE_INFINITY;
    return toMicroseconds(this.crashStream.exponential(3600 / this.crashesPerPodHour));
  }

  private drawStart(sampler: Sampler): number {
    return toMicroseconds(sampler.draw(this.startStream));
  }
}
