import { type RecordGroup, RecordRuns } from './record-runs.js';
import { EntitySelection } from './selection.js';
import { StepVote } from './step-vote.js';

/** Doubles of a sample record: series, Unix seconds, value. */
export const SAMPLE_WIDTH = 3;

/** The samples of one kind of series, which wait under their entity, so that memory stays flat. */
export class SampleLane {
  readonly spacing = new StepVote();
  /** Stamp of the first sample that was kept, seconds. */
  firstTime = 0;
  private readonly runs = new RecordRuns(SAMPLE_WIDTH);
  private readonly selection: EntitySelection;
  private hasSamples = false;

  /** @param entities only these */
  constructor(entities: readonly string[] | undefined) {
    this.selection = new EntitySelection({
      entities: entities?.slice(),
      maxEntities: undefined,
      minHours: undefined,
    });
  }

  /** The number of an entity, or −1 when it is not selected. */
  entity(name: string): number {
    return this.selection.internText(name);
  }

  name(entity: number): string {
    return this.selection.name(entity);
  }

  /** Keeps a sample of a series of an entity. */
  keep(entity: number, series: number, time: number, value: number): void {
    if (!this.hasSamples) this.firstTime = time;
    this.hasSamples = true;
    const at = this.runs.append(entity);
    const { target } = this.runs;
    target[at] = series;
    target[at + 1] = time;
    target[at + 2] = value;
  }

  /** Every entity's samples, in the order in which entities were first seen. Nothing can be kept afterwards. */
  groups(): Generator<RecordGroup, void> {
    return this.runs.groups();
  }

  close(): void {
    this.runs.close();
  }
}
