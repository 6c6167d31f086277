import type { SeriesChannel, UsageSeries } from '../usage-series.js';
import { type EntityDescription, GridAccumulator } from './grid-accumulator.js';
import type { ImportReport } from './import-report.js';
import type { SelectionOptions } from './selection.js';

/** Options of a {@link NearestStepGrid}. */
export type NearestStepOptions = Pick<SelectionOptions, 'maxGapSteps' | 'from' | 'to' | 'minHours' | 'maxEntities'> & {
  /** Step of the series, seconds; the source's own when it is not said. */
  readonly stepSeconds?: number | undefined;
  /** Distance of the source's readings, seconds. */
  readonly sourceStepSeconds: number;
  /** What the values of {@link NearestStepGrid.add} are, in their order. */
  readonly channels: readonly SeriesChannel[];
};

/**
 * A grid for readings at a nearly constant distance whose stamps lie anywhere and drift by some seconds (Bitbrains, Kruize).
 *
 * Each entity's grid begins at its first reading, and a reading belongs to the nearest step, so that no reading is blended with its
 * neighbours. Only when another step than the source's is asked for are readings averaged, weighted by time, on steps that lie on
 * multiples of it from time 0.
 */
export class NearestStepGrid {
  private readonly grid: GridAccumulator;
  private readonly step: number;
  private readonly isNative: boolean;
  private readonly anchors: number[] = [];

  constructor(
    private readonly options: NearestStepOptions,
    private readonly report: ImportReport,
  ) {
    this.step = options.sourceStepSeconds;
    this.isNative = options.stepSeconds === undefined || options.stepSeconds === this.step;
    this.grid = new GridAccumulator(
      {
        ...options,
        stepSeconds: options.stepSeconds ?? this.step,
        sampling: { kind: 'window', rest: 'unknown' },
        ...(this.isNative ? { from: undefined, to: undefined } : {}),
      },
      report,
    );
  }

  /**
   * Adds one reading.
   *
   * @param entity the entity's number, 0, 1, 2 …
   * @param start seconds
   * @param values one a channel, in millicores or bytes; NaN for missing
   * @param end seconds; one source step after the start when it is not said
   */
  add(entity: number, start: number, values: readonly number[], end = start + this.step): void {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = this.options;
    const [first = Number.NaN, ...others] = values;
    if (!this.isNative) {
      this.grid.add(entity, start, end, first, ...others);
    } else if (start < from || start >= to) {
      this.report.counts.rowsOutsideRange++;
    } else {
      this.anchors[entity] ??= start;
      const steps = Math.round((start - this.anchors[entity]) / this.step);
      const length = Math.max(1, Math.round((end - start) / this.step));
      this.grid.add(entity, steps * this.step, (steps + length) * this.step, first, ...others);
    }
  }

  /** The series, as {@link GridAccumulator.series} gives them. */
  *series(describe: (entity: number) => EntityDescription | undefined): Generator<UsageSeries, void> {
    let current = -1;
    const described = (entity: number) => {
      current = entity;
      return describe(entity);
    };
    for (const series of this.grid.series(described))
      yield this.isNative ? { ...series, startTime: series.startTime + this.anchors[current]! } : series;
  }
}
