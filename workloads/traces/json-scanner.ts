import { InputError } from '../../env/core/input-error.js';
import { asciiText, parseDecimal } from './ascii-number.js';
import { type BytesRead, openBytes } from './byte-source.js';

/** Kinds of token a JSON text is made of; a key is the string before a colon. */
export const JsonToken = {
  beginObject: 0,
  endObject: 1,
  beginArray: 2,
  endArray: 3,
  key: 4,
  string: 5,
  number: 6,
  /** `true`, `false` or `null`; also `NaN`, `Infinity` and `-Infinity`, which Python writes. */
  literal: 7,
} as const;

export type JsonTokenKind = (typeof JsonToken)[keyof typeof JsonToken];

/** The token under the scanner; only valid inside the callback that received it. */
export interface JsonCursor {
  readonly file: string;
  /** Position of the token in the (unpacked) file, bytes from 0. */
  readonly offset: number;
  /** The token as text: a string without its quotes and escapes, a number or a word as written. */
  text(): string;
  /** The token (a number, or a string that holds one) as a number; NaN when it is none. */
  number(): number;
}

/** What may come next. */
const Next = { value: 0, valueOrEnd: 1, key: 2, keyOrEnd: 3, colon: 4, commaOrEnd: 5 } as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OBJECT = 1;
const ARRAY = 2;
/** No token of any export comes near; a longer one is a quote that was never closed. */
const MAX_TOKEN_BYTES = 1 << 26;
const literals = new Set(['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity']);
const expectedWords = ['a value', 'a value or ]', 'a key', 'a key or }', 'a colon', 'a comma or the end'] as const;

/**
 * Splits JSON (RFC 8259) into tokens at byte level, piece by piece, wherever the pieces are cut, so that a document of any size is
 * read in flat memory. Several documents may follow one another (JSON lines).
 */
export class JsonScanner implements JsonCursor {
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private end = 0;
  private hasEscapes = false;
  /** Bytes of a token whose end has not come yet. */
  private rest: Uint8Array = new Uint8Array(0);
  /** Bytes of the file before `bytes`. */
  private before = 0;
  private next: number = Next.value;
  private readonly open: number[] = [];

  constructor(
    readonly file: string,
    private readonly onToken: (kind: JsonTokenKind, cursor: JsonCursor) => void,
  ) {}

  get offset(): number {
    return this.before + this.start;
  }

