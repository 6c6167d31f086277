import { type LoadSeries, loadLength, validateLoadSeries } from '../../workloads/load-series.js';
import { InputError } from '../core/input-error.js';
import type { Seed } from '../core/random.js';
import { ResetNeeded } from '../core/reset-needed.js';
import type { HorizontalConfig, LoadLayout } from './config.js';
import { EpisodeStep } from './episode-step.js';
import { ledLoad } from './led-load.js';
import { clampReplicas, replicaLimits } from './limits.js';
import { makeService } from './make-service.js';
import { initialMultiplier, nextMultiplier, rewardOf } from './reward/reward.js';
import type { ScalingStep } from './scaling-step.js';
import type { ScalableService } from './service.js';
import { checkRecordedLimits } from './table/recorded-limits.js';
import { type ClusterSnapshot, contextLength, type HorizontalView, lazyView, type ReplicaLimits } from './view.js';
import { isViolated } from './violation.js';

/** Clocks that were added up in floating point may be off by this much, seconds. */
const clockTolerance = 1e-6;

/** Which decisions of a load an episode is about. */
export interface EpisodeWindow {
  /** The first one, counted in intervals from the load's beginning. Default 0. */
  readonly first?: number;
  /** How many; fewer where the load ends before. Default: all that are left. */
  readonly steps?: number;
}

/**
 * One service under one load, decision by decision: what every runner drives, be it an environment, a comparison or a rehearsal.
 *
 * The clock is the service's: it begins at {@link reset} with an unscored lead-in of one interval or a little more, under the load before
 * the episode (the load's first value where there is none), and the episode's own beginning lies at {@link leadSeconds}. Decision i is
 * judged on the load's interval first + i exactly, unless the episode waits for pods to be ready: then time, and the load with it, goes
 * on while it waits.
 */
export class ScalingEpisode {
  /** The service itself, with everything that is known of it. */
  readonly service: ScalableService;
  /** Decisions there are: whole intervals of the load. An episode that waits for pods takes fewer. */
  readonly steps: number;
  /** Position of the first decision's interval in the load. */
  readonly first: number;
  /** Length of the lead-in, seconds. */
  readonly leadSeconds: number;
  private readonly endSeconds: number;
  private readonly scrapeSeconds: number;
  private readonly last = new EpisodeStep();
  private readonly contextAfter = new Float64Array(contextLength);
  private limitsInForce: ReplicaLimits;
  private multiplier = 0;
  private decisions = 0;
  private hasBegun = false;

  /**
   * @param config complete, from `horizontalConfig`
   * @throws InputError for a load that is no series, that the backend cannot play, or that has no whole interval in the window
   */
  constructor(
    readonly config: HorizontalConfig,
    readonly load: LoadSeries,
    { first = 0, steps = Number.POSITIVE_INFINITY }: EpisodeWindow = {},
  ) {
    const { decisionSeconds, backend } = config;
    const intervals = loadIntervals(validateLoadSeries(load), decisionSeconds);
    if (intervals === 0)
      throw new InputError(
        { field: `load.${load.id}`, value: loadLength(load) * load.stepSeconds },
        `at least ${decisionSeconds} s of load, one interval`,
      );
    if (!Number.isSafeInteger(first) || first < 0 || first >= intervals)
      throw new InputError({ field: 'first', value: first }, `0 to ${intervals - 1}, the intervals of ${load.id}`);
    if (!(Number.isSafeInteger(steps) || steps === Number.POSITIVE_INFINITY) || steps < 1)
      throw new InputError({ field: 'steps', value: steps }, 'a whole number ≥ 1');
    this.first = first;
    this.steps = Math.min(steps, intervals - first);
    const from = first * decisionSeconds;
    const to = from + this.steps * decisionSeconds;
    const { series, leadSeconds } = ledLoad(load, { from, to, lead: decisionSeconds }, interpolationOf(config));
    this.leadSeconds = leadSeconds;
    this.endSeconds = leadSeconds + to - from;
    this.scrapeSeconds = backend.kind === 'table' ? 0 : backend.platform.metrics.monitoring.intervalSeconds;
    this.service = makeService(config, series);
    this.limitsInForce = replicaLimits(config.limits);
  }

  /** Limits in force. They may change while the episode runs: replicas outside new ones are brought inside at the next step. */
  get limits(): ReplicaLimits {
    return this.limitsInForce;
  }

  /** @throws InputError unless 0 ≤ minReplicas ≤ maxReplicas, and for numbers of pods that a table does not hold */
  set limits(limits: ReplicaLimits) {
    const checked = replicaLimits(limits);
    const { backend } = this.config;
    if (backend.kind === 'table') checkRecordedLimits(backend.table, checked);
    this.limitsInForce = checked;
  }

  /** Decisions taken. */
  get taken(): number {
    return this.decisions;
  }

