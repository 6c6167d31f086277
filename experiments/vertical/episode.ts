import type { AgentContext, RequestPlan } from '../../agents/vertical/agent.js';
import { RecommendationIndex, type Recommender, recommendationLength } from '../../agents/vertical/recommender.js';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import { ActionIndex, actionLength } from '../../env/vertical/action.js';
import type { Resources, UpdaterConfig, VerticalConfig } from '../../env/vertical/config.js';
import { fallbackRequest } from '../../env/vertical/config-schema.js';
import { VerticalFleet } from '../../env/vertical/index.js';
import { seriesLength, type UsageSeries } from '../../workloads/usage-series.js';
import { sliceSeries } from '../../workloads/window.js';
import type { DecisionTime } from '../trial.js';
import { historySteps } from './history.js';
import type { VerticalTrial } from './trial.js';

/**
 * One agent's episode on one series: the history is heard, then every further step is decided, simulated and heard.
 *
 * Time runs as in a cluster: at the beginning of a step the recommender may speak (every `recommendationSeconds`), the updater
 * acts on the last it said, the step passes, then come its OOM events and at its end its usage sample.
 */
export class Episode {
  /** The fleet's outputs of the last step. */
  readonly fleet: VerticalFleet;
  /** The scored part of the series. */
  readonly scored: UsageSeries;
  readonly initialRequest: Resources;
  /** What was last recommended, in the environment's layout; NaN before the first recommendation. */
  readonly action = new Float64Array(actionLength).fill(Number.NaN);
  /** Planners only. */
  readonly plan: RequestPlan | null;
  readonly config: VerticalConfig;
  /** Steps taken. */
  step = 0;

  private readonly steps: number;
  private readonly decide: (step: number) => boolean;
  private readonly hear: (step: number) => void;
  private decisions = 0;
  private milliseconds = 0;

  constructor(trial: VerticalTrial, series: UsageSeries) {
    const history = historySteps(series.stepSeconds, trial.historySeconds);
    const past = history === 0 ? null : sliceSeries(series, 0, history);
    this.scored = sliceSeries(series, history);
    this.steps = seriesLength(this.scored);
    const { agent, config: agentConfig } = verticalRoster.configure(trial.agent);
    this.initialRequest = trial.env.config.initialRequest ?? initialRequest(past, this.scored);
    const updater = agent.kind === 'planner' ? directUpdater(trial.env.config.updater) : trial.env.config.updater;
    this.config = { ...trial.env.config, updater, initialRequest: this.initialRequest };
    const context: AgentContext = {
      seed: trial.seed,
      stepSeconds: series.stepSeconds,
      config: this.config,
      initialRequest: this.initialRequest,
      future: this.scored,
    };
    if (agent.kind === 'planner') {
      const plan = agent.plan(agentConfig, context);
      this.plan = plan;
      this.decide = (step) => this.follow(plan, step);
      this.hear = () => {};
    } else {
      this.plan = null;
      const recommender = agent.create(agentConfig, context);
      const loop = new RecommenderLoop(recommender, trial.recommendationSeconds);
      if (past !== null) this.timed(() => loop.hearHistory(past), loop);
      this.decide = () => this.timed(() => loop.speak(this.action), loop);
      this.hear = (step) => this.timed(() => loop.hear(this.fleet, this.endOf(step)), loop);
    }
    this.fleet = new VerticalFleet({ series: [this.scored], config: this.config });
    this.fleet.reset(trial.seed);
  }

  /** Takes one step. @returns false, without a step, when the episode is over */
  next(): boolean {
    if (this.over) return false;
    if (this.decide(this.step)) this.fleet.step(this.action);
    else this.fleet.stepHeld();
    this.hear(this.step);
    this.step++;
    return true;
  }

  get over(): boolean {
    return this.step === this.steps;
  }

  /** Wall-clock time the recommender took to hear and to speak, the history included. */
  get decisionTime(): DecisionTime {
    return { decisions: this.decisions, seconds: this.milliseconds / 1000 };
  }

  private endOf(step: number): number {
    return this.scored.startTime + (step + 1) * this.scored.stepSeconds;
  }

