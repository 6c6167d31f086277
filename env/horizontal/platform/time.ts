/**
 * Simulation time is a whole number of microseconds, held in a double: exact up to 2⁵³ µs, 285 years. Sums and differences of
 * instants are exact, so Little's law and conservation hold as equalities and one seed gives one trajectory on every machine.
 */
export const microsecondsPerSecond = 1_000_000;

/** The whole number of microseconds nearest to a duration in seconds. */
export function toMicroseconds(seconds: number): number {
  return Math.round(seconds * microsecondsPerSecond);
}

/** Seconds, from microseconds. */
export function toSeconds(microseconds: number): number {
  return microseconds / microsecondsPerSecond;
}