  /** Whether no whole interval of the load is left. */
  get over(): boolean {
    return this.roomSeconds < 0;
  }

  /** Seconds since the load's beginning. */
  get loadSeconds(): number {
    return this.service.nowSeconds - this.leadSeconds + this.first * this.config.decisionSeconds;
  }

  /** R5's Lagrange multiplier now; 0 under the other rewards. */
  get lagrangeMultiplier(): number {
    return this.multiplier;
  }

  /** Begins again, with the configuration's limits, and plays the lead-in, so that the first view shows something. */
  reset(seed: Seed): void {
    this.limits = this.config.limits;
    this.multiplier = initialMultiplier(this.config.reward);
    this.decisions = 0;
    this.hasBegun = true;
    this.service.reset(seed);
    this.service.advance(this.leadSeconds);
  }

  /** What an autoscaler may see now; its context is a fresh array. @throws ResetNeeded before the first reset */
  view(): HorizontalView {
    if (!this.hasBegun) throw new ResetNeeded('The episode has not begun: call reset');
    const { service } = this;
    const timeSeconds = service.nowSeconds;
    return lazyView(
      {
        timeSeconds,
        specReplicas: service.specReplicas,
        statusReplicas: service.statusReplicas,
        limits: this.limitsInForce,
        context: service.context(new Float64Array(contextLength)),
      },
      () => this.clusterAt(timeSeconds),
    );
  }

  /**
   * Asks for replicas, within the limits, lets the decision settle, and plays one interval.
   * @param decided a whole number
   * @returns the same object every time
   * @throws ResetNeeded before the first reset and after the end; InputError unless `decided` is a whole number
   */
  step(decided: number): ScalingStep {
    if (!this.hasBegun || this.over) throw new ResetNeeded('The episode is over: call reset');
    if (!Number.isSafeInteger(decided)) throw new InputError({ field: 'decided', value: decided }, 'a whole number');
    const { service, last, config } = this;
    last.decided = decided;
    last.before = service.specReplicas;
    last.applied = clampReplicas(decided, this.limitsInForce);
    service.setReplicas(last.applied);
    this.settle();
    service.advance(config.decisionSeconds);
    this.judge();
    this.decisions++;
    return last;
  }

  /** The cluster a view shows; what it was at an earlier decision nobody knows any more. */
  private clusterAt(timeSeconds: number): ClusterSnapshot {
    if (this.service.nowSeconds !== timeSeconds)
      throw new Error('The cluster of a view must be read before the next step, or not at all');
    return this.service.cluster();
  }

  /** Seconds of the load that are left after one more interval. */
  private get roomSeconds(): number {
    return this.endSeconds - this.service.nowSeconds - this.config.decisionSeconds + clockTolerance;
  }

  /** Waits in whole scrape periods until as many pods are ready as were asked for, then one more, as far as time and load allow. */
  private settle(): void {
    const { last, service, scrapeSeconds } = this;
    const { settle } = this.config;
    last.settleSeconds = 0;
    last.settlePodSeconds = 0;
    if (settle.kind !== 'wait-ready') return;
    if (last.applied === last.before && service.readyReplicas === last.applied) return;
    const most = Math.min(settle.maxSeconds + clockTolerance, this.roomSeconds);
    for (let isReady = false; !isReady && last.settleSeconds + scrapeSeconds <= most; ) {
      isReady = service.readyReplicas === last.applied;
      service.advance(scrapeSeconds);
      last.settleSeconds += scrapeSeconds;
      last.settlePodSeconds += service.readings.podSeconds;
    }
  }

  private judge(): void {
    const { last, config, service } = this;
    const { readings } = service;
    const { podHour, violationHour } = config.prices;
    last.readings = readings;
    last.violated = isViolated(readings, config.objective);
    last.cost.pods = ((readings.podSeconds + last.settlePodSeconds) / 3600) * podHour;
    last.cost.violations = last.violated ? (config.decisionSeconds / 3600) * violationHour : 0;
    const context = config.reward.kind === 'preservation' ? service.context(this.contextAfter) : null;
    last.judge(config.objective.latencyMs, this.limitsInForce.maxReplicas, context);
    last.reward = rewardOf(config.reward, last, this.multiplier);
    this.multiplier = nextMultiplier(config.reward, this.multiplier, last.violated);
  }
}

/** Only open load is interpolated. */
function interpolationOf({ backend, load }: HorizontalConfig): LoadLayout['interpolation'] {
  return backend.kind !== 'table' && backend.platform.load.kind === 'open' ? load.interpolation : 'step';
}

/** Whole intervals between decisions in a load. */
export function loadIntervals(load: LoadSeries, decisionSeconds: number): number {
  return Math.floor((loadLength(load) * load.stepSeconds + clockTolerance) / decisionSeconds);
}
