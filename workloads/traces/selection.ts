import { z } from 'zod';
import { type Interner, type SkippingInterner, TextTable } from './text-table.js';

/** Which entities of a trace become series, which part of it, and on what grid: options every format with entities has. */
export const selectionOptions = z.strictObject({
  entities: z.array(z.string()).optional().describe('only these entities'),
  maxEntities: z.int().positive().optional().describe('at most this many entities, the first that appear in the files'),
  minHours: z.number().nonnegative().optional().describe('only entities seen over at least this many hours'),
  from: z.number().optional().describe('begin here, in seconds on the clock of the trace'),
  to: z.number().optional().describe('end before this, in seconds on the clock of the trace'),
  stepSeconds: z.number().positive().default(300).describe('step of the series, seconds'),
  maxGapSteps: z.int().nonnegative().default(2).describe('longest gap that is filled, steps'),
});

export type SelectionOptions = z.infer<typeof selectionOptions>;

/**
 * Numbers the entities that are wanted and refuses the others, so that an import of ten entities out of a million costs the
 * memory of ten.
 */
export class EntitySelection implements SkippingInterner {
  private readonly table = new TextTable();
  private readonly limit: number;
  private readonly isClosed: boolean;

  /**
   * @param options `entities` closes the list; without `minHours`, `maxEntities` closes it once it is full
   * @param isFilteredLater entities are also left out for what is only known at the end, so that `maxEntities` cannot close the list
   * @param keyOf turns a name as people write it into the text that stands in the file, where the two differ
   */
  constructor(
    { entities, maxEntities, minHours }: Pick<SelectionOptions, 'entities' | 'maxEntities' | 'minHours'>,
    isFilteredLater = false,
    keyOf: (name: string) => string = (name) => name,
  ) {
    for (const name of entities ?? []) this.table.internText(keyOf(name));
    this.isClosed = entities !== undefined;
    const canClose = minHours === undefined && !isFilteredLater;
    this.limit = (canClose ? maxEntities : undefined) ?? Number.POSITIVE_INFINITY;
  }

  /** How many entities are numbered. */
  get size(): number {
    return this.table.size;
  }

  /** The entity's text as it stands in the file. */
  name(entity: number): string {
    return this.table.text(entity);
  }

  intern(bytes: Uint8Array, start: number, end: number): number {
    return this.isClosed || this.table.size >= this.limit
      ? this.table.find(bytes, start, end)
      : this.table.intern(bytes, start, end);
  }

  skip(bytes: Uint8Array, start: number): number {
    return this.table.skip(bytes, start);
  }

  /**
   * Takes only entities that were seen before: for side tables, which hold more entities than have usage.
   */
  readonly known: Interner = { intern: (bytes, start, end) => this.table.find(bytes, start, end) };

  /** {@link intern} for a text. */
  internText(text: string): number {
    const bytes = Buffer.from(text, 'utf8');
    return this.intern(bytes, 0, bytes.length);
  }

  /** The number of an entity that was seen before, or −1. */
  findText(text: string): number {
    const bytes = Buffer.from(text, 'utf8');
    return this.table.find(bytes, 0, bytes.length);
  }
}
