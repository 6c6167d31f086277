import { InputError, type InputPlace } from '../env/core/input-error.js';

/** What every kind of series has: a name and a regular grid. */
export interface SeriesGrid {
  readonly id: string;
  /** Unix seconds of the beginning of step 0. */
  readonly startTime: number;
  readonly stepSeconds: number;
}

/**
 * Checks the name and the grid.
 * @param file named in the error
 * @throws InputError naming the field
 */
export function checkGrid({ id, startTime, stepSeconds }: SeriesGrid, file?: string): void {
  if (typeof id !== 'string' || id === '') throw new InputError(place(file, 'id', id), 'a non-empty name');
  if (!Number.isFinite(startTime)) throw new InputError(place(file, 'startTime', startTime), 'Unix seconds');
  if (!(stepSeconds > 0 && Number.isFinite(stepSeconds)))
    throw new InputError(place(file, 'stepSeconds', stepSeconds), 'a number of seconds above 0');
}

/**
 * Checks one channel: the length of the series, and every value finite and ≥ 0, or NaN for missing.
 * @param reference name of the channel whose length the others must have
 * @throws InputError naming the channel and the one-based step as the line
 */
export function checkChannel(
  channel: string,
  values: ArrayLike<number>,
  length: number,
  reference: string,
  file?: string,
): void {
  checkLength(channel, values, length, reference, file);
  for (let step = 0; step < length; step++) {
    const value = values[step]!;
    if (value < 0 || value === Number.POSITIVE_INFINITY)
      throw new InputError(place(file, channel, value, step + 1), 'a finite number ≥ 0, or NaN for missing');
  }
}

/**
 * Checks the mask: as many values as steps, and none above the last origin.
 * @throws InputError naming `origin` and the one-based step as the line
 */
export function checkOrigin(
  origin: Uint8Array,
  length: number,
  lastOrigin: number,
  reference: string,
  file?: string,
): void {
  checkLength('origin', origin, length, reference, file);
  for (let step = 0; step < length; step++)
    if (origin[step]! > lastOrigin)
      throw new InputError(place(file, 'origin', origin[step], step + 1), `an origin from 0 to ${lastOrigin}`);
}

function checkLength(
  channel: string,
  values: ArrayLike<number>,
  length: number,
  reference: string,
  file: string | undefined,
): void {
  if (values.length !== length)
    throw new InputError(place(file, channel, values.length), `${length} values, as many as ${reference} has`);
}

function place(file: string | undefined, field: string, value: unknown, line?: number): InputPlace {
  return {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    field,
    value,
  };
}
