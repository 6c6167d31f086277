import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import { RandomStream } from '../../../env/core/random.js';
import { type Row, RowSplitter, type ScanOptions } from '../../../workloads/traces/row-scanner.js';
import { TextTable } from '../../../workloads/traces/text-table.js';

/** Scans text cut into pieces at the given places. */
function scan(text: string, onRow: (row: Row) => void, options: ScanOptions = {}, cuts: readonly number[] = []): void {
  const bytes = Buffer.from(text);
  const scanner = new RowSplitter('x.csv', onRow, options);
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    scanner.push(bytes.subarray(from, cut));
    from = cut;
  }
  scanner.end();
}

function rowsOf(text: string, options: ScanOptions = {}, cuts: readonly number[] = []): string[][] {
  const rows: string[][] = [];
  scan(text, (row) => rows.push(Array.from({ length: row.fieldCount }, (_, i) => row.text(i))), options, cuts);
  return rows;
}

const dirty = 'a,"b ""x"", y",c\r\n1,"two\nlines\r\nand more",3\n\n,,\n"",é€,"q"\nlast,"line, open",end';

describe('RowSplitter', () => {
  it('splits quotes, line breaks in quotes, CRLF and a missing last newline as papaparse does', () => {
    const expected = Papa.parse<string[]>(dirty.replaceAll('\r\n', '\n'), { skipEmptyLines: true }).data;
    expect(rowsOf(dirty.replaceAll('\r\n', '\n'))).toEqual(expected);
    expect(rowsOf(dirty)[1]![1]).toBe('two\nlines\r\nand more');
  });

  it('gives the same rows and line numbers wherever the text is cut once', () => {
    const whole: string[] = [];
    scan(dirty, (row) => whole.push(`${row.line}:${row.text(1)}`));
    expect(whole.map((row) => row.split(':')[0])).toEqual(['1', '2', '6', '7', '8']);
    for (let cut = 0; cut <= Buffer.byteLength(dirty); cut++) {
      const rows: string[] = [];
      scan(dirty, (row) => rows.push(`${row.line}:${row.text(1)}`), {}, [cut]);
      expect(rows, `cut at ${cut}`).toEqual(whole);
    }
  });

  it('gives the same rows for any pieces', () => {
    const random = new RandomStream(3, 'pieces');
    for (let round = 0; round < 300; round++) {
      const cell = () => ['', '12.5', 'word', '"a,b"', '"x\ny"', '"say ""hi"""'][random.integer(0, 5)]!;
      const text = Array.from({ length: random.integer(1, 6) }, () => `${cell()},${cell()},z`).join('\n');
      const cuts = Array.from({ length: random.integer(0, 8) }, () => random.integer(0, text.length)).sort(
        (a, b) => a - b,
      );
      expect(rowsOf(text, {}, cuts)).toEqual(Papa.parse<string[]>(text).data);
    }
  });

  it('gives the same numbers, ids and errors with a plan as without one, for any text and pieces', () => {
    const random = new RandomStream(9, 'plans');
    const cells = [
      '',
      '12',
      '12.5',
      '-3',
      '.5',
      '7.',
      '.',
      '1e3',
      '0.025543212890625003',
      '123456789012345678',
      ' 4',
      '"5"',
      'x',
      'NaN',
    ];
    const ids = ['id+1', 'id/2', 'id/22', '"id+1"', '"b,c"', 'b'];
    for (let round = 0; round < 500; round++) {
      const row = () => [random.integer(0, 13), random.integer(0, 5), random.integer(0, 13)] as const;
      const text = Array.from({ length: random.integer(1, 8) }, row)
        .map(
          ([a, b, c]) =>
            `${cells[a]},${ids[b]},${cells[c]}${random.next() < 0.1 ? ',9' : ''}${random.next() < 0.2 ? '\r' : ''}`,
        )
        .join('\n');
      const cuts = Array.from({ length: random.integer(0, 4) }, () => random.integer(0, text.length)).sort(
        (a, b) => a - b,
      );
      const outcome = (isPlanned: boolean) => {
        const found: unknown[] = [];
        const table = new TextTable();
        const plan = { numbers: [0, 2], key: { field: 1, interner: table } };
        const refuse = (error: InputError) => found.push(error.message);
        const onRow = (one: Row) =>
          found.push([one.line, one.number(0), one.intern(1, table), one.number(2), one.number(3)]);
        scan(text, onRow, { columns: 3, refuse, ...(isPlanned ? { plan } : {}) }, cuts);
        return found;
      };
      expect(outcome(true), JSON.stringify(text)).toEqual(outcome(false));
    }
  });

  it('reads numbers, words for nothing and quoted numbers', () => {
    const values: number[] = [];
    scan('1.5,,NaN,null,None,NA,\\N,"7",-2e3\n', (row) => {
      for (let i = 0; i < row.fieldCount + 1; i++) values.push(row.number(i));
    });
    const missing = Number.NaN;
    expect(values).toEqual([1.5, missing, missing, missing, missing, missing, missing, 7, -2000, missing]);
  });

  it('knows 2⁶³−1 and refuses other numbers that a double cannot hold', () => {
    scan('9223372036854775807,9007199254740991,,600000000\n', (row) => {
      expect(row.integer(0)).toBe(Number.POSITIVE_INFINITY);
      expect(row.integer(1)).toBe(Number.MAX_SAFE_INTEGER);
      expect(row.integer(2)).toBeNaN();
      expect(() => row.stamp(2)).toThrow(/a time stamp/);
    });
    expect(() => scan('9223372036854775806\n', (row) => row.integer(0))).toThrow(/9223372036854775806/);
    expect(() => scan('1.5\n', (row) => row.integer(0))).toThrow(InputError);
  });

  it('names file, line, column and value of what is no number', () => {
    const read = () => scan('1,2\n3,4x\n', (row) => row.number(1), { names: ['time', 'cpu'] });
    expect(read).toThrow('x.csv:2: field "cpu" got "4x": expected a number');
  });

  it('refuses rows with another number of fields, and counts them where asked to', () => {
    expect(() => scan('1,2\n3\n', () => {}, { columns: 2 })).toThrow('x.csv:2: got "1 fields": expected 2 fields');
    const refused: InputError[] = [];
    let rows = 0;
    scan('1,2\n3\n4,5,6\n7,8\n', () => rows++, { columns: [2, 3], refuse: (error) => refused.push(error) });
    expect([rows, refused.length, refused[0]!.place.line]).toEqual([3, 1, 2]);
  });

  it('refuses a quote that is never closed', () => {
    expect(() => rowsOf('a,b\n"c,d\n')).toThrow('x.csv:2: expected a closing quote before the end of the file');
  });

  it('merges blanks between columns', () => {
    expect(rowsOf('  1.5   2 \n3 4', { separator: ' ', mergeSeparators: true })).toEqual([
      ['1.5', '2'],
      ['3', '4'],
    ]);
  });

  it('trims the tab after a semicolon', () => {
    expect(rowsOf('1;\t2;\tx\n', { separator: ';' })).toEqual([['1', '2', 'x']]);
  });

  it('grows to rows of thousands of columns', () => {
    const row = Array.from({ length: 5000 }, (_, i) => String(i));
    expect(rowsOf(`${row.join(',')}\n${row.join(',')}\n`)).toEqual([row, row]);
  });

  it('numbers ids by their bytes, and spans of fields with their separators', () => {
    const table = new TextTable();
    const ids: number[] = [];
    scan('b+/=,1\na,2\n"b+/=",1\nb+/=,1\n', (row) => ids.push(row.intern(0, table), row.internSpan(0, 1, table)));
    expect(ids).toEqual([0, 1, 2, 3, 0, 1, 0, 1]);
    expect([0, 1, 2, 3].map((id) => table.text(id))).toEqual(['b+/=', 'b+/=,1', 'a', 'a,2']);
    expect(() => scan(',1\n', (row) => row.intern(0, table))).toThrow(/a name/);
  });
});

describe('TextTable', () => {
  it('gives every text one number, in the order of first appearance, like a Map', () => {
    const random = new RandomStream(4, 'texts');
    const table = new TextTable();
    const expected = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const text = `${'x'.repeat(random.integer(0, 9))}${random.integer(0, 3000)}`;
      if (!expected.has(text)) expected.set(text, expected.size);
      expect(table.internText(text)).toBe(expected.get(text));
    }
    expect(table.size).toBe(expected.size);
    const bytes = new TextEncoder().encode('unknown');
    expect(table.find(bytes, 0, bytes.length)).toBe(-1);
    expect(table.size).toBe(expected.size);
  });
});
