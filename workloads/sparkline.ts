const blocks = '▁▂▃▄▅▆▇█';

/**
 * A series as one line of block characters, from its least to its greatest value; missing stretches are blank.
 * @param width characters; a shorter series takes one a value
 */
export function sparkline(values: ArrayLike<number>, width = 60): string {
  const columns = Math.min(width, values.length);
  const means = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    let sum = 0;
    let count = 0;
    for (let i = from; i < to; i++) {
      if (Number.isNaN(values[i]!)) continue;
      sum += values[i]!;
      count++;
    }
    return sum / count;
  });
  const known = means.filter((value) => !Number.isNaN(value));
  const low = Math.min(...known);
  const high = Math.max(...known);
  return means
    .map((value) => {
      if (Number.isNaN(value)) return ' ';
      const share = high === low ? 0.5 : (value - low) / (high - low);
      return blocks[Math.min(blocks.length - 1, Math.floor(share * blocks.length))]!;
    })
    .join('');
}
