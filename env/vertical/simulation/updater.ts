/** Who changes pods in a simulation: looked at once a step, before time advances. */
export interface Updater {
  /** The workload's episode begins, with no recommendation yet. */
  begin(workload: number): void;
  /** Something the workload's updates depend on has changed: its recommendation, or an OOM kill. */
  reconsider(workload: number): void;
  /** One step's decisions for every workload. */
  run(): void;
}

/** Modes in which an updater changes running pods. */
export type ChangingMode = 'Recreate' | 'InPlaceOrRecreate' | 'InPlace';
