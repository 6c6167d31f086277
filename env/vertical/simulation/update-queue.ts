/**
 * Pods of one workload that are to be updated, most urgent first: those that grow, then the larger change, then the
 * lower replica.
 */
export class UpdateQueue {
  /** Pods in the queue. */
  length = 0;
  private readonly pods: Int32Array;
  private readonly grows: Uint8Array;
  private readonly change: Float64Array;

  constructor(replicas: number) {
    this.pods = new Int32Array(replicas);
    this.grows = new Uint8Array(replicas);
    this.change = new Float64Array(replicas);
  }

  /** The pod at a position. */
  at(position: number): number {
    return this.pods[position]!;
  }

  clear(): void {
    this.length = 0;
  }

  /**
   * Adds a pod, which must be of a higher replica than all that are in the queue.
   * @param grows whether it asks for more of any resource
   * @param change relative change, summed over resources
   */
  add(pod: number, grows: boolean, change: number): void {
    const rank = grows ? 1 : 0;
    let at = this.length++;
    for (; at > 0; at--) {
      const before = this.grows[at - 1]!;
      if (before > rank || (before === rank && this.change[at - 1]! >= change)) break;
      this.put(at, this.pods[at - 1]!, before, this.change[at - 1]!);
    }
    this.put(at, pod, rank, change);
  }

  /** Adds a pod behind all others, whatever its urgency. */
  append(pod: number): void {
    this.put(this.length++, pod, 0, 0);
  }

  private put(position: number, pod: number, grows: number, change: number): void {
    this.pods[position] = pod;
    this.grows[position] = grows;
    this.change[position] = change;
  }
}
