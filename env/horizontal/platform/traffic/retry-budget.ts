/** Retries clients may make: each first attempt earns a fraction of one, each retry costs one, and no more than the reserve is saved up. */
export class RetryBudget {
  private balance: number;

  /** @param ratio retries earned by a first attempt; null for no limit */
  constructor(
    private readonly ratio: number | null,
    private readonly reserve: number,
  ) {
    this.balance = reserve;
  }

  earn(): void {
    if (this.ratio !== null) this.balance = Math.min(this.reserve, this.balance + this.ratio);
  }

  /** Pays for a retry. @returns whether the budget allowed it */
  spend(): boolean {
    if (this.ratio === null) return true;
    if (this.balance < 1) return false;
    this.balance--;
    return true;
  }
}
