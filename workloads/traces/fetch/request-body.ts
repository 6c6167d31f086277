import { DownloadError } from './download-error.js';

/** What `If-Range` may carry: a strong ETag or, failing that, the date of last change. */
export interface Validator {
  readonly header: 'etag' | 'last-modified';
  readonly value: string;
}

/** What to ask for. */
export interface BodyRequest {
  /** First byte wanted. */
  readonly offset: number;
  /** Whose bytes we already have; without it the whole file is asked for. */
  readonly validator?: Validator;
  readonly stallSeconds: number;
  readonly signal?: AbortSignal;
}

/** The server's answer: bytes from `offset` on, or the word that nothing is left to send. */
export type BodyAnswer =
  | {
      readonly kind: 'bytes';
      /** Position of the first byte of the body: what was asked for, or 0 when the server sends the whole file. */
      readonly offset: number;
      readonly totalBytes: number | undefined;
      readonly validator: Validator | undefined;
      readonly body: AsyncIterable<Uint8Array>;
    }
  | { readonly kind: 'complete'; readonly totalBytes: number | undefined };

/** Statuses after which the same request may succeed later (RFC 9110, RFC 6585). */
const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Requests a file or the rest of it (RFC 9110 sections 13.1.5 and 14). An answer that is of another version of the file, or
 * another part than asked for, is dropped and the whole file requested.
 *
 * @throws DownloadError; transient for network failures, stalls and the statuses that mean "later"
 */
export async function requestBody(url: string, request: BodyRequest): Promise<BodyAnswer> {
  const stall = new StallTimer(url, request.stallSeconds);
  const signal = request.signal === undefined ? stall.signal : AbortSignal.any([stall.signal, request.signal]);
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'scalegym' };
  if (request.offset > 0 && request.validator !== undefined) {
    headers.range = `bytes=${request.offset}-`;
    headers['if-range'] = request.validator.value;
  }
  let response: Response;
  try {
    response = await fetch(url, { headers, signal, redirect: 'follow' });
  } catch (error) {
    stall.stop();
    throw networkError(url, error, request.signal);
  }
  if (response.status === 416) {
    stall.stop();
    await response.body?.cancel();
    return { kind: 'complete', totalBytes: contentRange(response)?.total };
  }
  if (!response.ok) {
    stall.stop();
    await response.body?.cancel();
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new DownloadError(url, `HTTP ${response.status} ${response.statusText}`.trim(), {
      status: response.status,
      transient: transientStatuses.has(response.status),
      ...(Number.isFinite(retryAfter) ? { retryAfterSeconds: Math.min(300, Math.max(0, retryAfter)) } : {}),
    });
  }
  const range = response.status === 206 ? contentRange(response) : undefined;
  const validator = validatorOf(response);
  if (response.status === 206 && (range?.first !== request.offset || !sameFile(request.validator, validator))) {
    stall.stop();
    await response.body?.cancel();
    if (request.offset === 0) throw new DownloadError(url, 'the server sent a part of the file that was not asked for');
    const { validator: _stale, ...fromStart } = request;
    return requestBody(url, { ...fromStart, offset: 0 });
  }
  const encoded = !['', 'identity'].includes(response.headers.get('content-encoding') ?? '');
  const length = response.headers.get('content-length');
  return {
    kind: 'bytes',
    offset: range?.first ?? 0,
    totalBytes: range?.total ?? (length === null || encoded || response.status === 206 ? undefined : Number(length)),
    validator: encoded ? undefined : validator,
    body: chunks(url, response, stall, request.signal),
  };
}

async function* chunks(url: string, response: Response, stall: StallTimer, signal?: AbortSignal) {
  try {
    if (response.body === null) return;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      stall.progress();
      yield chunk;
    }
  } catch (error) {
    throw networkError(url, error, signal);
  } finally {
    stall.stop();
  }
}

/** A weak ETag does not vouch for bytes, so it cannot be used with ranges. */
function validatorOf(response: Response): Validator | undefined {
  const etag = response.headers.get('etag');
  if (etag !== null && !etag.startsWith('W/')) return { header: 'etag', value: etag };
  const modified = response.headers.get('last-modified');
  return modified === null ? undefined : { header: 'last-modified', value: modified };
}

/** Whether a partial answer is of the file we have the beginning of, as far as the server says (some ignore `If-Range`). */
function sameFile(had: Validator | undefined, now: Validator | undefined): boolean {
  return had === undefined || now === undefined || had.header !== now.header || had.value === now.value;
}

function contentRange(response: Response): { first?: number; total?: number } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (match === null) return undefined;
  return {
    ...(match[1] === undefined ? {} : { first: Number(match[1]) }),
    ...(match[2] === '*' ? {} : { total: Number(match[2]) }),
  };
}

function networkError(url: string, error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted === true || error instanceof DownloadError) return error;
  const { message, cause } = error as Error & { cause?: { message?: string; code?: string } };
  return new DownloadError(url, cause?.code ?? cause?.message ?? message, { transient: true, cause: error });
}

/** Aborts a request when nothing has come for a while. */
class StallTimer {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(url: string, seconds: number) {
    const error = new DownloadError(url, `no data for ${seconds} s`, { transient: true });
    this.#timer = setTimeout(() => this.#controller.abort(error), seconds * 1000);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  progress(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
