import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { removeEmptyFolders } from '../../atomic-file.js';
import { DownloadError } from './download-error.js';
import { requestBody, type Validator } from './request-body.js';

/** Called as bytes arrive; `total` is undefined while the server has not said it. */
export type DownloadProgress = (receivedBytes: number, totalBytes: number | undefined) => void;

/** How a file is fetched. */
export interface DownloadOptions {
  /** The file must have this SHA-256 (lower-case hexadecimal), or nothing is left. */
  readonly sha256?: string;
  /** Attempts in a row without one new byte before giving up. Default 5. */
  readonly attempts?: number;
  /** Pause before attempt `n` (from 1), seconds. Default 1, 2, 4 … up to 30; what the server asks for takes precedence. */
  readonly pauseSeconds?: (attempt: number) => number;
  /** A transfer without one byte for this long counts as broken. Default 60. */
  readonly stallSeconds?: number;
  readonly onProgress?: DownloadProgress;
  readonly signal?: AbortSignal;
}

/** What {@link downloadFile} got. */
export interface DownloadResult {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes that were already there from an earlier, broken transfer. */
  readonly resumedFrom: number;
}

/**
 * Fetches a URL into a file.
 *
 * Bytes go to `<file>.part`; beside it `<file>.part.json` keeps the server's validator (strong ETag, else Last-Modified). A
 * broken transfer is taken up where it stopped with `Range` and `If-Range`, now or in a later call; when the server has no
 * ranges or its copy has changed, it starts anew. The name `<file>` appears only once the whole file is there and its
 * checksum is right. A folder that was made for it goes again when nothing has come.
 *
 * @throws DownloadError when the server refuses, attempts are used up, or the checksum is wrong (then the part is removed)
 */
export async function downloadFile(url: string, file: string, options: DownloadOptions = {}): Promise<DownloadResult> {
  const target = resolve(file);
  const made = await mkdir(dirname(target), { recursive: true });
  try {
    return await fetchInto(url, target, options);
  } catch (error) {
    if (made !== undefined) removeEmptyFolders(dirname(target), made);
    throw error;
  }
}

async function fetchInto(url: string, file: string, options: DownloadOptions): Promise<DownloadResult> {
  const { attempts = 5, pauseSeconds = (attempt) => Math.min(30, 2 ** (attempt - 1)) } = options;
  const part = await PartFile.open(url, file);
  const resumedFrom = part.length;
  for (let fruitless = 1; ; fruitless++) {
    const before = part.length;
    try {
      await transfer(url, part, options);
      break;
    } catch (error) {
      if (!(error instanceof DownloadError && error.transient)) throw await part.closed(error);
      if (part.length > before) fruitless = 0;
      if (fruitless >= attempts) throw await part.closed(error);
      const pause = error.retryAfterSeconds ?? pauseSeconds(Math.max(1, fruitless));
      if (pause > 0)
        await wait(pause * 1000, undefined, { signal: options.signal }).catch(async () => {
          throw await part.closed(options.signal?.reason);
        });
    }
  }
  const { sha256, bytes } = await part.finish();
  if (options.sha256 !== undefined && options.sha256 !== sha256) {
    await part.discard();
    throw new DownloadError(url, `checksum mismatch: expected SHA-256 ${options.sha256}, got ${sha256}`);
  }
  await part.promote();
  return { bytes, sha256, resumedFrom: part.restarted ? 0 : resumedFrom };
}

/** One attempt: asks for what is missing and appends what comes. */
async function transfer(url: string, part: PartFile, { stallSeconds = 60, onProgress, signal }: DownloadOptions) {
  const answer = await requestBody(url, {
    offset: part.validator === undefined ? 0 : part.length,
    ...(part.validator === undefined ? {} : { validator: part.validator }),
    stallSeconds,
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer.kind === 'complete' && answer.totalBytes === part.length) return;
  if (answer.kind === 'complete') {
    await part.restart(undefined);
    throw new DownloadError(url, 'what is on disk is no beginning of the file', { status: 416, transient: true });
  }
  if (answer.offset === 0) await part.restart(answer.validator);
  onProgress?.(part.length, answer.totalBytes);
  for await (const chunk of answer.body) {
    await part.append(chunk);
    onProgress?.(part.length, answer.totalBytes);
  }
  if (answer.totalBytes !== undefined && part.length !== answer.totalBytes)
    throw new DownloadError(url, `transfer ended after ${part.length} of ${answer.totalBytes} bytes`, {
      transient: true,
    });
}

/** The bytes of an unfinished download, their running checksum and the validator they belong to. */
class PartFile {
  length = 0;
  validator: Validator | undefined;
  restarted = false;
  #hash: Hash = createHash('sha256');
  readonly #url: string;
  readonly #file: string;
  readonly #handle: FileHandle;

  private constructor(url: string, file: string, handle: FileHandle) {
    this.#url = url;
    this.#file = file;
    this.#handle = handle;
  }

  static async open(url: string, file: string): Promise<PartFile> {
    const validator = await readValidator(url, `${file}.part.json`);
    if (validator === undefined) await rm(`${file}.part`, { force: true });
    const handle = await open(`${file}.part`, 'a');
    const part = new PartFile(url, file, handle);
    if (validator === undefined) return part;
    part.validator = validator;
    for await (const chunk of createReadStream(`${file}.part`)) part.#hash.update(chunk as Buffer);
    part.length = (await stat(`${file}.part`)).size;
    return part;
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#handle.appendFile(chunk);
    this.#hash.update(chunk);
    this.length += chunk.length;
  }

  /** Throws away what is there and remembers whose bytes come next. */
  async restart(validator: Validator | undefined): Promise<void> {
    if (this.length > 0) this.restarted = true;
    await this.#handle.truncate(0);
    this.length = 0;
    this.#hash = createHash('sha256');
    this.validator = validator;
    if (validator === undefined) await rm(this.#validatorFile, { force: true });
    else await writeFile(this.#validatorFile, JSON.stringify({ url: this.#url, ...validator }));
  }

  async finish(): Promise<{ sha256: string; bytes: number }> {
    await this.#handle.sync();
    await this.#handle.close();
    return { sha256: this.#hash.digest('hex'), bytes: this.length };
  }

  /** Closes the file, leaving the part for a later call if it can be taken up again, and gives the error back. */
  async closed<E>(error: E): Promise<E> {
    await this.#handle.close();
    if (this.length === 0 || this.validator === undefined) await this.discard();
    return error;
  }

  async discard(): Promise<void> {
    await rm(`${this.#file}.part`, { force: true });
    await rm(this.#validatorFile, { force: true });
  }

  async promote(): Promise<void> {
    await rename(`${this.#file}.part`, this.#file);
    await rm(this.#validatorFile, { force: true });
  }

  get #validatorFile(): string {
    return `${this.#file}.part.json`;
  }
}

/** The validator of an earlier transfer of the same URL; undefined when there is none that can be trusted. */
async function readValidator(url: string, path: string): Promise<Validator | undefined> {
  try {
    const recorded = JSON.parse(await readFile(path, 'utf8')) as Partial<Validator> & { url?: unknown };
    if (recorded.url !== url || typeof recorded.header !== 'string' || typeof recorded.value !== 'string')
      return undefined;
    return { header: recorded.header, value: recorded.value };
  } catch {
    return undefined;
  }
}
