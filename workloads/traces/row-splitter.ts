import { InputError } from '../../env/core/input-error.js';
import { exactDecimal, parseDecimal } from './ascii-number.js';
import type { Row, ScanOptions, ScanPlan } from './row.js';
import type { Interner, SkippingInterner } from './text-table.js';

/** How a field is split. */
const FieldKind = { plain: 0, number: 1, key: 2 } as const;

const COMMA = 0x2c;
const ZERO = 0x30;
const POINT = 0x2e;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
/** No row of any trace comes near; a longer one is a quote that was never closed, or not a text file. */
const MAX_ROW_BYTES = 1 << 26;
const INT64_MAX = '9223372036854775807';
const NOTHING = /^(nan|null|none|na|n\/a|\\n)$/i;

/**
 * Splits separated text into rows at byte level, piece by piece, wherever the pieces are cut. Fields become numbers straight from
 * their bytes. Understands LF and CRLF, a missing last newline, blank lines (left out), quoted fields with separators, doubled
 * quotes and line breaks in them (RFC 4180).
 */
export class RowSplitter implements Row {
  line = 0;
  fieldCount = 0;
  private readonly separator: number;
  private readonly merge: boolean;
  private allowed: readonly number[] | undefined;
  private names: readonly string[];
  private readonly refuse: ((error: InputError) => void) | undefined;
  /** Bytes of a row whose end has not come yet. */
  private rest: Uint8Array = new Uint8Array(0);
  private nextLine = 1;
  private kinds = new Uint8Array(0);
  /** Fields whose number is known already; NaN in all others. */
  private numbers = new Float64Array(0);
  private key: SkippingInterner | undefined;
  /** A number of fields that was found allowed. */
  private goodCount = -1;
  private bytes: Uint8Array = this.rest;
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);

  constructor(
    readonly file: string,
    private readonly onRow: (row: Row) => void,
    options: ScanOptions = {},
  ) {
    this.separator = (options.separator ?? ',').charCodeAt(0);
    this.merge = options.mergeSeparators ?? false;
    this.allowed = typeof options.columns === 'number' ? [options.columns] : options.columns;
    this.names = options.names ?? [];
    this.refuse = options.refuse;
    if (options.plan !== undefined) this.prepare(options.plan);
  }

  /** Tells a scan what will be asked of its fields. */
  prepare({ numbers, key: wanted }: ScanPlan): void {
    const key = this.separator === COMMA ? wanted : undefined;
    const fields = this.merge ? [] : [...numbers, ...(key === undefined ? [] : [key.field])];
    const length = Math.max(-1, ...fields) + 1;
    this.kinds = new Uint8Array(length);
    for (const field of fields) this.kinds[field] = field === key?.field ? FieldKind.key : FieldKind.number;
    this.numbers = new Float64Array(length).fill(Number.NaN);
    this.key = key?.interner;
  }

  /** Scans the next piece of the file. */
  push(chunk: Uint8Array): void {
    const start = this.rest.length === 0 ? 0 : this.completeRest(chunk);
    const used = start < 0 ? chunk.length : this.scan(chunk, start);
    if (used === chunk.length) return;
    this.rest = Buffer.from(chunk.subarray(used));
  }

  /**
   * Ends the row that the last piece cut off.
   * @returns where the next row begins in the chunk, or −1 when the whole chunk was dealt with
   */
  private completeRest(chunk: Uint8Array): number {
    const lineEnd = chunk.indexOf(NEWLINE) + 1;
    if (lineEnd > 0) {
      const row = Buffer.concat([this.rest, chunk.subarray(0, lineEnd)]);
      if (this.scan(row, 0) === row.length) {
        this.rest = new Uint8Array(0);
        return lineEnd;
      }
    }
    const bytes = Buffer.concat([this.rest, chunk]);
    this.rest = bytes.subarray(lineEnd === 0 ? 0 : this.scan(bytes, 0));
    if (this.rest.length > MAX_ROW_BYTES)
      throw new InputError({ file: this.file, line: this.nextLine }, `a row shorter than ${MAX_ROW_BYTES} bytes`);
    return -1;
  }

  /**
   * Scans what is left when the file has ended.
   * @throws InputError when a quote was never closed
   */
  end(): void {
    if (this.rest.length === 0) return;
    const bytes = Buffer.concat([this.rest, Uint8Array.of(NEWLINE)]);
    if (this.scan(bytes, 0) < bytes.length)
      throw new InputError({ file: this.file, line: this.nextLine }, 'a closing quote before the end of the file');
    this.rest = new Uint8Array(0);
  }

  /** Names the columns once the header has been read, and asks every later row for as many fields. */
  setHeader(names: readonly string[]): void {
    this.names = names;
    this.allowed ??= [names.length];
    this.goodCount = -1;
  }

  isBlank(field: number): boolean {
    return field >= this.fieldCount || this.starts[field]! >= this.ends[field]!;
  }

  number(field: number): number {
    if (field >= this.fieldCount) return Number.NaN;
    const ready = field < this.numbers.length ? this.numbers[field]! : Number.NaN;
    if (!Number.isNaN(ready)) return ready;
    const start = this.starts[field]!;
    const end = this.ends[field]!;
    const value = parseDecimal(this.bytes, start, end);
    return Number.isNaN(value) && start < end ? this.unusualNumber(field, 'a number') : value;
  }

  integer(field: number): number {
    const value = this.number(field);
    if (Number.isSafeInteger(value) || Number.isNaN(value)) return value;
    if (this.text(field) === INT64_MAX) return Number.POSITIVE_INFINITY;
    throw this.error(field, 'a whole number within ±(2⁵³−1), or 2⁶³−1');
  }

  stamp(field: number): number {
    const value = this.integer(field);
    if (Number.isNaN(value)) throw this.error(field, 'a time stamp');
    return value;
  }

  text(field: number): string {
    if (field >= this.fieldCount) return '';
    const start = this.starts[field]!;
    const end = this.ends[field]!;
    const text = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start)
      .toString('utf8')
      .trim();
    return isQuoted(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
  }

  intern(field: number, interner: Interner): number {
    return this.internSpan(field, field, interner);
  }

  internSpan(first: number, last: number, interner: Interner): number {
    for (let field = first; field <= last; field++) if (this.isBlank(field)) throw this.error(field, 'a name');
    const start = this.starts[first]!;
    if (this.bytes[start] !== QUOTE) return interner.intern(this.bytes, start, this.ends[last]!);
    const plain = Array.from({ length: last - first + 1 }, (_, i) => this.text(first + i));
    const bytes = Buffer.from(plain.join(String.fromCharCode(this.separator)), 'utf8');
    return interner.intern(bytes, 0, bytes.length);
  }

  error(field: number, expected: string): InputError {
    const name = this.names[field] ?? `column ${field + 1}`;
    return new InputError({ file: this.file, line: this.line, field: name, value: this.text(field) }, expected);
  }

  /** A number in quotes, or a word for nothing. */
  private unusualNumber(field: number, expected: string): number {
    const text = this.text(field);
    if (text === '' || NOTHING.test(text)) return Number.NaN;
    const bytes = Uint8Array.from(Buffer.from(text, 'latin1'));
    const value = parseDecimal(bytes, 0, bytes.length);
    if (Number.isNaN(value)) throw this.error(field, expected);
    return value;
  }

  /**
   * Scans rows from `from` on. What is done a byte here is what an import of gigabytes costs: numbers that are wanted are added up
   * while their end is looked for, and an id that comes as expected is stepped over.
   * @returns where the first row that is not complete begins
   */
  private scan(piece: Uint8Array, from: number): number {
    // Always the same class of array (a Buffer is another one), so that the loop and the parsers are compiled for one.
    const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.length);
    this.bytes = bytes;
    const { separator, merge, kinds, numbers, key } = this;
    const limit = bytes.length;
    const highest = Math.max(separator, QUOTE);
    let { starts, ends } = this;
    let count = 0;
    let quotedBreaks = 0;
    let rowStart = from;
    for (let at = from; at < limit; at++) {
      // Here a field begins.
      if (merge) while (at < limit && bytes[at] === separator) at++;
      const start = at;
      const kind = count < kinds.length ? kinds[count]! : FieldKind.plain;
      let byte = 0;
      if (kind === FieldKind.number) {
        let mantissa = 0;
        let point = -1;
        for (; at < limit; at++) {
          byte = bytes[at]!;
          const digit = byte - ZERO;
          if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
          else if (byte === POINT && point < 0) point = at;
          else break;
        }
        const isWhole = byte === separator || byte === NEWLINE;
        numbers[count] = isWhole ? exactDecimal(mantissa, start, point, at) : Number.NaN;
      } else if (kind === FieldKind.key) {
        at = (at + key!.skip(bytes, at)) | 0;
      }
      for (; at < limit; at++) {
        byte = bytes[at]!;
        if (byte > highest) continue;
        if (byte === separator || byte === NEWLINE) break;
        if (byte !== QUOTE || at !== start) continue;
        const close = closingQuote(bytes, at + 1);
        if (close < 0) return rowStart;
        for (; at < close; at++) if (bytes[at] === NEWLINE) quotedBreaks++;
      }
      if (at >= limit) return rowStart;
      starts[count] = start;
      ends[count] = at;
      if (byte === separator) {
        count++;
        if (count === starts.length) ({ starts, ends } = this.growFields());
        continue;
      }
      if (at > start && bytes[at - 1] === RETURN) ends[count] = at - 1;
      if (start < ends[count]! || (count > 0 && !merge)) count++;
      this.line = this.nextLine;
      this.nextLine += 1 + quotedBreaks;
      if (count > 0) this.deliver(count);
      count = 0;
      quotedBreaks = 0;
      rowStart = at + 1;
    }
    return rowStart;
  }

  private deliver(count: number): void {
    this.fieldCount = count;
    if (this.refuse === undefined) {
      if (count !== this.goodCount) this.checkCount();
      this.onRow(this);
      return;
    }
    try {
      if (count !== this.goodCount) this.checkCount();
      this.onRow(this);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.refuse(error);
    }
  }

  private checkCount(): void {
    const { allowed, fieldCount, file, line } = this;
    if (allowed !== undefined && !allowed.includes(fieldCount))
      throw new InputError({ file, line, value: `${fieldCount} fields` }, `${allowed.join(' or ')} fields`);
    this.goodCount = fieldCount;
  }

  /** Makes room for twice as many fields. */
  private growFields(): this {
    const { starts, ends } = this;
    this.starts = new Int32Array(starts.length * 2);
    this.ends = new Int32Array(ends.length * 2);
    this.starts.set(starts);
    this.ends.set(ends);
    return this;
  }
}

/** Where the closing quote of the field that opened before `at` is, or −1 when that cannot be told yet. */
function closingQuote(bytes: Uint8Array, at: number): number {
  for (; at + 1 < bytes.length; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (bytes[at + 1] !== QUOTE) return at;
    at++;
  }
  return -1;
}

function isQuoted(text: string): boolean {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"');
}
