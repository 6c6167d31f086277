/**
 * When a controller with a period of its own has to look again. Its instants lie on a grid that begins at the first call, so that
 * decisions that come at other instants keep the mean period.
 */
export class DecisionTimer {
  private next = Number.NEGATIVE_INFINITY;

  /** @param periodSeconds ≥ 0; 0 is due at every call */
  constructor(private readonly periodSeconds: number) {}

  /** Whether the controller looks now. Answers true once for every instant of the grid that has come; several missed ones count once. */
  due(nowSeconds: number): boolean {
    if (nowSeconds < this.next) return false;
    if (this.next === Number.NEGATIVE_INFINITY) this.next = nowSeconds;
    const missed = this.periodSeconds === 0 ? 0 : Math.floor((nowSeconds - this.next) / this.periodSeconds);
    this.next += (missed + 1) * this.periodSeconds;
    return true;
  }
}
