/** What can be measured of a pod at an instant. */
export interface PodUsage {
  /** CPU used since its container started, core-microseconds, idle use not counted. */
  cpuUsed(pod: number, now: number): number;
  /** Requests it has answered since its container started. */
  served(pod: number): number;
  /** Memory it holds, MiB. */
  memory(pod: number, now: number): number;
}
