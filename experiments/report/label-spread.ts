/**
 * Moves labels apart along one axis as little as needed: neighbours end up at least `gap` apart, in their order.
 *
 * @param wanted where labels would stand, pixels from the beginning of the axis
 * @param length of the axis; labels stay inside it as long as they fit
 */
export function spreadLabels(wanted: readonly number[], gap: number, length: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const placed = order.map((i) => wanted[i]!);
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i]!, placed[i - 1]! + gap);
  let edge = Math.max(length, (placed.length - 1) * gap);
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i]!, edge);
    edge = placed[i]! - gap;
  }
  const result = new Array<number>(wanted.length);
  order.forEach((label, i) => {
    result[label] = placed[i]!;
  });
  return result;
}
