import { costTerms } from '../cost.js';
import type { StepOutputs } from '../simulation/step-outputs.js';

/** One resource's course: demand, what was measured (NaN where nothing was) and request, a value a step. */
export interface ResourceCourse {
  readonly demand: number[];
  readonly usage: number[];
  readonly request: number[];
}

/** The course of an episode so far, for rendering. */
export class EpisodeRecording {
  readonly stepSeconds: number;
  /** Id of the series. */
  series = '';
  /** Unix seconds of the beginning. */
  startTime = 0;
  /** Millicores. */
  cpu: ResourceCourse = emptyCourse();
  /** MiB. */
  memory: ResourceCourse = emptyCourse();
  /** Counts by step. */
  oomKills: number[] = [];
  restarts: number[] = [];
  resizes: number[] = [];
  /** Dollars so far, by term. */
  readonly cost = new Float64Array(costTerms.length);
  downSeconds = 0;

  constructor(stepSeconds: number) {
    this.stepSeconds = stepSeconds;
  }

  /** Steps recorded. */
  get length(): number {
    return this.oomKills.length;
  }

  /** Forgets the last episode. */
  begin(series: string, startTime: number): void {
    this.series = series;
    this.startTime = startTime;
    this.cpu = emptyCourse();
    this.memory = emptyCourse();
    this.oomKills = [];
    this.restarts = [];
    this.resizes = [];
    this.cost.fill(0);
    this.downSeconds = 0;
  }

  /** Adds a workload's last step. */
  add(outputs: StepOutputs, workload: number): void {
    push(this.cpu, outputs.cpuDemand[workload]!, outputs.cpuUsage[workload]!, outputs.cpuRequest[workload]!);
    push(
      this.memory,
      outputs.memoryDemand[workload]!,
      outputs.memoryUsage[workload]!,
      outputs.memoryRequest[workload]!,
    );
    this.oomKills.push(outputs.oomKills[workload]!);
    this.restarts.push(outputs.restarts[workload]!);
    this.resizes.push(outputs.resizes[workload]!);
    this.downSeconds += outputs.downSeconds[workload]!;
    for (let term = 0; term < costTerms.length; term++)
      this.cost[term]! += outputs.cost[workload * costTerms.length + term]!;
  }
}

function emptyCourse(): ResourceCourse {
  return { demand: [], usage: [], request: [] };
}

function push(course: ResourceCourse, demand: number, usage: number, request: number): void {
  course.demand.push(demand);
  course.usage.push(usage);
  course.request.push(request);
}
