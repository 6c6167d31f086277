/** Seconds one aggregation window lasts. */
export const windowSeconds = 300;

/** What is known of one resource over one five-minute window. */
export interface SignalWindow {
  /** Whole windows since the one before it that had samples (1: none was skipped). */
  readonly elapsed: number;
  /** Usage samples, in order of arrival. */
  readonly samples: readonly number[];
}

/**
 * Groups samples into Autopilot's five-minute windows and hands over each window when the first sample after it arrives.
 * A sample is stamped with the end of its measurement, so one stamped exactly at a boundary belongs to the window before.
 */
export class UsageSignal {
  private current = Number.NaN;
  private previous = Number.NaN;
  private samples: number[] = [];

  constructor(private readonly onWindow: (window: SignalWindow) => void) {}

  observe(timeSeconds: number, usage: number): void {
    if (Number.isNaN(usage)) return;
    const index = Math.ceil(timeSeconds / windowSeconds) - 1;
    if (index !== this.current && this.samples.length > 0) this.close();
    this.current = index;
    this.samples.push(usage);
    if (timeSeconds >= (index + 1) * windowSeconds) this.close();
  }

  private close(): void {
    const elapsed = Number.isNaN(this.previous) ? 1 : Math.max(1, this.current - this.previous);
    this.previous = this.current;
    const samples = this.samples;
    this.samples = [];
    this.onWindow({ elapsed, samples });
  }
}
