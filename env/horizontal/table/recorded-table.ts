/**
 * Contexts recorded from a running service by load and number of pods, for replay (specification horizontal.md §2.2). The file forms
 * and what a table cannot tell stand in docs/recorded-tables.md.
 *
 * A table knows no time: replayed, pods come at once, nothing queues from one decision to the next, and a load or a number of pods that was
 * not recorded has no answer.
 */
export interface RecordedTable {
  readonly id: string;
  /** What one pod declares; ratios of rows refer to it. A limit of null: none. */
  readonly pod: {
    readonly cpuRequestMillicores: number;
    readonly cpuLimitMillicores: number | null;
    readonly memoryRequestMebibytes: number;
    readonly memoryLimitMebibytes: number | null;
  };
  /** Seconds one row was observed for. */
  readonly windowSeconds: number;
  /** What `load` counts. */
  readonly loadUnit: 'users' | 'requestsPerSecond';
  /** By ascending load, then pods; every load on every number of pods once, with at least one row. */
  readonly cells: readonly RecordedCell[];
}

/** All rows of one load on one number of pods, in the order of recording. */
export interface RecordedCell {
  readonly load: number;
  readonly pods: number;
  /** Contexts, laid out by `ContextIndex`; finite numbers. */
  readonly rows: readonly (readonly number[])[];
}

/** Loads that were recorded, ascending. */
export function recordedLoads({ cells }: RecordedTable): readonly number[] {
  return distinct(cells.map(({ load }) => load));
}

/** Numbers of pods that were recorded, ascending. */
export function recordedPods({ cells }: RecordedTable): readonly number[] {
  return distinct(cells.map(({ pods }) => pods));
}

/** Distinct numbers, ascending. */
function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
