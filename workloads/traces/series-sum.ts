import type { LoadSeries } from '../load-series.js';
import { type SeriesSource, StepOrigin, type UsageSeries } from '../usage-series.js';
import type { ImportedSeries } from './format.js';
import type { ImportReport } from './import-report.js';

/** One sum in the making; step `i` is step `first + i` counted from time 0. */
interface Sum {
  first: number;
  cpu: Float64Array;
  memory: Float64Array;
  cpuRequest: Float64Array;
  memoryRequest: Float64Array;
  /** Members with usage in a step. */
  members: Float64Array;
  /** 1 where a member's usage was measured. */
  observed: Uint8Array;
}

const parts = ['cpu', 'memory', 'cpuRequest', 'memoryRequest', 'members', 'observed'] as const;

/**
 * Adds up the series of a group's members (the tasks of a job, the replicas of a service), which share one step. A member that is missing in a
 * step adds nothing to it; how many were there is kept as a series of its own. Memory is proportional to the groups' grids.
 */
export class SeriesSum {
  private readonly sums = new Map<string, Sum>();

  constructor(private readonly stepSeconds: number) {}

  add(group: string, series: UsageSeries): void {
    const { cpuMillicores, memoryBytes, cpuRequestMillicores, memoryRequestBytes, origin } = series;
    const steps = cpuMillicores.length;
    const sum = this.room(group, Math.round(series.startTime / this.stepSeconds), steps);
    const offset = Math.round(series.startTime / this.stepSeconds) - sum.first;
    for (let i = 0; i < steps; i++) {
      const at = offset + i;
      if (origin?.[i] === StepOrigin.missing || origin?.[i] === StepOrigin.notRunning) continue;
      sum.members[at]!++;
      if (origin?.[i] === StepOrigin.observed) sum.observed[at] = 1;
      addKnown(sum.cpu, at, cpuMillicores[i]!);
      addKnown(sum.memory, at, memoryBytes[i]!);
      if (cpuRequestMillicores !== undefined) addKnown(sum.cpuRequest, at, cpuRequestMillicores[i]!);
      if (memoryRequestBytes !== undefined) addKnown(sum.memoryRequest, at, memoryRequestBytes[i]!);
    }
  }

  /** A group's arrays, grown so that they hold steps `first` … `first + steps − 1`. */
  private room(group: string, first: number, steps: number): Sum {
    const sum = this.sums.get(group);
    if (sum === undefined) {
      const fresh = emptySum(first, steps);
      this.sums.set(group, fresh);
      return fresh;
    }
    const last = sum.first + sum.cpu.length;
    if (first >= sum.first && first + steps <= last) return sum;
    const grown = emptySum(Math.min(first, sum.first), Math.max(first + steps, last) - Math.min(first, sum.first));
    for (const part of parts) grown[part].set(sum[part] as never, sum.first - grown.first);
    Object.assign(sum, grown);
    return sum;
  }

  /** The sums in the order in which their groups were first added to, each with how many members ran in every step. */
  *series(
    describe: (group: string) => SeriesSource,
  ): Generator<{ readonly usage: UsageSeries; readonly members: LoadSeries }, void> {
    for (const [id, sum] of this.sums) {
      const grid = { startTime: sum.first * this.stepSeconds, stepSeconds: this.stepSeconds };
      const source = describe(id);
      const origin = Uint8Array.from(sum.members, (members, step) => {
        if (members === 0) return StepOrigin.missing;
        return sum.observed[step] === 1 ? StepOrigin.observed : StepOrigin.interpolated;
      });
      const requests = {
        ...(sum.cpuRequest.some((value) => value > 0) ? { cpuRequestMillicores: sum.cpuRequest } : {}),
        ...(sum.memoryRequest.some((value) => value > 0) ? { memoryRequestBytes: sum.memoryRequest } : {}),
      };
      const usage = { id, ...grid, cpuMillicores: sum.cpu, memoryBytes: sum.memory, ...requests, origin, source };
      yield { usage, members: { id: `${id}/members`, ...grid, users: sum.members, source } };
    }
  }
}

/** What {@link sumByGroup} is asked for. */
export interface GroupOptions {
  readonly stepSeconds: number;
  readonly minHours?: number | undefined;
  readonly maxEntities?: number | undefined;
  /** Also give, as load series of users, how many members ran in every step. */
  readonly members: boolean;
}

/** The sums of groups of series, filtered and counted as entities are. */
export function* sumByGroup(
  members: Iterable<UsageSeries>,
  groupOf: (member: UsageSeries) => string,
  { stepSeconds, minHours = 0, maxEntities = Number.POSITIVE_INFINITY, members: withMembers }: GroupOptions,
  report: ImportReport,
  source: (group: string) => SeriesSource,
): Generator<ImportedSeries, void> {
  const sums = new SeriesSum(stepSeconds);
  for (const member of members) sums.add(groupOf(member), member);
  report.remark(`${report.counts.seriesWritten} series were summed by group; steps are counted before the sum`);
  report.counts.seriesWritten = 0;
  for (const { usage, members: load } of sums.series(source)) {
    const isLongEnough = usage.cpuMillicores.length * stepSeconds >= minHours * 3600;
    if (!isLongEnough || report.counts.seriesWritten >= maxEntities) {
      report.count('entitiesFiltered');
      continue;
    }
    report.count('seriesWritten');
    yield { kind: 'usage', series: usage };
    if (withMembers) yield { kind: 'load', series: load };
  }
}

function emptySum(first: number, steps: number): Sum {
  const unknown = () => new Float64Array(steps).fill(Number.NaN);
  return {
    first,
    cpu: unknown(),
    memory: unknown(),
    cpuRequest: unknown(),
    memoryRequest: unknown(),
    members: new Float64Array(steps),
    observed: new Uint8Array(steps),
  };
}

function addKnown(values: Float64Array, at: number, value: number): void {
  if (!Number.isNaN(value)) values[at] = (Number.isNaN(values[at]!) ? 0 : values[at]!) + value;
}
