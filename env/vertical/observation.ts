import { Box } from '../core/spaces/box.js';
import { actionLength, ObservationIndex } from './action.js';
import type { HeldRecommendations } from './simulation/held-recommendations.js';
import type { StepOutputs } from './simulation/step-outputs.js';
import { largestCpuMillicores, largestMemoryMebibytes } from './vertical-action-space.js';

/** What an observation holds besides the four basic numbers. */
export interface ObservationOptions {
  /** CPU and memory limit; 0 where there is none. */
  readonly limits: boolean;
  /** Throttled millicores of the last step. */
  readonly throttling: boolean;
  /** OOM kills of the last step. */
  readonly oomKills: boolean;
  /** Sine and cosine of the time of day (UTC) at the end of the last step. */
  readonly timeOfDay: boolean;
  /** The action in force, eight numbers; 0 before the first. */
  readonly lastAction: boolean;
  /** Steps shown, the newest first; 1 for the last one alone. */
  readonly historySteps: number;
}

const basicLength = Object.keys(ObservationIndex).length;
const secondsPerDay = 86400;

/**
 * Where an observation's numbers stand, and how they are written.
 *
 * One frame a step: CPU usage, memory usage, CPU request, memory request, then (each if asked for) two limits,
 * throttled, OOM kills. Frames come newest first, so that `ObservationIndex` holds under all options; steps before the
 * episode are 0. After the frames come time of day and last action. CPU in millicores, memory in MiB. Usage that was
 * not measured shows the last that was.
 */
export class ObservationLayout {
  /** Numbers in an observation. */
  readonly length: number;
  /** What each number is, such as `cpuUsage` or, for older frames, `cpuUsage-1`. */
  readonly names: readonly string[];
  private readonly options: ObservationOptions;
  private readonly frameLength: number;
  private readonly framesLength: number;

  constructor(options: ObservationOptions) {
    this.options = options;
    const frame = [
      ...Object.keys(ObservationIndex),
      ...(options.limits ? ['cpuLimit', 'memoryLimit'] : []),
      ...(options.throttling ? ['throttled'] : []),
      ...(options.oomKills ? ['oomKills'] : []),
    ];
    this.frameLength = frame.length;
    this.framesLength = frame.length * options.historySteps;
    this.names = [
      ...Array.from({ length: options.historySteps }, (_, age) =>
        frame.map((name) => (age === 0 ? name : `${name}-${age}`)),
      ).flat(),
      ...(options.timeOfDay ? ['timeOfDaySine', 'timeOfDayCosine'] : []),
      ...(options.lastAction ? Array.from({ length: actionLength }, (_, i) => `action${i}`) : []),
    ];
    this.length = this.names.length;
  }

  /** The space of one observation. */
  space(): Box<'float64'> {
    const low = this.names.map((name) => (name.startsWith('timeOfDay') ? -1 : 0));
    const high = this.names.map((name, i) => {
      if (name.startsWith('timeOfDay')) return 1;
      if (name.startsWith('oomKills')) return Number.MAX_SAFE_INTEGER;
      const isMemory = name.startsWith('action')
        ? (i - this.names.indexOf('action0')) * 2 >= actionLength
        : /memory/.test(name);
      return isMemory ? largestMemoryMebibytes : largestCpuMillicores;
    });
    return new Box(low, high, { dtype: 'float64' });
  }

  /** Writes a workload's observation at the beginning of an episode. */
  begin(
    out: Float64Array,
    offset: number,
    outputs: StepOutputs,
    held: HeldRecommendations,
    workload: number,
    time: number,
  ): void {
    out.fill(0, offset, offset + this.length);
    this.writeFrame(out, offset, outputs, workload);
    this.writeTail(out, offset, held, workload, time);
  }

  /** Brings a workload's observation, as it stands in `out` since the last step, up to this one. */
  advance(
    out: Float64Array,
    offset: number,
    outputs: StepOutputs,
    held: HeldRecommendations,
    workload: number,
    time: number,
  ): void {
    if (this.framesLength > this.frameLength)
      out.copyWithin(offset + this.frameLength, offset, offset + this.framesLength - this.frameLength);
    this.writeFrame(out, offset, outputs, workload);
    if (this.framesLength < this.length) this.writeTail(out, offset, held, workload, time);
  }

  private writeFrame(out: Float64Array, offset: number, outputs: StepOutputs, workload: number): void {
    const cpu = outputs.cpuUsage[workload]!;
    const memory = outputs.memoryUsage[workload]!;
    if (!Number.isNaN(cpu)) out[offset + ObservationIndex.cpuUsage] = cpu;
    if (!Number.isNaN(memory)) out[offset + ObservationIndex.memoryUsage] = memory;
    out[offset + ObservationIndex.cpuRequest] = outputs.cpuRequest[workload]!;
    out[offset + ObservationIndex.memoryRequest] = outputs.memoryRequest[workload]!;
    if (this.frameLength === basicLength) return;
    let at = offset + basicLength;
    if (this.options.limits) {
      out[at++] = finiteOrZero(outputs.cpuLimit[workload]!);
      out[at++] = finiteOrZero(outputs.memoryLimit[workload]!);
    }
    if (this.options.throttling) out[at++] = outputs.throttled[workload]!;
    if (this.options.oomKills) out[at++] = outputs.oomKills[workload]!;
  }

  private writeTail(
    out: Float64Array,
    offset: number,
    held: HeldRecommendations,
    workload: number,
    time: number,
  ): void {
    let at = offset + this.framesLength;
    if (this.options.timeOfDay) {
      const phase = (2 * Math.PI * (time % secondsPerDay)) / secondsPerDay;
      out[at++] = Math.sin(phase);
      out[at++] = Math.cos(phase);
    }
    if (!this.options.lastAction) return;
    for (let i = 0; i < actionLength; i++) {
      const value = held.actions[workload * actionLength + i]!;
      out[at++] = Number.isNaN(value) ? 0 : value;
    }
  }
}

function finiteOrZero(limit: number): number {
  return limit === Number.POSITIVE_INFINITY ? 0 : limit;
}
