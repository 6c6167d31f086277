import { hasCpu, hasMemory, seriesLength, type UsageSeries } from '../../workloads/usage-series.js';
import { InputError } from '../core/input-error.js';
import { ResetNeeded } from '../core/reset-needed.js';
import { actionLength } from './action.js';
import type { VerticalConfig } from './config.js';
import { type DemandBlock, demandBlock } from './demand-block.js';
import { podTemplate } from './pod-template.js';
import type { OomEvents } from './simulation/oom-events.js';
import type { PodTemplate } from './simulation/pods.js';
import { envStream, resizeStream } from './simulation/resize-random.js';
import { Simulation } from './simulation/simulation.js';
import { StepOutputs } from './simulation/step-outputs.js';

/** What a {@link VerticalFleet} is made of. */
export interface VerticalFleetOptions {
  /** One workload each; the same step and the same number of steps. */
  readonly series: readonly UsageSeries[];
  readonly config: VerticalConfig;
  /**
   * Unix seconds at which step 0 begins. Without it, the series' own start, which must then be the same for all; with
   * it, series of different times are laid over each other step by step.
   */
  readonly startTime?: number;
}

/**
 * N workloads advanced in lock-step: the batched form of the vertical-scaling simulation. Everything stands in typed
 * arrays and nothing is allocated in a step.
 *
 * The arrays of {@link StepOutputs} show the last step and are overwritten by the next. A sample for a recommender is
 * `(timeSeconds, cpuUsage, memoryUsageBytes)`, preceded by {@link oomEvents}.
 */
export class VerticalFleet extends StepOutputs {
  /** Number of workloads. */
  readonly size: number;
  /** Steps of an episode. */
  readonly steps: number;
  readonly stepSeconds: number;
  /** Unix seconds at which step 0 begins. */
  readonly startTime: number;
  readonly config: VerticalConfig;
  /** OOM kills of the last step. */
  readonly oomEvents: OomEvents;
  private readonly simulation: Simulation;
  private readonly demand: DemandBlock;
  private readonly templates: readonly PodTemplate[];
  private taken = 0;

  /**
   * Begins the first episode with seed 0.
   * @throws InputError without series, or when their steps, lengths or (without `startTime`) start times differ
   */
  constructor({ series, config, startTime }: VerticalFleetOptions) {
    const first = requireAligned(series, startTime === undefined);
    const simulation = new Simulation(series.length, config, first.stepSeconds);
    super(simulation.outputs);
    this.simulation = simulation;
    this.oomEvents = simulation.oomEvents;
    this.size = series.length;
    this.steps = seriesLength(first);
    this.stepSeconds = first.stepSeconds;
    this.startTime = startTime ?? first.startTime;
    this.config = config;
    this.demand = demandBlock(series);
    this.templates = series.map((one) =>
      podTemplate({ series: one, hasCpu: hasCpu(one), hasMemory: hasMemory(one) }, 0, config),
    );
    this.reset(0);
  }

  /** Steps taken since the last reset. */
  get stepIndex(): number {
    return this.taken;
  }

  /** Unix seconds at the end of the last step: the time of its samples. */
  get timeSeconds(): number {
    return this.startTime + this.taken * this.stepSeconds;
  }

  /**
   * Begins an episode. Workload `w` runs on the seed `seed + w`, as an environment of its own with that seed would.
   * @throws InputError unless the seed is a whole number ≥ 0
   */
  reset(seed: number): void {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new InputError({ field: 'reset.seed', value: seed }, 'a whole number ≥ 0');
    const { config, simulation, startTime } = this;
    const isRandom = config.physics.resizeDeferredProbability > 0;
    for (let workload = 0; workload < this.size; workload++) {
      const random = isRandom ? resizeStream(envStream(seed + workload), config) : null;
      simulation.resetWorkload(workload, startTime, this.templates[workload]!, random);
    }
    this.oomEvents.clear();
    this.taken = 0;
  }

  /**
   * Advances every workload by one step under new recommendations.
   *
   * @param actions `actionLength` numbers a workload (`ActionIndex`), millicores and MiB; NaN recommends nothing
   * @returns whether that was the last step
   * @throws ResetNeeded when the episode is over
   */
  step(actions: Float64Array): boolean {
    if (actions.length !== this.size * actionLength)
      throw new InputError({ field: 'actions', value: actions.length }, `${this.size * actionLength} numbers`);
    return this.advance(actions);
  }

  /** As {@link step}, but the last recommendations stay in force. The updater runs all the same. */
  stepHeld(): boolean {
    return this.advance(null);
  }

  private advance(actions: Float64Array | null): boolean {
    if (this.taken === this.steps) throw new ResetNeeded('The fleet has come to the end of its series; reset it');
    this.simulation.step(actions, this.demand.cpu, this.demand.memory, this.taken * this.size);
    this.taken++;
    return this.taken === this.steps;
  }
}

function requireAligned(series: readonly UsageSeries[], byTime: boolean): UsageSeries {
  const [first] = series;
  if (first === undefined) throw new InputError({ field: 'series', value: 0 }, 'at least one series');
  for (const one of series) {
    if (one.stepSeconds !== first.stepSeconds)
      throw new InputError(
        { field: `series.${one.id}.stepSeconds`, value: one.stepSeconds },
        `${first.stepSeconds}, as ${first.id} has`,
      );
    if (seriesLength(one) !== seriesLength(first))
      throw new InputError(
        { field: `series.${one.id}.length`, value: seriesLength(one) },
        `${seriesLength(first)} steps, as ${first.id} has`,
      );
    if (byTime && one.startTime !== first.startTime)
      throw new InputError(
        { field: `series.${one.id}.startTime`, value: one.startTime },
        `${first.startTime}, as ${first.id} has, or an explicit startTime`,
      );
  }
  return first;
}
