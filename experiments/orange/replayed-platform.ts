import type { ReleasedPlatform } from '../../agents/horizontal/bandits/released-round.js';
import { type RecordedTable, TableReplay } from '../../env/horizontal/table/index.js';
import { orangeSetting } from './setting.js';

/** A recorded table as the released experiments play it: scaled at once, observed when asked, from the first row of every cell. */
export class ReplayedPlatform implements ReleasedPlatform {
  readonly minContainers = orangeSetting.pods[0]!;
  readonly maxContainers = orangeSetting.pods.at(-1)!;
  /** Users now. */
  users = 0;
  containers = orangeSetting.initialPods;
  /** The row observed last. */
  row: readonly number[] = [];
  private readonly replay: TableReplay;

  constructor(readonly table: RecordedTable) {
    this.replay = new TableReplay(table);
  }

  scaleTo(containers: number): void {
    this.containers = containers;
  }

  /** The very first call reads two rows and gives the second, as the released code does. */
  observe(): Float64Array {
    if (this.row.length === 0) this.replay.read(this.users, this.containers);
    this.row = this.replay.read(this.users, this.containers);
    return Float64Array.from(this.row);
  }
}
