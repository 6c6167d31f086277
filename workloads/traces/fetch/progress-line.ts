import type { DownloadProgress } from './download.js';

/** Where a progress line is drawn. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * One line that is rewritten in place: file, bytes, share, rate and time left. Silent when the stream is no terminal.
 *
 * @param now milliseconds of a clock that only goes forward
 */
export function progressLine(
  label: string,
  stream: ProgressStream,
  now: () => number = () => performance.now(),
): DownloadProgress | undefined {
  if (stream.isTTY !== true) return undefined;
  let started: { readonly time: number; readonly bytes: number } | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  return (received, total) => {
    const time = now();
    started ??= { time, bytes: received };
    const finished = received === total;
    if (time - drawn < 100 && !finished) return;
    drawn = time;
    const rate = ((received - started.bytes) / Math.max(1, time - started.time)) * 1000;
    const text = progressText(label, received, total, rate);
    stream.write(`\r\u001b[2K${text.slice(0, (stream.columns ?? 80) - 1)}${finished ? '\n' : ''}`);
  };
}

/** `name  12.0 MB of 78.0 MB  15 %  3.2 MB/s  0:21 left`; rate in bytes a second. */
export function progressText(label: string, received: number, total: number | undefined, rate: number): string {
  const parts = [label, total === undefined ? bytesText(received) : `${bytesText(received)} of ${bytesText(total)}`];
  if (total !== undefined && total > 0) parts.push(`${Math.floor((100 * received) / total)} %`);
  if (rate > 0) parts.push(`${bytesText(rate)}/s`);
  if (rate > 0 && total !== undefined && received < total)
    parts.push(`${durationText((total - received) / rate)} left`);
  return parts.join('  ');
}

/** Bytes with a decimal prefix and three digits or so: `0 B`, `1.5 kB`, `78.0 GB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60) % 60;
  const tail = `${String(whole % 60).padStart(2, '0')}`;
  const hours = Math.floor(whole / 3600);
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}
