import type { HorizontalPlannerContext, Rehearsal } from '../../../agents/horizontal/agent.js';
import type { HorizontalConfig } from '../../../env/horizontal/config.js';
import { demandCurve, startUpSeconds } from '../../../env/horizontal/demand/index.js';
import { ScalingEpisode } from '../../../env/horizontal/scaling-episode.js';
import type { LoadSeries } from '../../../workloads/load-series.js';

/** A load of one value a decision. */
export function loadOf(
  unit: 'users' | 'requestsPerSecond',
  stepSeconds: number,
  values: readonly number[],
): LoadSeries {
  return {
    id: 'test',
    startTime: 0,
    stepSeconds,
    [unit]: Float64Array.from(values),
    source: { dataset: 'test', entity: 'test', assumptions: {} },
  };
}

/** What a planner is shown of an episode, and the schedules it plays. */
export function plannerContext(config: HorizontalConfig, load: LoadSeries, seed: number) {
  const episode = new ScalingEpisode(config, load);
  const played: { readonly schedule: readonly number[]; readonly cost: number }[] = [];
  const rehearse = (replicas: ArrayLike<number>): Rehearsal => {
    const rehearsal = play(episode, seed, replicas);
    played.push({ schedule: Array.from(replicas), cost: rehearsal.cost });
    return rehearsal;
  };
  const context: HorizontalPlannerContext = {
    seed,
    decisionSeconds: config.decisionSeconds,
    latencyObjectiveMs: config.objective.latencyMs,
    limits: config.limits,
    initialReplicas: config.initialReplicas,
    pod: { cpuRequestMillicores: 1, cpuLimitMillicores: null, memoryRequestBytes: 1, memoryLimitBytes: null },
    leastPods: demandCurve(config, load),
    startUpSeconds: startUpSeconds(config),
    rehearse,
  };
  return { context, played, episode };
}

/** Plays an episode from its beginning. */
export function play(episode: ScalingEpisode, seed: number, replicas: ArrayLike<number>): Rehearsal {
  const costs = new Float64Array(episode.steps);
  const violated = new Uint8Array(episode.steps);
  const readyPods = new Float64Array(episode.steps);
  episode.reset(seed);
  while (!episode.over) {
    const at = episode.taken;
    const { cost, violated: isViolated, readings } = episode.step(replicas[at]!);
    costs[at] = cost.pods + cost.violations;
    violated[at] = isViolated ? 1 : 0;
    readyPods[at] = readings.readyPodSeconds / (readings.toSeconds - readings.fromSeconds);
  }
  return { cost: costs.reduce((a, b) => a + b), costs, violated, readyPods };
}
