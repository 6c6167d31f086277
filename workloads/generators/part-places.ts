import type { WorkloadNode } from './generator.js';

/**
 * Where each part of a list stands: its type, and a number from the second of that type on. Adding a part of another type,
 * or one more at the end, leaves the places (and with them the random numbers) of the others alone.
 */
export function partPlaces(parts: readonly WorkloadNode[]): readonly (readonly [WorkloadNode, string])[] {
  const seen = new Map<string, number>();
  return parts.map((part) => {
    const count = (seen.get(part.type) ?? 0) + 1;
    seen.set(part.type, count);
    return [part, count === 1 ? part.type : `${part.type}-${count}`];
  });
}
