/**
 * What happens to requests inside pods: waiting, service, CPU use. One object serves all pods, a structure of arrays indexed by the
 * pods' slots. The caller tells it when requests come and lets it run whenever {@link nextAt} has come.
 */
export interface Servers {
  /** When something next happens inside a pod, microseconds; infinity while nothing will. */
  readonly nextAt: number;
  /** By pod: requests in it, waiting or in service. Replaced when the servers grow. */
  readonly inPod: Int32Array;
  /** Empties a pod's slot for a new container. */
  start(pod: number, now: number): void;
  /** Sets when a pod's warm-up began, microseconds; −∞ for a pod long warm. */
  warm(pod: number, from: number): void;
  /** Takes a request into a pod: into service if a worker is free, into its queue otherwise. */
  admit(request: number, pod: number, now: number): void;
  /** Runs what is due at {@link nextAt}. @returns the request whose service ended, still held by its slot, or -1 when none did */
  step(now: number): number;
  /** Takes a request out before its service has ended. */
  remove(request: number, now: number): void;
  /** Takes every request out of a pod and appends them to a list, oldest service first. */
  drop(pod: number, now: number, into: number[]): void;
  /** Whether a request that came now would go into service at once. */
  hasIdleWorker(pod: number): boolean;
  /** CPU the pod's requests have used since {@link start}, core-microseconds. */
  cpuUsed(pod: number, now: number): number;
  /** CPU quota statistics since {@link start}, zeros for servers without a quota. */
  throttling(pod: number, now: number): Throttling;
  /** Makes room for more pods. */
  grow(pods: number): void;
}

/** What `cpu.stat` of a control group tells. Periods count only while a thread wanted to run. */
export interface Throttling {
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
}

/** Of servers without a quota. */
export const unthrottled: Throttling = { periods: 0, throttledPeriods: 0, throttledSeconds: 0 };
