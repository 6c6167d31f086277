import type { ReplicaLimits } from '../../../env/horizontal/view.js';
import type { Performance, Stage } from './stage.js';

/** What the openings are made from. */
export interface OpeningProblem {
  /** By decision, the least pods that meet the objective. */
  readonly leastPods: ArrayLike<number>;
  /** Intervals a new pod takes to serve. */
  readonly lead: number;
  readonly limits: ReplicaLimits;
}

/** Part of the budget that constant schedules may take at most. */
const constantsShare = 1 / 3;

/**
 * Plays the schedules that the search begins with: demand, with pods asked for as early as they take to serve; demand as it is; every constant
 * that could be the best of them; and of all these the best level for every interval.
 */
export function playOpenings(stage: Stage, problem: OpeningProblem): void {
  const { leastPods, lead, limits } = problem;
  const demand = Int32Array.from(leastPods, (pods) => within(limits, pods));
  stage.play(askedEarly(demand, lead));
  stage.play(demand);
  const constants = playConstants(stage, demand.length, limits);
  if (constants.length === 0) return;
  const levels = bestLevels(constants, lead);
  stage.play(askedEarly(levels, lead));
  stage.play(levels);
}

/** Every interval has what any of the next `lead` needs. */
function askedEarly(levels: Int32Array, lead: number): Int32Array {
  return levels.map((_, t) => levels.subarray(t, t + lead + 1).reduce((a, b) => Math.max(a, b)));
}

/**
 * Plays constant schedules upwards, evenly spaced where there are too many, until their pods alone cost more than the best schedule
 * so far.
 */
function playConstants(stage: Stage, steps: number, { minReplicas, maxReplicas }: ReplicaLimits): Performance[] {
  const most = Math.max(2, Math.floor(stage.left * constantsShare));
  const count = Math.min(most, maxReplicas - minReplicas + 1);
  const constants: Performance[] = [];
  for (let i = 0; i < count; i++) {
    const pods = minReplicas + (count === 1 ? 0 : Math.round((i * (maxReplicas - minReplicas)) / (count - 1)));
    const price = podPrice(constants);
    if (price * pods * steps >= (stage.best?.rehearsal.cost ?? Number.POSITIVE_INFINITY)) break;
    const performance = stage.play(new Int32Array(steps).fill(pods));
    if (performance === null) break;
    constants.push(performance);
  }
  return constants;
}

/** What one pod costs in one interval, at least: the cheapest interval without violation. 0 where there was none. */
function podPrice(constants: readonly Performance[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { replicas, rehearsal } of constants)
    for (let t = 0; t < replicas.length; t++)
      if (rehearsal.violated[t] === 0 && replicas[t]! > 0 && rehearsal.costs[t]! > 0)
        least = Math.min(least, rehearsal.costs[t]! / replicas[t]!);
  return least === Number.POSITIVE_INFINITY ? 0 : least;
}

/**
 * The cheapest path through the costs that each interval had under each constant, when a pod more is paid for `lead` intervals before
 * it serves (Viterbi). It would be the optimum if an interval's cost depended on nothing but the pods that serve in it.
 */
function bestLevels(constants: readonly Performance[], lead: number): Int32Array {
  const steps = constants[0]!.replicas.length;
  const pods = constants.map(({ replicas }) => replicas[0] ?? 0);
  const rise = podPrice(constants) * lead;
  let paths = new Float64Array(pods.length);
  const from = Array.from({ length: steps }, () => new Int32Array(pods.length));
  for (let t = 0; t < steps; t++) {
    const next = new Float64Array(pods.length);
    for (let level = 0; level < pods.length; level++) {
      let best = level;
      const through = (before: number) => paths[before]! + rise * Math.max(0, pods[level]! - pods[before]!);
      for (let before = 0; t > 0 && before < pods.length; before++) if (through(before) < through(best)) best = before;
      from[t]![level] = best;
      next[level] = paths[best]! + (t > 0 ? through(best) - paths[best]! : 0) + constants[level]!.rehearsal.costs[t]!;
    }
    paths = next;
  }
  const levels = new Int32Array(steps);
  let level = paths.indexOf(Math.min(...paths));
  for (let t = steps - 1; t >= 0; t--) {
    levels[t] = pods[level]!;
    level = from[t]![level]!;
  }
  return levels;
}

/** A count brought within limits. */
export function within({ minReplicas, maxReplicas }: ReplicaLimits, pods: number): number {
  return Math.min(maxReplicas, Math.max(minReplicas, pods));
}
