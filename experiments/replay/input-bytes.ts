import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../env/core/input-error.js';
import { openBytes } from '../../workloads/traces/byte-source.js';

/** What standard input is called on the command line. */
export const standardInput = '-';

/** Content of a file, or of standard input for `-`; gzip is told by its first two bytes and unpacked. */
export function inputBytes(path: string): AsyncIterable<Uint8Array> {
  return path === standardInput ? unpacked(process.stdin, '(standard input)') : openBytes(path);
}

/**
 * Bytes of a stream, gzip unpacked.
 * @param name what the stream is called in errors
 * @throws InputError for damaged or truncated gzip
 */
export async function* unpacked(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array, void> {
  const pieces = stream[Symbol.asyncIterator]();
  const head = await firstBytes(pieces, 2);
  const whole = (async function* () {
    yield head;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  })();
  if (!(head[0] === 0x1f && head[1] === 0x8b)) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip();
  const source = Readable.from(whole);
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new InputError({ file: name, value: error.message }, 'an undamaged, complete gzip stream');
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** At least `count` bytes where there are as many. */
async function firstBytes(pieces: AsyncIterator<Uint8Array>, count: number): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < count) {
    const next = await pieces.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}