  /** Commands the plan's next change; what is requested from the beginning needs no command (the policy may not even allow it). */
  private follow(plan: RequestPlan, step: number): boolean {
    const cpu = plan.cpuMillicores[step]!;
    const memory = plan.memoryMebibytes[step]!;
    const { action, fleet } = this;
    const silent = Number.isNaN(action[ActionIndex.cpuTarget]!);
    const cpuNow = silent ? fleet.cpuRequest[0]! : action[ActionIndex.cpuTarget]!;
    const memoryNow = silent ? fleet.memoryRequest[0]! : action[ActionIndex.memoryTarget]!;
    if (cpu === cpuNow && memory === memoryNow) return false;
    action.fill(cpu, ActionIndex.cpuLowerBound, ActionIndex.cpuUncappedTarget + 1);
    action.fill(memory, ActionIndex.memoryLowerBound, ActionIndex.memoryUncappedTarget + 1);
    return true;
  }

  private timed<T>(work: () => T, loop: RecommenderLoop): T {
    const begin = performance.now();
    const result = work();
    this.milliseconds += performance.now() - begin;
    this.decisions = loop.decisions;
    return result;
  }
}

/** A recommender as Kubernetes runs it: it hears every sample and speaks at an interval. */
class RecommenderLoop {
  decisions = 0;
  private readonly said = new Float64Array(recommendationLength);
  private now = Number.NEGATIVE_INFINITY;
  private nextTime = Number.NEGATIVE_INFINITY;
  private heard = false;

  constructor(
    private readonly recommender: Recommender,
    private readonly intervalSeconds: number,
  ) {}

  /** Hears a usage series step by step and speaks in between, as it would have done all along. */
  hearHistory({ startTime, stepSeconds, cpuMillicores, memoryBytes }: UsageSeries): void {
    for (let step = 0; step < cpuMillicores.length; step++) {
      if (step > 0) this.speakIfDue();
      this.hearSample(startTime + (step + 1) * stepSeconds, cpuMillicores[step]!, memoryBytes[step]!);
    }
  }

  hear(fleet: VerticalFleet, time: number): void {
    const { oomEvents } = fleet;
    for (let i = 0; i < oomEvents.count; i++)
      this.recommender.observeOom(oomEvents.timeSeconds[i]!, oomEvents.memoryRequestBytes[i]!);
    this.hearSample(time, fleet.cpuUsage[0]!, fleet.memoryUsageBytes[0]!);
  }

  /** Speaks if it is time to; writes to `action` in the environment's units. @returns whether anything was said */
  speak(action: Float64Array): boolean {
    if (!this.speakIfDue()) return false;
    action.set(this.said);
    for (let i = RecommendationIndex.memoryLowerBound; i <= RecommendationIndex.memoryUncappedTarget; i++)
      action[i] = this.said[i]! / bytesPerMebibyte;
    return true;
  }

  private hearSample(time: number, cpuMillicores: number, memoryBytes: number): void {
    this.now = time;
    this.heard = true;
    this.recommender.observe(time, cpuMillicores, memoryBytes);
  }

  private speakIfDue(): boolean {
    // Nothing heard, nothing to say: Kubernetes gives no recommendation without a sample either.
    if (!this.heard || this.now < this.nextTime) return false;
    this.recommender.recommend(this.now, this.said);
    this.decisions++;
    // The slack absorbs the rounding of times that are not whole seconds.
    this.nextTime = this.now + this.intervalSeconds - 1e-6;
    return true;
  }
}

/** Planners command requests themselves: in place where the mode allows it, else by restart. */
function directUpdater({ mode }: UpdaterConfig): UpdaterConfig {
  const inPlace = mode === 'InPlace' || mode === 'InPlaceOrRecreate';
  return { rule: 'direct', mode: inPlace || mode === 'Initial' ? mode : 'Recreate' };
}

/**
 * What a careful person requests: the series' own request when scoring begins, or the most that was used in the history where
 * that is more (the recorded container evidently had a higher limit); one core and one GiB where neither is known.
 */
function initialRequest(past: UsageSeries | null, scored: UsageSeries): Resources {
  const cpu = larger(scored.cpuRequestMillicores?.[0], largest(past?.cpuMaxMillicores ?? past?.cpuMillicores));
  const bytes = larger(scored.memoryRequestBytes?.[0], largest(past?.memoryMaxBytes ?? past?.memoryBytes));
  return {
    cpuMillicores: cpu ?? fallbackRequest.cpuMillicores,
    memoryMebibytes: bytes === null ? fallbackRequest.memoryMebibytes : bytes / bytesPerMebibyte,
  };
}

/** The larger amount of two that may be unknown; null when neither is above 0. */
function larger(requested: number | undefined, used: number): number | null {
  const most = Math.max(requested !== undefined && requested > 0 ? requested : 0, used);
  return most > 0 ? most : null;
}

/** The largest value; 0 when there is none. */
function largest(values: Float64Array | undefined): number {
  return values?.reduce((most, value) => (value > most ? value : most), 0) ?? 0;
}
