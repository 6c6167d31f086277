import type { PlatformConfig } from '../config.js';
import { meanOf } from '../distribution/distribution.js';

/**
 * What a warm pod carries with so many requests in it: more of them keep more cores busy up to their number, and from then on only slow each
 * other down, until the concurrency limit makes the others wait outside (`servers/` says the same of single requests).
 */
export class PodCurve {
  /** Requests a pod serves at a time. */
  readonly slots: number;
  /** Requests from which on a pod runs at full speed. */
  readonly fullAt: number;
  private readonly work: number;
  private readonly speed: number;
  private readonly contention: number;
  private readonly countsWaiting: boolean;
  private readonly cores: number;

  constructor({ server, resources, balancer, contention, work }: PlatformConfig) {
    const { cores } = resources;
    this.work = meanOf(work);
    this.contention = contention;
    if (server.kind === 'fcfs') {
      this.slots = server.workers;
      this.speed = Math.min(1, cores / server.workers);
      this.cores = server.workers;
      this.fullAt = server.workers;
    } else {
      this.slots = server.concurrency ?? Number.POSITIVE_INFINITY;
      this.cores = server.kind === 'cpu-quota' ? Math.min(cores, server.threads) : cores;
      this.speed = Math.min(1, this.cores);
      this.fullAt = Math.min(this.slots, Math.max(1, this.cores));
    }
    this.countsWaiting = server.kind === 'fcfs' && balancer.kind !== 'shared-queue';
  }

  /** Cores in use, of those that serve requests. */
  busyCores(held: number): number {
    return Math.min(held, this.slots, this.cores / this.speed) * this.speed;
  }

  /** Factor on the work of a request that finds a pod with `held` requests, itself included. */
  slowing(held: number): number {
    const others = (this.countsWaiting ? held : Math.min(held, this.slots)) - 1;
    return 1 + this.contention * Math.max(0, others);
  }

  /** Time in service of mean work, seconds. */
  service(held: number): number {
    const sharing = Math.max(1, Math.min(held, this.slots) / this.fullAt);
    return (this.work / this.speed) * sharing * this.slowing(held);
  }

  /** Services a second. */
  rate(held: number): number {
    return Math.min(held, this.slots) / this.service(held);
  }
}
