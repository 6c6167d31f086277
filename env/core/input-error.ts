/** Where a bad value was found. Every part is optional except what the caller knows. */
export interface InputPlace {
  /** File path, URL or flag the value came from. */
  readonly file?: string;
  /** One-based line (or record) number in that file. */
  readonly line?: number;
  /** Field, column or option name; nested fields are joined with dots. */
  readonly field?: string;
  /** The value as it was read. */
  readonly value?: unknown;
}

/**
 * Bad input from a person or a file: says where it stood, what it was and what was expected.
 *
 * The command line turns it into exit code 2, the HTTP API into a 4xx answer. Anything else that is thrown is a defect of ours.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly place: InputPlace;
  readonly expected: string;

  constructor(place: InputPlace, expected: string) {
    super(describe(place, expected));
    this.place = place;
    this.expected = expected;
  }
}

function describe({ file, line, field, value }: InputPlace, expected: string): string {
  const where = [file, line].filter((part) => part !== undefined).join(':');
  const what = field === undefined ? '' : `field "${field}"`;
  const found = value === undefined ? '' : `got ${quote(value)}`;
  const subject = [what, found].filter(Boolean).join(' ');
  return [where, subject, `expected ${expected}`].filter(Boolean).join(': ');
}

function quote(value: unknown): string {
  const text = typeof value === 'object' || typeof value === 'string' ? json(value) : String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** JSON where the value has any; a value that refers to itself or holds a bigint has none. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
