import type { z } from 'zod';
import { InputError } from '../env/core/input-error.js';

/**
 * Checks a value against a schema and gives back what the schema makes of it (defaults filled in).
 *
 * @param file named in the error
 * @param path where in the file the value stands; put before the schema's own path
 * @throws InputError for the first thing that is wrong, naming the dotted field, its value and what was expected
 */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file?: string,
  path: readonly (string | number)[] = [],
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const keys = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const field = [...path, ...keys].map(String).join('.');
  const found = keys.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], value);
  throw new InputError(
    {
      ...(file === undefined ? {} : { file }),
      ...(field === '' ? {} : { field }),
      ...(found === undefined ? {} : { value: found }),
    },
    expectation(issue),
  );
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('received undefined')
        ? `${article(issue.expected)} (it is missing)`
        : article(issue.expected);
    case 'too_small':
      return `${subject(issue.origin)} ${issue.inclusive ? '≥' : '>'} ${issue.minimum}`;
    case 'too_big':
      return `${subject(issue.origin)} ${issue.inclusive ? '≤' : '<'} ${issue.maximum}`;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return 'no such field';
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    default:
      return issue.message;
  }
}

function article(type: string): string {
  if (type === 'int') return 'a whole number';
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function subject(origin: string): string {
  return { number: 'a number', int: 'a whole number', string: 'a length', array: 'a length' }[origin] ?? origin;
}
