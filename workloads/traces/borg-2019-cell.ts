import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { borg2019Assumptions, borg2019Units } from './borg-2019-units.js';
import { type ImportedSeries, type ImportRun, importedUsage } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { EntitySelection, selectionOptions } from './selection.js';

/** Borg's tiers by priority (traces.md §2). */
const tiers = {
  free: [0, 99],
  batch: [100, 115],
  mid: [116, 119],
  production: [120, 359],
  monitoring: [360, Number.POSITIVE_INFINITY],
} as const;

/** Options of the importers of the native tables. */
export const borg2019Options = selectionOptions.extend({
  ...borg2019Units,
  collections: z.array(z.string()).optional().describe('only tasks of these collections (jobs)'),
  tier: z
    .enum(['free', 'batch', 'mid', 'production', 'monitoring'])
    .optional()
    .describe('only collections of this tier; needs collection_events files'),
  verticalScaling: z
    .array(z.int().min(0).max(3))
    .optional()
    .describe(
      'only collections with these settings: 0 unknown, 1 off, 2 constrained, 3 automated; needs collection_events files',
    ),
  leaveOutAllocs: z.boolean().default(false).describe('leave out tasks inside alloc sets'),
});

export type Borg2019Options = z.infer<typeof borg2019Options>;

/** A row of `instance_usage`; times in microseconds, resources normalised, NaN for null. */
export interface InstanceUsage {
  readonly startTime: number;
  readonly endTime: number;
  readonly collectionId: string;
  readonly instanceIndex: string;
  /** 0 job, 1 alloc set. */
  readonly collectionType: number;
  /** Enclosing alloc set, 0 or NaN for none. */
  readonly allocCollectionId: number;
  readonly cpu: number;
  readonly memory: number;
  readonly cpuMax: number;
  readonly memoryMax: number;
  readonly assignedMemory: number;
}

/** A row of `instance_events`. */
export interface InstanceEvent {
  readonly time: number;
  readonly type: number;
  readonly collectionId: string;
  readonly instanceIndex: string;
  readonly cpuRequest: number;
  readonly memoryRequest: number;
}

/** A row of `collection_events`. */
export interface CollectionEvent {
  readonly collectionId: string;
  readonly priority: number;
  readonly verticalScaling: number;
}

const SCHEDULE = 3;
/** EVICT, FAIL, FINISH, KILL, LOST. */
const TERMINAL = [4, 5, 6, 7, 8];
const MICROSECONDS = 1e-6;

/**
 * The rows of one cell of Google's 2019 trace on their way to one series a task, whatever encoding they came in. Collection events
 * have to be given first, then usage, then instance events.
 */
export class Borg2019Cell {
  private readonly selection: EntitySelection;
  private readonly grid: GridAccumulator;
  private readonly wanted = new Map<string, boolean>();
  private readonly collections: ReadonlySet<string> | undefined;
  private readonly cpuScale: number;
  private readonly memoryScale: number;

  constructor(
    private readonly options: Borg2019Options,
    private readonly run: ImportRun,
    hasCollectionEvents: boolean,
  ) {
    const filter = options.tier ?? options.verticalScaling;
    if (filter !== undefined && !hasCollectionEvents)
      throw new InputError(
        { field: options.tier === undefined ? 'verticalScaling' : 'tier', value: filter },
        'collection_events files among the input, which hold the priority of every collection',
      );
    this.selection = new EntitySelection(options);
    this.grid = new GridAccumulator(
      {
        ...options,
        sampling: { kind: 'window', rest: 'idle' },
        channels: ['cpuMillicores', 'memoryBytes', 'cpuMaxMillicores', 'memoryMaxBytes', 'memoryLimitBytes'],
      },
      run.report,
    );
    this.collections = options.collections && new Set(options.collections);
    this.cpuScale = options.coresPerNcu * 1000;
    this.memoryScale = options.gibPerMemoryUnit * 2 ** 30;
  }

  collectionEvent({ collectionId, priority, verticalScaling }: CollectionEvent): void {
    this.run.report.counts.sideRows++;
    const { tier, verticalScaling: modes } = this.options;
    const [low, high] = tier === undefined ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : tiers[tier];
    const isOfMode = modes === undefined || modes.includes(Number.isNaN(verticalScaling) ? 0 : verticalScaling);
    this.wanted.set(collectionId, priority >= low && priority <= high && isOfMode);
  }

  usage(row: InstanceUsage): void {
    const { counts } = this.run.report;
    counts.rowsRead++;
    if (row.startTime === 0 || row.endTime === Number.POSITIVE_INFINITY) counts.sentinels++;
    else if (row.collectionType === 1) counts.allocSets++;
    else {
      const isInAlloc = row.allocCollectionId > 0;
      const entity =
        this.isWanted(row.collectionId) && !(isInAlloc && this.options.leaveOutAllocs)
          ? this.selection.internText(`${row.collectionId}-${row.instanceIndex}`)
          : -1;
      if (entity < 0) counts.rowsNotSelected++;
      else this.add(entity, row);
    }
  }

  private add(entity: number, row: InstanceUsage): void {
    const { cpuScale, memoryScale } = this;
    this.grid.add(
      entity,
      row.startTime * MICROSECONDS,
      row.endTime * MICROSECONDS,
      row.cpu * cpuScale,
      row.memory * memoryScale,
      row.cpuMax * cpuScale,
      row.memoryMax * memoryScale,
      row.assignedMemory > 0 ? row.assignedMemory * memoryScale : Number.NaN,
    );
  }

  private isWanted(collectionId: string): boolean {
    if (this.collections !== undefined && !this.collections.has(collectionId)) return false;
    const isFiltered = this.options.tier !== undefined || this.options.verticalScaling !== undefined;
    return !isFiltered || this.wanted.get(collectionId) === true;
  }

  instanceEvent(event: InstanceEvent): void {
    this.run.report.counts.sideRows++;
    const entity = this.selection.findText(`${event.collectionId}-${event.instanceIndex}`);
    if (entity < 0) return;
    if (event.time === Number.POSITIVE_INFINITY) {
      this.run.report.count('sentinels');
      return;
    }
    const at = event.time * MICROSECONDS;
    const cpu = event.cpuRequest * this.cpuScale;
    const memory = event.memoryRequest * this.memoryScale;
    if (!Number.isNaN(cpu) || !Number.isNaN(memory)) this.grid.resize(entity, at, cpu, memory, cpu);
    if (event.type === SCHEDULE) this.grid.setRunning(entity, at, true);
    else if (TERMINAL.includes(event.type)) this.grid.setRunning(entity, at, false);
  }

  *series(): Generator<ImportedSeries, void> {
    const assumptions = borg2019Assumptions(this.options);
    yield* importedUsage(
      this.grid.series((entity) => {
        const id = this.selection.name(entity);
        return { id, source: { dataset: 'borg-2019', entity: id, service: id.replace(/-\d+$/, ''), assumptions } };
      }),
    );
  }
}
