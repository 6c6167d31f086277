import type { Objective } from '../config.js';
import type { PlatformConfig } from '../platform/config.js';
import { type Engine, SteadyService } from './steady-service.js';

/** Precision of the highest load of a level, relative; users are whole numbers besides. */
const precision = 0.02;
/** Levels are computed one by one up to this number of pods, then at every third more, and read off a curve in between. */
const everyLevelUpTo = 6;
const levelGrowth = 4 / 3;
/** Loads above so many times the rough one are not looked at: with a percentile of 0, say, an objective may be met under any. */
const highest = 8;
/** Loads below this part of the rough one count as none. */
const lowest = 0.01;
/** Ratio of one load tried to the next, at most: what a service carries begins where intervals hold enough requests, and may be a narrow band. */
const longestStride = 1.25;
/** A level below this part of the rough load says nothing about the next one. */
const telling = 0.25;

/** The highest load that a number of pods carries. */
interface Level {
  readonly pods: number;
  readonly load: number;
}

/**
 * The demand of a service, d in the elasticity metrics of specification horizontal.md §4.1: the least pods that meet the objective under a
 * load. They meet it when at most 5 % of the decision intervals of a stationary run violate it, with one fixed seed and with warm pods that
 * are there from the beginning.
 *
 * For every number of pods the highest load that it carries is found by bisection, to 2 % or to one user; more pods never carry less, so
 * demand is monotone in the load by construction. Levels above 6 pods are computed at every third more, and the load a pod carries is
 * interpolated linearly in 1/√pods between them, as square-root staffing has it (Halfin and Whitt, 1981). Nothing is simulated before a
 * load is asked for that needs it.
 */
export class DemandLaw {
  /** Ascending; begins with no pod, which carries nothing. */
  private readonly levels: Level[] = [{ pods: 0, load: 0 }];
  private readonly service: SteadyService;
  /** Responses a second under the highest load, by pods. */
  private readonly throughputs = new Map<number, number>();

  constructor(platform: PlatformConfig, objective: Objective, decisionSeconds: number, engine: Engine = 'events') {
    this.service = new SteadyService(platform, objective, decisionSeconds, engine);
  }

  /** Highest load that so many pods carry, users or requests/s; ∞ where they carry any. @param pods a whole number ≥ 0 */
  highestLoad(pods: number): number {
    while (this.levels.at(-1)!.pods < pods) this.addLevel();
    const above = this.levels.findIndex((level) => level.pods >= pods);
    const upper = this.levels[above]!;
    if (upper.pods === pods || upper.load === Number.POSITIVE_INFINITY) return upper.load;
    return this.between(this.levels[above - 1]!, upper, pods);
  }

  /** Least pods that meet the objective under a load; `maxPods` where not even they do. @param load users or requests/s */
  leastPods(load: number, maxPods: number): number {
    let pods = 0;
    while (pods < maxPods && this.highestLoad(pods) < load) pods++;
    return pods;
  }

  /** Requests a second that each of so many pods answers under the highest load they carry; 0 where they carry none, or any. */
  podRequestsPerSecond(pods: number): number {
    const load = this.highestLoad(pods);
    if (load === 0 || load === Number.POSITIVE_INFINITY) return 0;
    const known = this.throughputs.get(pods) ?? this.service.throughput(pods, load);
    this.throughputs.set(pods, known);
    return known / pods;
  }

  private between(lower: Level, upper: Level, pods: number): number {
    const part = (lower.pods ** -0.5 - pods ** -0.5) / (lower.pods ** -0.5 - upper.pods ** -0.5);
    const perPod = lower.load / lower.pods + part * (upper.load / upper.pods - lower.load / lower.pods);
    const load = Math.min(upper.load, Math.max(lower.load, pods * perPod));
    return this.service.countsUsers ? Math.floor(load) : load;
  }

  private addLevel(): void {
    const last = this.levels.at(-1)!;
    const pods = last.pods < everyLevelUpTo ? last.pods + 1 : Math.ceil(last.pods * levelGrowth);
    this.levels.push({ pods, load: this.search(pods, last.load) });
  }

  /** @param held a load that so many pods are known to carry */
  private search(pods: number, held: number): number {
    const { service } = this;
    if (held === Number.POSITIVE_INFINITY) return held;
    const rough = service.roughLoad(pods);
    let low = held;
    let high = Number.POSITIVE_INFINITY;
    let load = this.loadNear(this.expected(pods));
    for (let ratio = 1 + precision; ; ratio = Math.min(ratio ** 2, longestStride)) {
      if (service.meetsObjective(pods, load)) {
        low = load;
        if (low > highest * rough) return Number.POSITIVE_INFINITY;
        if (high < Number.POSITIVE_INFINITY) break;
        load = this.above(load, load * ratio);
      } else {
        high = load;
        if (low > held) break;
        load = this.below(load, load / ratio);
        if (load <= held || load < lowest * rough) break;
      }
    }
    while (this.apart(low, high)) {
      const middle = service.countsUsers ? Math.floor((low + high) / 2) : low > 0 ? Math.sqrt(low * high) : high / 2;
      if (service.meetsObjective(pods, middle)) low = middle;
      else high = middle;
      if (high < lowest * rough) break;
    }
    return low;
  }

  /** Whether the search must go on between a load that is carried and one that is not. */
  private apart(low: number, high: number): boolean {
    return this.service.countsUsers ? high - low > Math.max(1, precision * low) : high > low * (1 + precision * 1.01);
  }

  /** A load that so many pods should just carry, from the last levels: what a pod carries is a line in 1/√pods. */
  private expected(pods: number): number {
    const { levels, service } = this;
    const [last, before] = levels
      .filter((level) => level.load > telling * service.roughLoad(level.pods))
      .slice(-2)
      .reverse();
    if (last === undefined) return service.roughLoad(pods);
    const perPod = last.load / last.pods;
    if (before === undefined) return pods * perPod;
    const slope = (perPod - before.load / before.pods) / (before.pods ** -0.5 - last.pods ** -0.5);
    return pods * (perPod + Math.max(0, slope) * (last.pods ** -0.5 - pods ** -0.5));
  }

  private loadNear(load: number): number {
    return this.service.countsUsers ? Math.max(1, Math.round(load)) : load;
  }

  private above(load: number, next: number): number {
    return this.service.countsUsers ? Math.max(load + 1, Math.round(next)) : next;
  }

  private below(load: number, next: number): number {
    return this.service.countsUsers ? Math.min(load - 1, Math.round(next)) : next;
  }
}
