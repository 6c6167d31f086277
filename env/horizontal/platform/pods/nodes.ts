import type { RandomStream } from '../../../core/random.js';
import type { NodePool } from '../config.js';
import { Sampler } from '../distribution/sampler.js';
import { toMicroseconds } from '../time.js';
import { TimerKind, type Timers } from '../timers.js';

/**
 * Nodes pods are placed on: the first with room takes a pod. When pods wait for more room than the nodes on their way will bring, one
 * more is ordered; a node above the initial ones that stays empty leaves.
 */
export class Nodes {
  /** Pods that no node has room for, in order. */
  private readonly waiting: number[] = [];
  /** By node: pods on it, -1 for a node that has left. */
  private readonly used: number[] = [];
  /** By node: how often it became empty, so that an idle timer knows whether it still counts. */
  private readonly emptied: number[] = [];
  private present = 0;
  private ordered = 0;
  private readonly provision: Sampler;

  constructor(
    private readonly pool: NodePool,
    private readonly timers: Timers,
    private readonly random: RandomStream,
  ) {
    this.provision = new Sampler(pool.provisionSeconds);
    for (let node = 0; node < pool.initial; node++) this.join();
  }

  /** Nodes in the cluster. */
  get count(): number {
    return this.present;
  }

  /** Finds a place for a pod, or puts it in line for one. @returns the node, -1 while there is none */
  place(pod: number, now: number): number {
    const { podsPerNode } = this.pool;
    const node = this.used.findIndex((used) => used >= 0 && used < podsPerNode);
    if (node >= 0) this.used[node]!++;
    else {
      this.waiting.push(pod);
      this.orderNodes(now);
    }
    return node;
  }

  /** A pod on a node has gone. */
  leave(node: number, now: number): void {
    if (--this.used[node]! === 0 && this.present > this.pool.initial)
      this.timers.set(now + toMicroseconds(this.pool.idleSeconds), TimerKind.nodeIdle, node, ++this.emptied[node]!);
  }

  /** A pod no longer waits. */
  forget(pod: number): void {
    const at = this.waiting.indexOf(pod);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  /** An ordered node has come. */
  ready(): void {
    this.ordered--;
    this.join();
  }

  /** A node's idle timer has run out. */
  idle(node: number, stamp: number): void {
    if (this.used[node] !== 0 || this.emptied[node] !== stamp || this.present <= this.pool.initial) return;
    this.used[node] = -1;
    this.present--;
  }

  /** The pod that has waited longest, taken out of the line; -1 when none waits or none would fit. */
  nextWaiting(): number {
    const { podsPerNode } = this.pool;
    const room = this.used.some((used) => used >= 0 && used < podsPerNode);
    return room ? (this.waiting.shift() ?? -1) : -1;
  }

  private join(): void {
    const vacant = this.used.indexOf(-1);
    if (vacant >= 0) this.used[vacant] = 0;
    else {
      this.used.push(0);
      this.emptied.push(0);
    }
    this.present++;
  }

  private orderNodes(now: number): void {
    const { podsPerNode, max } = this.pool;
    while (this.waiting.length > this.ordered * podsPerNode && this.present + this.ordered < max) {
      this.ordered++;
      this.timers.set(now + toMicroseconds(this.provision.draw(this.random)), TimerKind.nodeReady);
    }
  }
}