  text(): string {
    const { bytes, start, end } = this;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    if (!this.hasEscapes) return text;
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      throw this.error(start, 'a string with valid escapes', text);
    }
  }

  number(): number {
    return parseDecimal(this.bytes, this.start, this.end);
  }

  /** Scans the next piece of the file. */
  push(chunk: Uint8Array): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const used = this.scan(bytes);
    if (bytes.length - used > MAX_TOKEN_BYTES)
      throw this.error(used, `a string shorter than ${MAX_TOKEN_BYTES} bytes`, undefined);
    this.rest = Uint8Array.from(bytes.subarray(used));
    this.before += used;
  }

  /**
   * Scans what is left when the file has ended.
   * @throws InputError when the document is not complete
   */
  finish(): void {
    const used = this.scan(Buffer.concat([this.rest, Uint8Array.of(0x0a)]));
    if (used <= this.rest.length || this.open.length > 0)
      throw this.error(this.rest.length, 'a complete JSON document', undefined);
  }

  /** @returns how many bytes belong to tokens that are complete */
  private scan(bytes: Uint8Array): number {
    this.bytes = bytes;
    const limit = bytes.length;
    let at = 0;
    while (at < limit) {
      const byte = bytes[at]!;
      if (byte <= 0x20) {
        at++;
      } else if (byte === 0x2c) {
        if (this.next !== Next.commaOrEnd || this.open.length === 0) throw this.unexpected(at);
        this.next = this.open.at(-1) === OBJECT ? Next.key : Next.value;
        at++;
      } else if (byte === QUOTE) {
        const close = this.closingQuote(bytes, at + 1);
        if (close < 0) return at;
        const isKey = this.next === Next.key || this.next === Next.keyOrEnd;
        if (!isKey) this.takeValue(at);
        this.deliver(isKey ? JsonToken.key : JsonToken.string, at + 1, close);
        if (isKey) this.next = Next.colon;
        at = close + 1;
      } else if (byte === 0x3a) {
        if (this.next !== Next.colon) throw this.unexpected(at);
        this.next = Next.value;
        at++;
      } else if (byte === 0x5b || byte === 0x7b) {
        this.takeValue(at);
        const isArray = byte === 0x5b;
        this.open.push(isArray ? ARRAY : OBJECT);
        this.next = isArray ? Next.valueOrEnd : Next.keyOrEnd;
        this.deliver(isArray ? JsonToken.beginArray : JsonToken.beginObject, at, at + 1);
        at++;
      } else if (byte === 0x5d || byte === 0x7d) {
        this.close(byte === 0x5d ? ARRAY : OBJECT, at);
        this.deliver(byte === 0x5d ? JsonToken.endArray : JsonToken.endObject, at, at + 1);
        at++;
      } else {
        const end = wordEnd(bytes, at);
        if (end === limit) return at;
        this.takeValue(at);
        this.word(byte, at, end);
        at = end;
      }
    }
    return at;
  }

  private word(first: number, start: number, end: number): void {
    this.hasEscapes = false;
    const isNumber = first === 0x2d || (first >= 0x30 && first <= 0x39);
    if (isNumber && !Number.isNaN(parseDecimal(this.bytes, start, end))) {
      this.deliver(JsonToken.number, start, end);
      return;
    }
    const text = asciiText(this.bytes, start, end);
    if (!literals.has(text)) throw this.error(start, 'a JSON value', text.slice(0, 40));
    this.deliver(JsonToken.literal, start, end);
  }

  private takeValue(at: number): void {
    if (this.next !== Next.value && this.next !== Next.valueOrEnd && !(this.open.length === 0))
      throw this.unexpected(at);
    this.next = Next.commaOrEnd;
  }

  private close(kind: number, at: number): void {
    const isEmpty = this.next === (kind === ARRAY ? Next.valueOrEnd : Next.keyOrEnd);
    if (this.open.at(-1) !== kind || !(isEmpty || this.next === Next.commaOrEnd)) throw this.unexpected(at);
    this.open.pop();
    this.next = Next.commaOrEnd;
  }

  private deliver(kind: JsonTokenKind, start: number, end: number): void {
    this.start = start;
    this.end = end;
    this.onToken(kind, this);
  }

  /** Where the closing quote of the string that begins at `at` is, or −1 when it has not come yet. */
  private closingQuote(bytes: Uint8Array, at: number): number {
    this.hasEscapes = false;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at;
      if (byte === BACKSLASH) {
        this.hasEscapes = true;
        at++;
      }
    }
    return -1;
  }

  private unexpected(at: number, end = at + 1): InputError {
    const expected =
      this.open.length === 0 && this.next !== Next.value ? 'the end of the document' : expectedWords[this.next];
    return this.error(at, expected ?? 'JSON', asciiText(this.bytes, at, Math.min(end, at + 40)));
  }

  private error(at: number, expected: string, value: string | undefined): InputError {
    const place = { file: this.file, field: `byte ${this.before + at}` };
    return new InputError(value === undefined ? place : { ...place, value }, expected);
  }
}

/** Where a number or word ends: at a blank or punctuation, or at the end of the bytes. */
function wordEnd(bytes: Uint8Array, at: number): number {
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte <= 0x20 || byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x3a || byte === QUOTE) return at;
  }
  return at;
}

/**
 * Scans one JSON file, gzip or not, in flat memory.
 * @throws InputError naming the byte at which the text is not JSON, and for damaged gzip
 */
export async function scanJson(
  path: string,
  onToken: (kind: JsonTokenKind, cursor: JsonCursor) => void,
  onRead?: BytesRead,
): Promise<void> {
  const scanner = new JsonScanner(path, onToken);
  for await (const chunk of openBytes(path, onRead)) scanner.push(chunk);
  scanner.finish();
}
