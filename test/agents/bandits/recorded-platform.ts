import { type RecordedTable, TableReplay } from '../../../env/horizontal/table/index.js';
import type { DrivenPlatform } from './drive.js';

/** A recorded table, each cell served from its first row on and in circles. */
export class RecordedPlatform implements DrivenPlatform {
  readonly minContainers = 1;
  readonly maxContainers = 10;
  containers = 1;
  users = 5;
  private readonly replay: TableReplay;

  constructor(table: RecordedTable) {
    this.replay = new TableReplay(table);
  }

  scaleTo(containers: number): void {
    this.containers = containers;
  }

  observe(): Float64Array {
    return Float64Array.from(this.replay.read(this.users, this.containers));
  }
}
