/** Where progress is drawn. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Imports quicker than this show nothing, milliseconds. */
const PATIENCE = 2000;

/** Between two drawings, milliseconds. */
const PACE = 200;

/**
 * Shows how much of an import's files was read and how long the rest will take, on one line that is rewritten. Files that are read twice
 * make the share stand at 100 % for a while. On anything but a terminal it stays quiet.
 */
export class ImportProgress {
  private readonly started: number;
  private drawn = Number.NEGATIVE_INFINITY;
  private read = 0;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(
    private readonly totalBytes: number,
    private readonly stream: ProgressStream,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.started = now();
  }

  /** Takes note of bytes that were read. */
  add(bytes: number): void {
    this.read += bytes;
    const time = this.now();
    if (this.stream.isTTY !== true || time - this.started < PATIENCE || time - this.drawn < PACE) return;
    this.drawn = time;
    this.stream.write(`\r\u001b[2K${this.text(time)}`);
  }

  private text(time: number): string {
    const share = Math.min(1, this.read / Math.max(1, this.totalBytes));
    const rate = (this.read / Math.max(1, time - this.started)) * 1000;
    const left = Math.ceil(Math.max(0, this.totalBytes - this.read) / Math.max(1, rate));
    const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
    return `${Math.floor(share * 100)} % of ${megabytes(this.totalBytes)} MB read, ${megabytes(rate)} MB/s, ${left} s left`;
  }

  /** Clears the line. */
  clear(): void {
    if (this.drawn > Number.NEGATIVE_INFINITY) this.stream.write('\r\u001b[2K');
  }
}
