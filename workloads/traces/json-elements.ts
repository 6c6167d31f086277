import type { BytesRead } from './byte-source.js';
import { type JsonCursor, JsonToken, type JsonTokenKind, scanJson } from './json-scanner.js';

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

type Open = { readonly list: JsonValue[] } | { readonly object: { [key: string]: JsonValue }; key: string };

/**
 * Reads the elements of one list of a JSON document, one after the other, so that the document may be of any size; only one element is in
 * memory at a time. The list is that of a key of the outermost object, or the outermost list itself; documents may follow one another.
 *
 * @param key name of the list
 * @returns how many elements there were
 * @throws InputError for malformed JSON
 */
export async function forElements(
  path: string,
  key: string,
  onElement: (element: JsonValue, index: number) => void,
  onRead?: BytesRead,
): Promise<number> {
  const reader = new ElementReader(key, onElement);
  await scanJson(path, (kind, cursor) => reader.token(kind, cursor), onRead);
  return reader.count;
}

class ElementReader {
  count = 0;
  /** What is open around the list: `true` for the list itself. */
  private readonly outside: boolean[] = [];
  private readonly open: Open[] = [];
  private lastKey = '';

  constructor(
    private readonly key: string,
    private readonly onElement: (element: JsonValue, index: number) => void,
  ) {}

  token(kind: JsonTokenKind, cursor: JsonCursor): void {
    const isInList = this.outside.at(-1) === true;
    if (this.open.length > 0 || (isInList && kind !== JsonToken.endArray)) {
      this.inside(kind, cursor);
    } else if (kind === JsonToken.beginObject) {
      this.outside.push(false);
    } else if (kind === JsonToken.beginArray) {
      const depth = this.outside.length;
      this.outside.push(depth === 0 || (depth === 1 && this.lastKey === this.key));
    } else if (kind === JsonToken.endObject || kind === JsonToken.endArray) {
      this.outside.pop();
    } else if (kind === JsonToken.key && this.outside.length === 1) {
      this.lastKey = cursor.text();
    }
  }

  private inside(kind: JsonTokenKind, cursor: JsonCursor): void {
    switch (kind) {
      case JsonToken.beginObject:
        this.open.push({ object: {}, key: '' });
        return;
      case JsonToken.beginArray:
        this.open.push({ list: [] });
        return;
      case JsonToken.endObject:
      case JsonToken.endArray: {
        const closed = this.open.pop()!;
        this.put('list' in closed ? closed.list : closed.object);
        return;
      }
      case JsonToken.key: {
        const top = this.open.at(-1)!;
        if ('key' in top) top.key = cursor.text();
        return;
      }
      case JsonToken.string:
        this.put(cursor.text());
        return;
      case JsonToken.number:
        this.put(cursor.number());
        return;
      default:
        this.put(literal(cursor.text()));
    }
  }

  private put(value: JsonValue): void {
    const top = this.open.at(-1);
    if (top === undefined) this.onElement(value, this.count++);
    else if ('list' in top) top.list.push(value);
    else Object.defineProperty(top.object, top.key, { value, enumerable: true, writable: true, configurable: true });
  }
}

function literal(word: string): JsonValue {
  if (word === 'null') return null;
  return word === 'true' || word === 'false' ? word === 'true' : Number(word);
}
