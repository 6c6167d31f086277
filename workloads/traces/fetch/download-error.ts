/** Why a download did not end in a file: the network, the server or a checksum, not the caller's input. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly url: string;
  /** HTTP status, where the server answered. */
  readonly status?: number;
  /** Whether trying again may help. */
  readonly transient: boolean;
  /** How long the server asked to wait before the next attempt, seconds. */
  readonly retryAfterSeconds?: number;

  constructor(
    url: string,
    reason: string,
    { status, transient = false, retryAfterSeconds, cause }: DownloadErrorDetail = {},
  ) {
    super(`${url}: ${reason}`, cause === undefined ? undefined : { cause });
    this.url = url;
    this.transient = transient;
    if (status !== undefined) this.status = status;
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface DownloadErrorDetail {
  readonly status?: number;
  readonly transient?: boolean;
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}
