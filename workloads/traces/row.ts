import type { InputError } from '../../env/core/input-error.js';
import type { Interner, SkippingInterner } from './text-table.js';

/** One row of separated text while it is being scanned; only valid inside the callback that received it. */
export interface Row {
  readonly file: string;
  /** One-based number of the row's first line. */
  readonly line: number;
  readonly fieldCount: number;
  /** Whether a field is empty (or not there at all). */
  isBlank(field: number): boolean;
  /**
   * A field as a number; NaN when it is empty or one of the words for nothing (`NaN`, `null`, `None`, `NA`, `\N`).
   * @throws InputError when it is neither
   */
  number(field: number): number;
  /**
   * A field as a whole number; 2⁶³−1, which traces write for "after the end", becomes Infinity, and an empty field NaN.
   * @throws InputError when it is anything else that a double cannot hold exactly
   */
  integer(field: number): number;
  /**
   * A time stamp: {@link integer} that has to be there.
   * @throws InputError when it is empty too
   */
  stamp(field: number): number;
  /** A field as text, without surrounding blanks and quotes. */
  text(field: number): string;
  /** The number an interner gives a field's text; no string is made for one it has seen before. */
  intern(field: number, interner: Interner): number;
  /** The same for several neighbouring fields taken as one key, separators included (`3418309,0`). */
  internSpan(first: number, last: number, interner: Interner): number;
  /** An error about one field of this row. */
  error(field: number, expected: string): InputError;
}

/**
 * What a scan is told beforehand to be quicker. It changes no result: a number that is not plain, or an id that comes unexpectedly, goes
 * the usual way.
 */
export interface ScanPlan {
  /** Fields that will be asked for as numbers in most rows. */
  readonly numbers: readonly number[];
  /** A long field that will be interned in most rows. */
  readonly key?: { readonly field: number; readonly interner: SkippingInterner };
}

/** How a delimited text is cut into rows. */
export interface ScanOptions {
  /** Separator, one ASCII character; default `,`. */
  readonly separator?: string;
  /** Take a run of separators as one and ignore leading ones (blank-separated columns); default false. */
  readonly mergeSeparators?: boolean;
  /** How many fields a row must have: one number, or the numbers that are allowed. Default: any. */
  readonly columns?: number | readonly number[];
  /** Names of the columns, for error messages. */
  readonly names?: readonly string[];
  /** What is to be made of fields while they are split; see {@link ScanPlan}. */
  readonly plan?: ScanPlan;
  /** Takes the error of a malformed row, which is then left out. Without it the error is thrown and the scan ends. */
  readonly refuse?: (error: InputError) => void;
}
