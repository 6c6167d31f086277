/**
 * Queues with Poisson arrivals and exponential services, closed forms. `lambda` is the arrival rate, `mu` the service rate of one server, both
 * per second; times are seconds. A queue that is not stable has infinite waits. Spec: horizontal.md §3.2.
 */

/** Erlang's loss formula: the chance that all `servers` of a system without queue are busy under an offered load of a = λ/μ. */
export function erlangB(servers: number, offered: number): number {
  let blocking = 1;
  for (let k = 1; k <= servers; k++) blocking = (offered * blocking) / (k + offered * blocking);
  return blocking;
}

/** Erlang's delay formula: the chance that an arrival at an M/M/c queue has to wait; 1 when it is not stable. */
export function erlangC(servers: number, offered: number): number {
  if (offered >= servers) return 1;
  const blocking = erlangB(servers, offered);
  return (servers * blocking) / (servers - offered * (1 - blocking));
}

/** Mean wait in an M/M/c queue. */
export function mmcWait(lambda: number, mu: number, servers: number): number {
  const spare = servers * mu - lambda;
  return spare <= 0 ? Number.POSITIVE_INFINITY : erlangC(servers, lambda / mu) / spare;
}

/** Quantile of the wait in an M/M/c queue; 0 when fewer than 1 − q have to wait. */
export function mmcWaitQuantile(q: number, lambda: number, mu: number, servers: number): number {
  const spare = servers * mu - lambda;
  if (spare <= 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.log(erlangC(servers, lambda / mu) / (1 - q)) / spare);
}

/** Chance that a response of an M/M/c queue takes longer than `seconds`. */
export function mmcResponseTail(seconds: number, lambda: number, mu: number, servers: number): number {
  const offered = lambda / mu;
  if (offered >= servers) return 1;
  const waits = erlangC(servers, offered);
  const gap = servers - 1 - offered;
  const exponent = mu * gap * seconds;
  const convolved = Math.abs(exponent) < 1e-9 ? mu * seconds : -Math.expm1(-exponent) / gap;
  return Math.min(1, Math.exp(-mu * seconds) * (1 + waits * convolved));
}

/** Quantile of the response time of an M/M/c queue, to 12 digits. */
export function mmcResponseQuantile(q: number, lambda: number, mu: number, servers: number): number {
  if (lambda >= servers * mu) return Number.POSITIVE_INFINITY;
  const tail = 1 - q;
  let high = 1 / mu;
  while (mmcResponseTail(high, lambda, mu, servers) > tail) high *= 2;
  let low = 0;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (mmcResponseTail(middle, lambda, mu, servers) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** The fewest servers with which at most a fraction `tail` of responses take longer than `seconds`; null when none do. */
export function serversForTail(lambda: number, mu: number, seconds: number, tail: number): number | null {
  if (Math.exp(-mu * seconds) > tail) return null;
  let servers = Math.floor(lambda / mu) + 1;
  while (mmcResponseTail(seconds, lambda, mu, servers) > tail) servers++;
  return servers;
}

/** The fewest servers with which at most a fraction `waiting` of arrivals have to wait. */
export function serversForWaiting(lambda: number, mu: number, waiting: number): number {
  let servers = Math.floor(lambda / mu) + 1;
  while (erlangC(servers, lambda / mu) > waiting) servers++;
  return servers;
}

/** An M/M/1 queue that holds `capacity` at most, the one in service included. */
export function mm1k(
  lambda: number,
  mu: number,
  capacity: number,
): { readonly loss: number; readonly throughput: number; readonly response: number } {
  let weight = 1;
  let total = 1;
  let held = 0;
  for (let k = 1; k <= capacity; k++) {
    weight *= lambda / mu;
    total += weight;
    held += k * weight;
  }
  const loss = weight / total;
  const throughput = lambda * (1 - loss);
  return { loss, throughput, response: held / total / throughput };
}

/** Responses of M/M/1 under processor sharing: the mean is that of first come, first served; the variance is larger. */
export function mm1Sharing(lambda: number, mu: number): { readonly mean: number; readonly variance: number } {
  const rho = lambda / mu;
  const mean = 1 / (mu - lambda);
  return { mean, variance: ((2 + rho) / (2 - rho)) * mean ** 2 };
}

/** Mean response of a request of known size in any M/G/1 queue under processor sharing. */
export function sharingResponseOf(work: number, rho: number): number {
  return work / (1 - rho);
}
