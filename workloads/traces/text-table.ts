/** What turns a field's bytes into a small whole number: a {@link TextTable}, or a selection over one. */
export interface Interner {
  /** The number of the text in `bytes[start, end)`, or −1 when the interner does not take it. */
  intern(bytes: Uint8Array, start: number, end: number): number;
}

/** An interner that can say how long the text is that it expects next. */
export interface SkippingInterner extends Interner {
  /**
   * Length of the expected text when it begins at `start`, else 0. What follows it is not looked at. Texts with a quote, a comma or a
   * control character in them are never expected.
   */
  skip(bytes: Uint8Array, start: number): number;
}

const EMPTY = -1;
const PLUS = 0x2b;
const COMMA = 0x2c;

/**
 * Distinct texts numbered 0, 1, 2 … in the order in which they first appeared, found by their bytes, so that a column of a
 * billion ids costs one string an id.
 *
 * Cluster traces repeat their ids either in runs (one entity after the other) or in rounds (every entity once a time step). So
 * the id that followed the last id before is tried first, which spares the hash in both cases.
 */
export class TextTable implements SkippingInterner {
  private arena = new Uint8Array(1 << 12);
  private arenaView = new DataView(this.arena.buffer);
  /** The buffer of the bytes that were looked up last. */
  private view: DataView = this.arenaView;
  private ends = new Float64Array(1 << 8);
  /** 1 for texts that a scan could take for more than one field. */
  private separable = new Uint8Array(1 << 8);
  private followers = new Int32Array(1 << 8).fill(EMPTY);
  private slots = new Int32Array(1 << 9).fill(EMPTY);
  private count = 0;
  /** Where {@link skip} found the expected text last. */
  private skipped: Uint8Array | undefined;
  private skippedAt = -1;
  private last = EMPTY;
  private readonly decoder = new TextDecoder('utf-8');

  /** How many distinct texts there are. */
  get size(): number {
    return this.count;
  }

  /** The text with a number. */
  text(id: number): string {
    return this.decoder.decode(this.arena.subarray(id === 0 ? 0 : this.ends[id - 1]!, this.ends[id]!));
  }

  /** The number of a text, which is added when it is new. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    return this.lookUp(bytes, start, end, true);
  }

  /** The number of a text, or −1 when it is not in the table. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.lookUp(bytes, start, end, false);
  }

  /** {@link intern} for a text. */
  internText(text: string): number {
    const bytes = Buffer.from(text, 'utf8');
    return this.intern(bytes, 0, bytes.length);
  }

  skip(bytes: Uint8Array, start: number): number {
    const guess = this.last === EMPTY ? EMPTY : this.followers[this.last]!;
    if (guess === EMPTY || this.separable[guess] === 1) return 0;
    const length = this.lengthOf(guess);
    if (start + length >= bytes.length || !this.holds(guess, bytes, start, start + length)) return 0;
    this.skipped = bytes;
    this.skippedAt = start;
    return length;
  }

  private lookUp(bytes: Uint8Array, start: number, end: number, add: boolean): number {
    const { last } = this;
    if (last !== EMPTY) {
      const guess = this.followers[last]!;
      if (guess !== EMPTY && (this.wasSkipped(guess, bytes, start, end) || this.holds(guess, bytes, start, end))) {
        this.last = guess;
        return guess;
      }
    }
    let slot = hash(bytes, start, end) & (this.slots.length - 1);
    let id = this.slots[slot]!;
    while (id !== EMPTY && !this.holds(id, bytes, start, end)) {
      slot = (slot + 1) & (this.slots.length - 1);
      id = this.slots[slot]!;
    }
    if (id === EMPTY) {
      if (!add) return EMPTY;
      id = this.append(bytes, start, end, slot);
    }
    if (last !== EMPTY) this.followers[last] = id;
    this.last = id;
    return id;
  }

  /** Whether {@link skip} has just found the text there. */
  private wasSkipped(guess: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this.skipped === bytes && this.skippedAt === start && end - start === this.lengthOf(guess);
  }

  private lengthOf(id: number): number {
    return this.ends[id]! - (id === 0 ? 0 : this.ends[id - 1]!);
  }

  private holds(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = id === 0 ? 0 : this.ends[id - 1]!;
    const length = end - start;
    if (this.ends[id]! - from !== length) return false;
    if (bytes.buffer !== this.view.buffer) this.view = new DataView(bytes.buffer);
    const { arenaView, view } = this;
    const at = bytes.byteOffset + start;
    let i = 0;
    for (; i + 4 <= length; i += 4)
      if (arenaView.getInt32(from + i, true) !== view.getInt32(at + i, true)) return false;
    for (; i < length; i++) if (arenaView.getInt8(from + i) !== view.getInt8(at + i)) return false;
    return true;
  }

  private append(bytes: Uint8Array, start: number, end: number, slot: number): number {
    const id = this.count++;
    const from = id === 0 ? 0 : this.ends[id - 1]!;
    const to = from + end - start;
    while (to > this.arena.length) {
      this.arena = grown(this.arena, new Uint8Array(this.arena.length * 2));
      this.arenaView = new DataView(this.arena.buffer);
    }
    if (id === this.ends.length) {
      this.ends = grown(this.ends, new Float64Array(id * 2));
      this.separable = grown(this.separable, new Uint8Array(id * 2));
      this.followers = grown(this.followers, new Int32Array(id * 2).fill(EMPTY));
    }
    this.arena.set(bytes.subarray(start, end), from);
    this.ends[id] = to;
    this.separable[id] = Number(bytes.subarray(start, end).some((byte) => byte <= COMMA && byte !== PLUS));
    this.slots[slot] = id;
    if (this.count * 2 > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(EMPTY);
    const mask = this.slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = hash(this.arena, id === 0 ? 0 : this.ends[id - 1]!, this.ends[id]!) & mask;
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

function grown<Values extends Uint8Array | Float64Array | Int32Array>(from: Values, into: Values): Values {
  into.set(from as never);
  return into;
}

/** FNV-1a over the bytes, with the high bits folded down. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) value = Math.imul(value ^ bytes[i]!, 0x01000193);
  return value ^ (value >>> 15);
}
