import type { AgentSpec } from '../../agents/agent-spec.js';
import type {
  HorizontalAgentContext,
  HorizontalPlanner,
  Rehearsal,
  ReplicaPlan,
} from '../../agents/horizontal/agent.js';
import type { Autoscaler } from '../../agents/horizontal/autoscaler.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import type { Seed } from '../../env/core/random.js';
import type { HorizontalConfig } from '../../env/horizontal/config.js';
import { demandCurve, startUpSeconds } from '../../env/horizontal/demand/index.js';
import { ScalingEpisode } from '../../env/horizontal/scaling-episode.js';
import type { ScalingStep } from '../../env/horizontal/scaling-step.js';
import type { HorizontalView } from '../../env/horizontal/view.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import type { DecisionTime } from '../trial.js';
import { agentContext } from './agent-context.js';

/** Who drives an episode, over what and with which random numbers. */
export interface EpisodeSetup {
  readonly config: HorizontalConfig;
  readonly load: LoadSeries;
  /** An autoscaler or a planner; which agent a tuned one stands for is settled before (`calibratedAgent`). */
  readonly agent: AgentSpec;
  readonly seed: Seed;
}

/**
 * One agent's episode on one load. An autoscaler decides from what it sees and hears what came of it; a planner rehearses the very same episode
 * as often as it likes, and then its plan is followed.
 */
export class EpisodeRun {
  readonly episode: ScalingEpisode;
  /** By decision, the least pods that meet the objective under the interval's load, were it to last. */
  readonly leastPods: Int32Array;
  /** Planners only. */
  readonly plan: ReplicaPlan | null;
  private readonly takeStep: () => ScalingStep;
  private readonly timer = new WallClock();

  /** @throws InputError for an unknown agent, an unknown option or a bad value */
  constructor({ config, load, agent: spec, seed }: EpisodeSetup) {
    const { agent, config: options } = horizontalRoster.configure(spec);
    const context = agentContext(config, seed);
    this.episode = new ScalingEpisode(config, load);
    this.episode.reset(seed);
    this.leastPods = demandCurve(config, load);
    if (agent.kind === 'tuned') throw new Error(`${agent.id} is to be calibrated before it runs`);
    if (agent.kind === 'planner') {
      const plan = this.makePlan(agent, options, context, seed);
      this.plan = plan;
      this.takeStep = () => this.episode.step(plan.replicas[this.episode.taken]!);
    } else {
      this.plan = null;
      this.takeStep = this.driven(agent.create(options, context));
    }
  }

  /** Takes the next decision. @returns what it led to, valid until the next; null when the episode is over */
  next(): ScalingStep | null {
    return this.episode.over ? null : this.takeStep();
  }

  /** {@link leastPods} of the interval that a step was judged on: of the one that it mostly shares, where the episode waits for pods. */
  neededIn({ readings: { fromSeconds } }: ScalingStep): number {
    const { leadSeconds, config } = this.episode;
    const interval = Math.round((fromSeconds - leadSeconds) / config.decisionSeconds);
    return this.leastPods[Math.min(interval, this.leastPods.length - 1)]!;
  }

  /** Wall-clock time the autoscaler took to decide and to learn; planners have none. */
  get decisionTime(): DecisionTime {
    return { decisions: this.plan === null ? this.episode.taken : 0, seconds: this.timer.milliseconds / 1000 };
  }

  private makePlan(
    planner: HorizontalPlanner,
    options: unknown,
    context: HorizontalAgentContext,
    seed: Seed,
  ): ReplicaPlan {
    const { config, load } = this.episode;
    const rehearsal = new ScalingEpisode(config, load);
    return planner.plan(options, {
      ...context,
      leastPods: this.leastPods,
      startUpSeconds: startUpSeconds(config),
      rehearse: (replicas) => rehearse(rehearsal, seed, replicas),
    });
  }

  /** Steps of an autoscaler. */
  private driven(autoscaler: Autoscaler): () => ScalingStep {
    const { episode, timer } = this;
    let view: HorizontalView | null = null;
    return () => {
      const before = view ?? episode.view();
      const decided = timer.time(() => autoscaler.decide(before));
      const step = episode.step(decided);
      if (autoscaler.learn === undefined) return step;
      const after = episode.view();
      view = after;
      const { applied, reward } = step;
      timer.time(() => autoscaler.learn!({ before, decided, applied, reward, after, terminated: false }));
      return step;
    };
  }
}

/** Plays an episode under a schedule from its beginning. */
function rehearse(episode: ScalingEpisode, seed: Seed, replicas: ArrayLike<number>): Rehearsal {
  const costs = new Float64Array(episode.steps);
  const violated = new Uint8Array(episode.steps);
  const readyPods = new Float64Array(episode.steps);
  let cost = 0;
  episode.reset(seed);
  while (!episode.over) {
    const at = episode.taken;
    const step = episode.step(replicas[at]!);
    const { fromSeconds, toSeconds, readyPodSeconds } = step.readings;
    costs[at] = step.cost.pods + step.cost.violations;
    violated[at] = step.violated ? 1 : 0;
    readyPods[at] = readyPodSeconds / (toSeconds - fromSeconds);
    cost += costs[at]!;
  }
  return { cost, costs, violated, readyPods };
}

/** Adds up the time some pieces of work take. */
class WallClock {
  milliseconds = 0;

  time<T>(work: () => T): T {
    const begin = performance.now();
    const result = work();
    this.milliseconds += performance.now() - begin;
    return result;
  }
}
