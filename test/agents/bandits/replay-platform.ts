import type { ReleasedPlatform } from '../../../agents/horizontal/bandits/released-round.js';
import { RandomStream } from '../../../env/core/random.js';

/**
 * Published mean p95 latency in ms (specification §3.6, D1), one row a load of 5, 10 … 50 users, one column a count of
 * pods; NaN: not recorded.
 */
const publishedP95Ms: readonly (readonly number[])[] = [
  [187, 117, Number.NaN, Number.NaN, 104],
  [410, 176, 152, Number.NaN, 129],
  [1000, 238, 155, 141, 143],
  [1892, 412, 169, 149, 139],
  [2550, 609, 226, 162, 137],
  [Number.NaN, 1226, 308, 191, 147],
  [Number.NaN, 1764, 497, 231, 150],
  [Number.NaN, Number.NaN, 897, 320, 187],
  [Number.NaN, Number.NaN, 1137, 444, 226],
  [Number.NaN, Number.NaN, 2457, 666, 316],
];

const thinkSeconds = 1;
const cpuSecondsPerRequest = 0.055;
const cpuPerPod = 0.5;
const cpuRequest = 0.6;
export const maxContainers = 10;

/**
 * Mean p95 of a cell: published, or continued: saturated cells by the closed loop's N · D − Z, idle ones by 8 % fewer a
 * pod.
 */
function meanP95Ms(users: number, containers: number): number {
  const row = publishedP95Ms[users / 5 - 1]!;
  const known = row[containers - 1];
  if (known !== undefined && !Number.isNaN(known)) return known;
  const demand = cpuSecondsPerRequest / cpuPerPod / containers;
  const saturated = 1000 * (users * demand - thinkSeconds);
  if (saturated > 600) return saturated * 1.3;
  return Math.max(100, meanP95Ms(users, containers - 1) * 0.92);
}

/** The context of a cell at a p95, with the platform's collinear columns (specification §2.1). */
function contextOf(users: number, containers: number, p95Ms: number): Float64Array {
  const throughput = Math.min(users / (thinkSeconds + 0.0006 * p95Ms), (containers * cpuPerPod) / cpuSecondsPerRequest);
  const cpu = (Math.min(cpuPerPod, (throughput * cpuSecondsPerRequest) / containers) + 0.01) / cpuRequest;
  const memory = 0.19 + 0.48 / containers;
  return Float64Array.of(containers, p95Ms, throughput, cpu, 0.24 * cpu, memory, 0.4166667 * memory);
}

/** Recorded rows by users and containers, served in order and in circles, as the released experiments replay them. */
export class ReplayPlatform implements ReleasedPlatform {
  readonly minContainers = 1;
  readonly maxContainers = maxContainers;
  containers = 1;
  users = 5;
  private readonly rows = new Map<string, readonly Float64Array[]>();
  private readonly served = new Map<string, number>();

  /** Twenty rows a cell with lognormal noise: `deviation` of the logarithm, 7 % in the recordings. */
  constructor(seed: number, deviation = 0.07) {
    const noise = new RandomStream(seed, 'replay-rows');
    for (let users = 5; users <= 50; users += 5)
      for (let containers = 1; containers <= maxContainers; containers++) {
        const mean = meanP95Ms(users, containers);
        const rows = Array.from({ length: 20 }, () =>
          contextOf(users, containers, mean * Math.exp(noise.normal(0, deviation))),
        );
        this.rows.set(`${users} ${containers}`, rows);
      }
  }

  scaleTo(containers: number): void {
    this.containers = containers;
  }

  observe(): Float64Array {
    const cell = `${this.users} ${this.containers}`;
    const rows = this.rows.get(cell)!;
    const served = this.served.get(cell) ?? 0;
    this.served.set(cell, served + 1);
    return rows[served % rows.length]!;
  }

  /** Least containers all of whose rows meet the objective. */
  oracle(users: number, objectiveMs: number): number {
    for (let containers = 1; containers <= maxContainers; containers++)
      if (this.rows.get(`${users} ${containers}`)!.every((row) => row[1]! <= objectiveMs)) return containers;
    throw new Error(`no count of containers meets ${objectiveMs} ms at ${users} users`);
  }
}

/** Users of a round: 5, 10 … 50 and back, 50 rounds each, both ends held one block longer. */
export function triangularUsers(round: number): number {
  const block = Math.floor(round / 50) % 20;
  return block < 10 ? 5 * (block + 1) : 5 * (20 - block);
}
