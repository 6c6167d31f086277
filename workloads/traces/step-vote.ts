/** How many distances are looked at before the vote is closed. */
const VOTES = 200_000;

/**
 * Finds the step of samples by vote: the most frequent distance between neighbours. Distances are rounded to a thousandth second below
 * five seconds and to whole seconds above, so that a scrape's jitter does not split the vote.
 */
export class StepVote {
  private readonly votes = new Map<number, number>();
  private cast = 0;

  /** Counts the distance between two neighbouring samples, seconds. */
  count(seconds: number): void {
    if (this.cast === VOTES) return;
    this.cast++;
    const rounded = seconds < 5 ? Math.round(seconds * 1000) / 1000 : Math.round(seconds);
    this.votes.set(rounded, (this.votes.get(rounded) ?? 0) + 1);
  }

  /** The step, seconds; the smaller one of a tie, and `otherwise` when nothing was counted. */
  winner(otherwise: number): number {
    let [best, most] = [otherwise, 0];
    for (const [seconds, votes] of this.votes)
      if (seconds > 0 && (votes > most || (votes === most && seconds < best))) [best, most] = [seconds, votes];
    return best;
  }
}
