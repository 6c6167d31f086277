/** Maximum of any range of a fixed array in O(1), from a sparse table of powers of two. */
export class RangeMax {
  private readonly table: readonly Float64Array[];

  constructor(values: Float64Array) {
    const table = [values];
    for (let span = 1; 2 * span <= values.length; span *= 2) {
      const previous = table[table.length - 1]!;
      const row = new Float64Array(values.length - 2 * span + 1);
      for (let i = 0; i < row.length; i++) row[i] = Math.max(previous[i]!, previous[i + span]!);
      table.push(row);
    }
    this.table = table;
  }

  /** Largest value of positions `from` … `to − 1`; 0 for an empty range. */
  max(from: number, to: number): number {
    const length = to - from;
    if (length <= 0) return 0;
    const level = 31 - Math.clz32(length);
    const row = this.table[level]!;
    return Math.max(row[from]!, row[to - (1 << level)]!);
  }
}
