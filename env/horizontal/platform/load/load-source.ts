/** Where requests come from. The platform takes a request whenever {@link LoadSource.nextAt} has come. */
export interface LoadSource {
  /** When the next request reaches the platform, microseconds; infinity while none is on its way. */
  readonly nextAt: number;
  /** Users in the population, 0 for open load. */
  readonly users: number;
  /** Takes that request. @returns the user who sent it, or `noOwner` */
  take(): number;
  /** A user's request has come to its end, well or not. */
  answer(user: number, now: number): void;
  /** A timer of the load is due. */
  tick(now: number): void;
  /** Changes the closed population; open load has none. */
  setUsers(count: number, now: number): void;
  /** Changes the open rate, requests/s; closed load has none. */
  setRate(requestsPerSecond: number, now: number): void;
}
