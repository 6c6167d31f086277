import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { InputError } from '../../../env/core/input-error.js';

/** Name of the file that records what was fetched, in the layout of `sha256sum`. */
export const checksumFile = 'SHA256SUMS';

/** SHA-256 of a file, lower-case hexadecimal, in one pass and flat memory. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * Reads the layout of `sha256sum`: a digest, a blank, a blank or `*`, a path.
 *
 * @param name of the file, for the error
 * @throws InputError naming the line that is no checksum
 */
export function parseChecksums(text: string, name: string): Map<string, string> {
  const sums = new Map<string, string>();
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const match = /^([0-9a-fA-F]{64})[ \t]+\*?(.+?)\s*$/.exec(line);
    if (match === null)
      throw new InputError(
        { file: name, line: index + 1, value: line },
        'a SHA-256 of 64 hexadecimal digits and a path',
      );
    sums.set(match[2]!.replace(/^\.\//, ''), match[1]!.toLowerCase());
  });
  return sums;
}

/** The checksums recorded in a folder; none when the file is not there. */
export async function readChecksums(path: string): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return parseChecksums(text, path);
}

/** Writes checksums sorted by path, whole or not at all. */
export async function writeChecksums(path: string, sums: ReadonlyMap<string, string>): Promise<void> {
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, sum]) => `${sum}  ${file}\n`);
  await writeFile(`${path}.tmp`, lines.join(''));
  await rename(`${path}.tmp`, path);
}
