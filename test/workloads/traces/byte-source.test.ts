import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import { expandPaths, openBytes, readHead, readText } from '../../../workloads/traces/byte-source.js';
import { inputFolder } from './collect.js';

const input = inputFolder();

describe('byte source', () => {
  it('tells gzip by its first bytes, not by the name', async () => {
    expect(await readText(input('gzip.csv', gzipSync('a,b\n')))).toBe('a,b\n');
    expect(await readText(input('plain.csv.gz', 'a,b\n'))).toBe('a,b\n');
  });

  it('reads every member of a gzip file', async () => {
    const path = input('members.gz', Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]));
    expect(await readText(path)).toBe('one\ntwo\n');
  });

  it('refuses truncated and damaged gzip', async () => {
    const whole = gzipSync('x,y\n'.repeat(10_000));
    const cut = input('cut.gz', whole.subarray(0, whole.length - 20));
    await expect(readText(cut)).rejects.toThrow(/cut\.gz.*undamaged, complete gzip/);
    const damaged = Buffer.from(whole);
    damaged[30] = damaged[30]! ^ 0xff;
    await expect(readText(input('damaged.gz', damaged))).rejects.toThrow(InputError);
  });

  it('leaves a byte-order mark out and refuses UTF-16', async () => {
    expect(await readText(input('bom.csv', '\ufefftime,cpu\n'))).toBe('time,cpu\n');
    await expect(readText(input('utf16.csv', Buffer.from('\ufefftime', 'utf16le')))).rejects.toThrow(/text in UTF-8/);
  });

  it('reads files of many pieces whole and counts their bytes', async () => {
    const content = Buffer.alloc(3_500_000, 'abcdefghi\n');
    let read = 0;
    const parts: Buffer[] = [];
    for await (const chunk of openBytes(input('big.txt', content), (count) => {
      read += count;
    }))
      parts.push(Buffer.from(chunk));
    expect(Buffer.concat(parts).equals(content)).toBe(true);
    expect(read).toBe(content.length);
  });

  it('gives an empty file an empty head', async () => {
    expect(await readHead(input('empty', ''))).toHaveLength(0);
    expect((await readHead(input('long', 'x'.repeat(200_000)))).length).toBe(1 << 16);
  });

  it('expands folders to their files, numbers in order, hidden ones left out, doubled ones once', async () => {
    const first = input('part-2.csv', '');
    const folder = dirname(first);
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    const last = input('inner/part-10.csv', '');
    const middle = input('inner/part-9.csv', '');
    input('inner/.hidden', '');
    expect(await expandPaths([inner, first, inner])).toEqual([middle, last, first]);
    await expect(expandPaths([join(folder, 'nowhere')])).rejects.toThrow(/nowhere.*exists/);
    mkdirSync(join(folder, 'bare'));
    await expect(expandPaths([join(folder, 'bare')])).rejects.toThrow(/at least one file/);
  });
});
