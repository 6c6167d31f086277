/**
 * Time inside the recommender: whole Unix milliseconds in a double. Prometheus resolves milliseconds and the metrics API whole
 * seconds, so nothing a cluster reports is lost, and differences are exact.
 */

/** Go's zero time, 0001-01-01T00:00:00Z: "not set" throughout, and where multiples of a half-life are counted from. */
export const zeroTime = -62_135_596_800_000;

/** Milliseconds in a minute, an hour and a day. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A Go duration is a signed 64-bit count of nanoseconds and saturates there, near 292 years. */
const longestDuration = 2 ** 63;

/** Unix seconds, fractional or not, to Unix milliseconds. */
export function fromSeconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** `later − earlier` in nanoseconds: the double nearest the exact difference, saturated like a Go duration. */
export function nanosecondsBetween(earlier: number, later: number): number {
  const nanoseconds = (later - earlier) * 1e6;
  return nanoseconds > longestDuration
    ? longestDuration
    : nanoseconds < -longestDuration
      ? -longestDuration
      : nanoseconds;
}

/** The multiple of `step` milliseconds, counted from {@link zeroTime}, that is nearest; halves go up. */
export function nearestMultiple(time: number, step: number): number {
  const past = (time - zeroTime) % step;
  return past + past < step ? time - past : time + (step - past);
}

/** Like RFC 3339 in the Kubernetes API: whole seconds, the fraction cut; {@link zeroTime} is null. */
export function formatTime(time: number): string | null {
  return time === zeroTime ? null : `${new Date(Math.floor(time / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
