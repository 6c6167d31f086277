import type { Endpoints } from '../balancer/endpoints.js';
import type { PlatformConfig } from '../config.js';
import { grown } from '../grown.js';
import type { Pods } from '../pods/pods.js';
import { warmUpFactor } from '../servers/work-inflation.js';
import { microsecondsPerSecond } from '../time.js';

/** What a fluid's pods are worth and what each has done: those that serve share load and work alike. */
export class ServedPods {
  private warmFrom: Float64Array;
  private readonly warmUp: PlatformConfig['warmUp'];
  /** By pod since its container started: CPU used, core-microseconds, and requests answered. */
  cpu: Float64Array;
  answered: Float64Array;

  constructor(
    { warmUp }: Pick<PlatformConfig, 'warmUp'>,
    private readonly pods: Pods,
    private readonly endpoints: Endpoints,
  ) {
    this.warmUp = warmUp;
    this.warmFrom = new Float64Array(pods.capacity);
    this.cpu = new Float64Array(pods.capacity);
    this.answered = new Float64Array(pods.capacity);
  }

  grow(pods: number): void {
    this.warmFrom = grown(this.warmFrom, pods);
    this.cpu = grown(this.cpu, pods);
    this.answered = grown(this.answered, pods);
  }

  started(pod: number, now: number): void {
    this.warmFrom[pod] = now;
    this.cpu[pod] = 0;
    this.answered[pod] = 0;
  }

  warms(pod: number, from: number): void {
    this.warmFrom[pod] = from;
  }

  serves(pod: number): boolean {
    return this.endpoints.has(pod) && this.pods.accepts[pod] === 1;
  }

  /** Pods that serve. */
  accepting(): number {
    const { list, count } = this.endpoints;
    let accepting = 0;
    for (let i = 0; i < count; i++) if (this.serves(list[i]!)) accepting++;
    return accepting;
  }

  /** Pods that serve, warming ones counted by their speed. */
  serving(now: number): number {
    const { list, count } = this.endpoints;
    let serving = 0;
    for (let i = 0; i < count; i++)
      if (this.serves(list[i]!)) serving += 1 / warmUpFactor(this.warmUp, now - this.warmFrom[list[i]!]!);
    return serving;
  }

  /** @param cpu core-seconds of all of them */
  use(cpu: number, responses: number): void {
    const { list, count } = this.endpoints;
    for (let i = 0; i < count; i++) {
      this.cpu[list[i]!]! += (cpu * microsecondsPerSecond) / count;
      this.answered[list[i]!]! += responses / count;
    }
  }
}
