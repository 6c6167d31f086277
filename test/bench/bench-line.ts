/** One line of a benchmark's report. */
export interface BenchLine {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}
