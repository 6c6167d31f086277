import type { Progress } from '../plan-run.js';

/** Shows how far a run is, on one line of a terminal that is rewritten; on anything but a terminal it stays quiet. */
export class ProgressLine {
  private readonly started = performance.now();
  private lastShown = Number.NEGATIVE_INFINITY;

  /** @param noun what is counted */
  constructor(
    private readonly stream: NodeJS.WriteStream = process.stderr,
    private readonly noun = 'trials',
  ) {}

  show({ doneTrials, totalTrials, resumedTrials }: Progress): void {
    const now = performance.now();
    const last = doneTrials === totalTrials;
    if (!this.stream.isTTY || (now - this.lastShown < 100 && !last)) return;
    this.lastShown = now;
    const run = doneTrials - resumedTrials;
    const seconds = run === 0 ? null : ((now - this.started) / 1000 / run) * (totalTrials - doneTrials);
    const left = last || seconds === null ? '' : `, ${formatSeconds(seconds)} left`;
    this.stream.write(`\r\u001b[2K${doneTrials} of ${totalTrials} ${this.noun}${left}`);
  }

  /** Clears the line, so that what follows begins on a fresh one. */
  clear(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[2K');
  }
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
