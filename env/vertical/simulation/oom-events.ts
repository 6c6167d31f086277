/** The OOM kills of the last step, in the order in which they were simulated; arrays grow as needed and are reused. */
export class OomEvents {
  /** Entries of the arrays that are in use. */
  count = 0;
  /** Which workload. */
  workload = new Int32Array(16);
  /** When its container was killed, Unix seconds. */
  timeSeconds = new Float64Array(16);
  /** What the killed container requested. */
  memoryRequestBytes = new Float64Array(16);

  clear(): void {
    this.count = 0;
  }

  push(workload: number, timeSeconds: number, memoryRequestBytes: number): void {
    if (this.count === this.workload.length) this.grow();
    this.workload[this.count] = workload;
    this.timeSeconds[this.count] = timeSeconds;
    this.memoryRequestBytes[this.count] = memoryRequestBytes;
    this.count++;
  }

  private grow(): void {
    const { workload, timeSeconds, memoryRequestBytes } = this;
    const length = workload.length * 2;
    this.workload = new Int32Array(length);
    this.timeSeconds = new Float64Array(length);
    this.memoryRequestBytes = new Float64Array(length);
    this.workload.set(workload);
    this.timeSeconds.set(timeSeconds);
    this.memoryRequestBytes.set(memoryRequestBytes);
  }
}
