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
      return withArticle(issue.expected) + (issue.message.includes('received undefined') ? ' (it is missing)' : '');
    case 'too_small':
      return bounded(issue.origin, issue.inclusive ? '≥' : '>', issue.minimum);
    case 'too_big':
      return bounded(issue.origin, issue.inclusive ? '≤' : '<', issue.maximum);
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return 'no field of this name';
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return union(issue);
    default:
      return issue.message;
  }
}

function union(issue: z.core.$ZodIssueInvalidUnion): string {
  const options = 'options' in issue ? (issue.options as readonly unknown[]) : undefined;
  if (issue.message !== 'Invalid input' && options === undefined) return issue.message;
  if (options !== undefined)
    return issue.message.startsWith('Invalid') ? `one of ${options.join(', ')}` : issue.message;
  return [...new Set(issue.errors.flatMap((issues) => issues.slice(0, 1).map(expectation)))].join(' or ');
}

function withArticle(type: string): string {
  if (type === 'int') return 'a whole number';
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function bounded(origin: string, relation: string, bound: number | bigint): string {
  if (origin === 'array') return `a list of ${relation} ${bound} values`;
  if (origin === 'string') return `text of ${relation} ${bound} characters`;
  return `a number ${relation} ${bound}`;
}
