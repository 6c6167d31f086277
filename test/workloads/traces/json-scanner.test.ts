import { describe, expect, it } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import { forElements, type JsonValue } from '../../../workloads/traces/json-elements.js';
import { JsonScanner, JsonToken } from '../../../workloads/traces/json-scanner.js';
import { workshop } from './imported.js';

/** All tokens of a text that arrives in pieces of a size. */
function tokens(text: string, pieceBytes: number): string[] {
  const names = Object.entries(JsonToken).map(([name]) => name);
  const seen: string[] = [];
  const scanner = new JsonScanner('x.json', (kind, cursor) => {
    const hasText = kind >= JsonToken.key;
    seen.push(hasText ? `${names[kind]} ${cursor.text()} @${cursor.offset}` : `${names[kind]} @${cursor.offset}`);
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) scanner.push(bytes.subarray(at, at + pieceBytes));
  scanner.finish();
  return seen;
}

describe('JsonScanner', () => {
  const text = ' {"a":[1,-2.5e3 ,"x\\"y\\u00e4",true],"ä":{},"b":[ ]}\n[null]7';

  it('finds the same tokens wherever the text is cut', () => {
    const whole = tokens(text, 1000);
    expect(whole).toContain('string x"yä @18');
    for (const size of [1, 2, 3, 7]) expect(tokens(text, size)).toEqual(whole);
  });

  it.each([
    ['{"a":1,}', 'a key', 7],
    ['{"a" 1}', 'a colon', 5],
    ['[1 2]', 'a comma or the end', 3],
    ['[1,]', 'a value', 3],
    ['{1:2}', 'a key or }', 1],
    ['[}', 'a value or ]', 1],
    ['[tru]', 'a JSON value', 1],
    ['[1.2.3]', 'a JSON value', 1],
    ['{"a":1', 'a complete JSON document', 6],
    ['["abc', 'a complete JSON document', 5],
  ])('says where %s breaks', (broken, expected, byte) => {
    const scan = () => tokens(broken, 1000);
    expect(scan).toThrow(InputError);
    expect(scan).toThrow(new RegExp(`byte ${byte}".*expected ${expected.replace(/[}\]]/g, '\\$&')}`));
  });
});

describe('forElements', () => {
  const file = workshop();
  const elements = async (text: string) => {
    const all: JsonValue[] = [];
    const count = await forElements(file('e.json', text), 'items', (element) => all.push(element));
    expect(count).toBe(all.length);
    return all;
  };

  it('gives what JSON.parse gives, one after the other', async () => {
    const items = [1, 'two', null, true, [], {}, [[1], { a: [{ b: 'ü' }], items: [9] }], { __proto__: 1 }];
    const document = { before: { items: [0] }, items, after: [1] };
    expect(await elements(JSON.stringify(document))).toEqual(items);
    expect(await elements(JSON.stringify(items))).toEqual(items);
    expect(await elements(`${JSON.stringify({ items })}\n${JSON.stringify({ items })}`)).toEqual([...items, ...items]);
    expect(await elements('{"other":[1]}')).toEqual([]);
    expect(await elements('[NaN,-Infinity,false]')).toEqual([Number.NaN, Number.NEGATIVE_INFINITY, false]);
  });
});
