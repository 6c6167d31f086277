import type { Timeline } from './report-data.js';

/** Buckets a timeline has at most: about as many as a screen has columns. */
const mostBuckets = 1200;

/** Steps a bucket of a timeline covers for an episode of `steps` steps. */
export function bucketStepsFor(steps: number): number {
  return Math.ceil(steps / mostBuckets);
}

/** What is read after every step, and how the steps of a bucket become one value. NaN is no value. */
export interface TimelineSource<Subject> {
  readonly fold: 'mean' | 'max' | 'last';
  readonly read: (subject: Subject) => number;
}

/** The arrays of a timeline while it is recorded, one value a bucket. Values have five digits; NaN and infinity become null. */
export class TimelineColumns<Name extends string, Subject> {
  private readonly columns: readonly (readonly [Name, Column<Subject>])[];

  constructor(sources: Readonly<Record<Name, TimelineSource<Subject>>>) {
    this.columns = Object.entries<TimelineSource<Subject>>(sources).map(([name, source]) => [
      name as Name,
      new Column(source),
    ]);
  }

  /** Reads a step. */
  add(subject: Subject): void {
    for (const [, column] of this.columns) column.add(subject);
  }

  /** Ends a bucket. */
  close(): void {
    for (const [, column] of this.columns) column.close();
  }

  values(): Record<Name, Timeline> {
    const entries: readonly (readonly [Name, Timeline])[] = this.columns.map(([name, { values }]) => [name, values]);
    return Object.fromEntries(entries) as Record<Name, Timeline>;
  }
}

class Column<Subject> {
  readonly values: (number | null)[] = [];
  private folded = Number.NaN;
  private count = 0;

  constructor(private readonly source: TimelineSource<Subject>) {}

  add(subject: Subject): void {
    const value = this.source.read(subject);
    if (this.source.fold === 'last') this.folded = value;
    else if (!Number.isNaN(value)) this.fold(value);
  }

  close(): void {
    const value = this.source.fold === 'mean' ? this.folded / this.count : this.folded;
    this.values.push(Number.isFinite(value) ? Number(value.toPrecision(5)) : null);
    this.folded = Number.NaN;
    this.count = 0;
  }

  private fold(value: number): void {
    if (this.count++ === 0) this.folded = value;
    else if (this.source.fold === 'mean') this.folded += value;
    else if (value > this.folded) this.folded = value;
  }
}
