import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Doubles that are read from one run at a time. */
const READ_DOUBLES = 1 << 13;

type Records = Float64Array<ArrayBuffer>;

/** Reads a sorted run from front to back. */
interface Cursor {
  /** Key of the next record; Infinity at the end. */
  key: number;
  /** Moves every record of the next key to `into` from `at`, growing it when it is full. */
  take(into: Records, at: number): { readonly into: Records; readonly at: number };
}

/** The records of one key. `records` holds `count` records of `width` doubles; it is overwritten by the next group. */
export interface RecordGroup {
  readonly key: number;
  readonly records: Float64Array;
  readonly count: number;
}

/**
 * A log of fixed-width records of doubles under whole-number keys that gives them back key by key, each key's in the order in
 * which they were added.
 *
 * Memory stays flat: when the budget is full, its records are sorted by key (a stable counting sort) and written to a temporary
 * file as one run; reading back merges the runs front to back. Small imports never touch the disk.
 */
export class RecordRuns {
  /** Where the caller writes a record, from the offset that {@link append} gave; another array after every append. */
  target: Records;
  /** Where records are sorted to. */
  private spare: Records = new Float64Array(0);
  private count = 0;
  private lastKey = -1;
  private readonly stride: number;
  private readonly capacity: number;
  private readonly runOffsets: number[] = [];
  private spill: SpillFile | undefined;
  private spilledBytes = 0;

  /**
   * @param width doubles a record
   * @param budgetBytes memory for records that are not on disk yet; sorting takes as much again
   */
  constructor(
    readonly width: number,
    budgetBytes = 40 << 20,
  ) {
    this.stride = width + 1;
    this.capacity = Math.max(1, Math.floor(budgetBytes / (this.stride * 8)));
    this.target = new Float64Array(Math.min(this.capacity, 1 << 10) * this.stride);
  }

  /** How many runs were written to disk. */
  get runsOnDisk(): number {
    return this.runOffsets.length;
  }

  /** Makes room for one record under a key and says where in {@link target} its doubles belong. */
  append(key: number): number {
    let at = this.count * this.stride;
    if (at === this.target.length) {
      this.makeRoom();
      at = this.count * this.stride;
    }
    this.count++;
    if (key > this.lastKey) this.lastKey = key;
    this.target[at] = key;
    return at + 1;
  }

  private makeRoom(): void {
    if (this.count < this.capacity) {
      const larger = new Float64Array(Math.min(this.capacity, this.count * 2) * this.stride);
      larger.set(this.target);
      this.target = larger;
    } else {
      this.write(this.sorted());
      this.count = 0;
    }
  }

  /** A copy of the records in memory in the order of their keys, in the spare array. */
  private sorted(): Records {
    const { target, count, stride } = this;
    const places = new Int32Array(this.lastKey + 2);
    for (let i = 0; i < count; i++) places[target[i * stride]! + 1]!++;
    for (let key = 0; key <= this.lastKey; key++) places[key + 1]! += places[key]!;
    if (this.spare.length < count * stride) this.spare = new Float64Array(count * stride);
    const records = this.spare;
    for (let i = 0; i < count; i++) {
      const from = i * stride;
      const to = places[target[from]!]!++ * stride;
      for (let field = 0; field < stride; field++) records[to + field] = target[from + field]!;
    }
    return records.subarray(0, count * stride);
  }

  private write(records: Records): void {
    this.spill ??= openSpill(this);
    this.runOffsets.push(this.spilledBytes);
    const bytes = new Uint8Array(records.buffer, 0, records.byteLength);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.spill.file, bytes, at, bytes.length - at);
    this.spilledBytes += bytes.length;
  }

  /** All records, in ascending order of the keys that have any. Nothing can be added afterwards. */
  *groups(): Generator<RecordGroup, void> {
    const inMemory = this.sorted();
    this.target = new Float64Array(0);
    const ends = [...this.runOffsets.slice(1), this.spilledBytes];
    const onDisk = this.runOffsets.map((from, run) => this.cursor(this.diskReader(from, ends[run]!)));
    const cursors = [...onDisk, this.cursor(memoryReader(inMemory))];
    let records: Records = new Float64Array(this.width << 10);
    for (;;) {
      let key = Number.POSITIVE_INFINITY;
      for (const cursor of cursors) key = Math.min(key, cursor.key);
      if (key === Number.POSITIVE_INFINITY) return;
      let at = 0;
      for (const cursor of cursors) if (cursor.key === key) ({ into: records, at } = cursor.take(records, at));
      yield { key, records, count: at / this.width };
    }
  }

  private cursor(read: () => Records): Cursor {
    const { width, stride } = this;
    let window = read();
    let next = 0;
    const cursor: Cursor = {
      key: window.length === 0 ? Number.POSITIVE_INFINITY : window[0]!,
      take(into, at) {
        const { key } = cursor;
        while (cursor.key === key) {
          if (at + width > into.length) {
            const larger = new Float64Array(into.length * 2);
            larger.set(into);
            into = larger;
          }
          for (let field = 0; field < width; field++) into[at + field] = window[next + 1 + field]!;
          at += width;
          next += stride;
          if (next === window.length) {
            window = read();
            next = 0;
          }
          cursor.key = window.length === 0 ? Number.POSITIVE_INFINITY : window[next]!;
        }
        return { into, at };
      },
    };
    return cursor;
  }

  /** Whole records of a run on disk, a window at a time; an empty window at its end. */
  private diskReader(from: number, end: number): () => Records {
    const file = this.spill!.file;
    const window = new Float64Array(Math.ceil(READ_DOUBLES / this.stride) * this.stride);
    let position = from;
    return () => {
      const size = Math.min(window.byteLength, end - position);
      const bytes = new Uint8Array(window.buffer, 0, size);
      for (let at = 0; at < size; ) {
        const read = readSync(file, bytes, at, size - at, position + at);
        if (read === 0) throw new Error('the temporary file of an import was cut short');
        at += read;
      }
      position += size;
      return window.subarray(0, size / 8);
    };
  }

  /** Removes what was written to disk. */
  close(): void {
    if (this.spill === undefined) return;
    abandoned.unregister(this);
    closeSpill(this.spill);
    this.spill = undefined;
  }
}

function memoryReader(records: Records): () => Records {
  let isRead = false;
  return () => {
    if (isRead) return records.subarray(0, 0);
    isRead = true;
    return records;
  };
}

interface SpillFile {
  readonly file: number;
  /** Undefined once its name is gone, which POSIX systems allow while the file is open. */
  readonly directory: string | undefined;
}

/** Closes the file of an import that was given up half-way, when nothing refers to it any more. */
const abandoned = new FinalizationRegistry<SpillFile>(closeSpill);

/** Opens a temporary file that leaves nothing behind, however the process ends (on Windows: however the import ends). */
function openSpill(owner: RecordRuns): SpillFile {
  const directory = mkdtempSync(join(tmpdir(), 'scalegym-import-'));
  const file = openSync(join(directory, 'runs'), 'wx+', 0o600);
  const spill = { file, directory: process.platform === 'win32' ? directory : undefined };
  if (spill.directory === undefined) rmSync(directory, { recursive: true });
  abandoned.register(owner, spill, owner);
  return spill;
}

function closeSpill({ file, directory }: SpillFile): void {
  closeSync(file);
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
}
