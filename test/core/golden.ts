import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('golden/gymnasium.jsonl', import.meta.url));
const sections = new Map(
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { name, value } = JSON.parse(line) as { name: string; value: unknown };
      return [name, value];
    }),
);

/** What Gymnasium 1.4.0 itself answered; test/core/golden/generate.py says to what. */
export function golden<T>(section: string): T {
  if (!sections.has(section)) throw new Error(`no section ${section} in ${file}`);
  return sections.get(section) as T;
}

/** Infinities and NaN stand as text in the golden file. */
export function numbers(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).flat(Number.POSITIVE_INFINITY).map(Number);
}
