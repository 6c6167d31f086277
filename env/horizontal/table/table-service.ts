import { heldValues } from '../../../workloads/held-values.js';
import type { LoadChannel, LoadSeries } from '../../../workloads/load-series.js';
import { InputError } from '../../core/input-error.js';
import type { Seed } from '../../core/random.js';
import { noReadings, type ScalableService, type ServiceReadings } from '../service.js';
import { type ClusterSnapshot, ContextIndex } from '../view.js';
import type { RecordedTable } from './recorded-table.js';
import { tableCluster } from './table-cluster.js';
import { TableReplay } from './table-replay.js';

/** What a table is played with. */
export interface TableServiceOptions {
  readonly table: RecordedTable;
  /** In the table's unit; held at its last value after its end, missing steps at the last known one (0 before the first). */
  readonly load: LoadSeries;
  /** Factor on the series' values. Default 1. */
  readonly scale?: number;
  readonly initialReplicas: number;
  /** Latency above which a request counts as violated, ms. */
  readonly latencyObjectiveMs: number;
  /** 0 … 1; a table knows no percentile but .95. */
  readonly percentile: number;
  /** Whether an episode begins at the first row of every cell or anywhere, by seed. Default `drawn`. */
  readonly start?: 'first' | 'drawn';
}

/** P(T > t) = .05^(t ÷ p95) for exponential response times. */
const tail = 0.05;

/**
 * A recorded table as a service. Pods come and go at once; every stretch of time, however long, is one row of the cell whose load is nearest
 * to the mean load of the stretch. Latency and rate are the row's. What a row does not hold is computed as if response times were
 * exponential with the row's 95th percentile: mean latency, and requests above the objective (5 % when the percentile is just met). No request
 * fails.
 */
export class TableService implements ScalableService {
  nowSeconds = 0;
  specReplicas: number;
  readings: ServiceReadings;
  private readonly replay: TableReplay;
  private readonly loads: Float64Array;
  private row: readonly number[] | null = null;

  /** @throws InputError for a load in another unit, a percentile that was not recorded or pods that were not */
  constructor(private readonly options: TableServiceOptions) {
    const { table, load, scale = 1, initialReplicas, percentile } = options;
    if (percentile !== 0.95)
      throw new InputError(
        { field: 'objective.percentile', value: percentile },
        '0.95, which the table was recorded for',
      );
    this.replay = new TableReplay(table);
    this.replay.checkPods(initialReplicas);
    this.loads = levels(load, table.loadUnit, scale);
    this.specReplicas = initialReplicas;
    this.readings = noReadings;
  }

  get statusReplicas(): number {
    return this.specReplicas;
  }

  get readyReplicas(): number {
    return this.specReplicas;
  }

  reset(seed: Seed): void {
    this.nowSeconds = 0;
    this.specReplicas = this.options.initialReplicas;
    this.readings = noReadings;
    this.row = null;
    this.replay.begin(this.options.start === 'first' ? { kind: 'first' } : { kind: 'drawn', seed });
  }

  /** @throws InputError for a number of pods that was not recorded */
  setReplicas(count: number): void {
    this.replay.checkPods(count);
    this.specReplicas = count;
  }

  /** @throws InputError unless positive */
  advance(seconds: number): void {
    if (!(seconds > 0 && seconds < Number.POSITIVE_INFINITY))
      throw new InputError({ field: 'seconds', value: seconds }, 'a number > 0');
    const from = this.nowSeconds;
    const to = from + seconds;
    const offeredLoad = this.meanLoad(from, to);
    const row = this.replay.read(offeredLoad, this.specReplicas);
    this.nowSeconds = to;
    this.row = row;
    const p95 = row[ContextIndex.p95LatencyMs]!;
    const requests = Math.round(row[ContextIndex.requestsPerSecond]! * seconds);
    const podSeconds = this.specReplicas * seconds;
    this.readings = {
      fromSeconds: from,
      toSeconds: to,
      offeredLoad,
      latencyMs: requests === 0 ? Number.NaN : p95,
      meanLatencyMs: requests === 0 ? Number.NaN : p95 / -Math.log(tail),
      requests,
      failedRequests: 0,
      violatedRequests: Math.round(requests * tail ** (this.options.latencyObjectiveMs / p95)),
      podSeconds,
      readyPodSeconds: podSeconds,
    };
  }

  context(out: Float64Array): Float64Array {
    if (this.row === null) out.fill(Number.NaN).fill(this.specReplicas, 0, 1);
    else out.set(this.row);
    return out;
  }

  cluster(): ClusterSnapshot {
    return tableCluster(this.options.table, this.specReplicas, this.row, this.nowSeconds);
  }

  /** Load on average over (from, to]. */
  private meanLoad(from: number, to: number): number {
    const { stepSeconds } = this.options.load;
    const { loads } = this;
    const last = loads.length - 1;
    let sum = 0;
    for (let step = Math.floor(from / stepSeconds); step * stepSeconds < to; step++) {
      const covered = Math.min(to, (step + 1) * stepSeconds) - Math.max(from, step * stepSeconds);
      sum += covered * loads[Math.min(step, last)]!;
    }
    return sum / (to - from);
  }
}

function levels(load: LoadSeries, unit: LoadChannel, scale: number): Float64Array {
  const values = load[unit];
  if (values === undefined)
    throw new InputError(
      { field: 'load', value: load.id },
      `a load series with ${unit}, which the table was recorded in`,
    );
  return heldValues(values, scale);
}
