import { loadUnit } from '../load-unit.js';
import type { ScalingEpisode } from '../scaling-episode.js';
import type { ScalingStep } from '../scaling-step.js';

/** The course of one service's episode so far, for rendering: one value a decision. */
export class ServiceRecording {
  service = '';
  /** Id of the load series. */
  load = '';
  /** What the load counts, in words. */
  loadUnit = '';
  decisionSeconds = 0;
  objectiveMs = 0;
  /** The objective's percentile of latency; NaN when no request was answered. */
  latencyMs: number[] = [];
  /** Replicas asked for, and pods that served on average. */
  replicas: number[] = [];
  readyPods: number[] = [];
  offeredLoad: number[] = [];
  /** 1 where the objective was violated. */
  violated: number[] = [];
  /** Dollars so far. */
  podCost = 0;
  violationCost = 0;

  /** Decisions recorded. */
  get length(): number {
    return this.latencyMs.length;
  }

  /** Forgets the last episode. */
  begin(service: string, { load, config }: ScalingEpisode): void {
    this.service = service;
    this.load = load.id;
    this.loadUnit = loadUnit(config.backend) === 'users' ? 'users' : 'requests/s';
    this.decisionSeconds = config.decisionSeconds;
    this.objectiveMs = config.objective.latencyMs;
    this.latencyMs = [];
    this.replicas = [];
    this.readyPods = [];
    this.offeredLoad = [];
    this.violated = [];
    this.podCost = 0;
    this.violationCost = 0;
  }

  /** Adds a step. */
  add({ readings, applied, violated, cost }: ScalingStep): void {
    this.latencyMs.push(readings.latencyMs);
    this.replicas.push(applied);
    this.readyPods.push(readings.readyPodSeconds / (readings.toSeconds - readings.fromSeconds));
    this.offeredLoad.push(readings.offeredLoad);
    this.violated.push(violated ? 1 : 0);
    this.podCost += cost.pods;
    this.violationCost += cost.violations;
  }
}
