/** What a check has to say about an environment. */
export interface CheckReport {
  /** Breaches of the contract. */
  readonly errors: readonly string[];
  /** What works but is probably not meant. */
  readonly warnings: readonly string[];
}

/** Hears what checks find. */
export interface Findings {
  error(message: string): void;
  warn(message: string): void;
}

/** A report under construction: a finding that comes up again is kept once. */
export class FindingsList implements Findings, CheckReport {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];

  error(message: string): void {
    if (!this.errors.includes(message)) this.errors.push(message);
  }

  warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message);
  }
}
