/**
 * Where every workload stands in its episode. All are advanced together, but each episode may have begun at another
 * step, so that one can be restarted while the others go on.
 */
export class Clock {
  /** Steps taken since the simulation was made. */
  step = 0;
  readonly stepSeconds: number;
  /** By workload: {@link step} at the beginning of its episode. */
  readonly origin: Float64Array;
  /** By workload: Unix seconds of the beginning of its episode. */
  readonly startTime: Float64Array;

  constructor(workloads: number, stepSeconds: number) {
    this.stepSeconds = stepSeconds;
    this.origin = new Float64Array(workloads);
    this.startTime = new Float64Array(workloads);
  }

  /** Steps since the workload's episode began; the step at hand is not counted. */
  stepOf(workload: number): number {
    return this.step - this.origin[workload]!;
  }

  /** Beginning of the step at hand, seconds since the workload's episode began. */
  now(workload: number): number {
    return (this.step - this.origin[workload]!) * this.stepSeconds;
  }

  /** The last step of the simulation that begins at or before a time of the workload's episode. */
  stepAt(workload: number, seconds: number): number {
    return this.origin[workload]! + Math.floor(seconds / this.stepSeconds);
  }
}
