import { mmcWait } from './erlang.js';

/** Mean wait in an M/G/1 queue, first come first served (Pollaczek and Khinchine). @param squaredCv of the service time */
export function mg1Wait(lambda: number, serviceSeconds: number, squaredCv: number): number {
  const rho = lambda * serviceSeconds;
  return rho >= 1 ? Number.POSITIVE_INFINITY : (rho * serviceSeconds * (1 + squaredCv)) / (2 * (1 - rho));
}

/** Kingman's approximation of the mean wait in a G/G/1 queue. */
export function kingmanWait(
  lambda: number,
  serviceSeconds: number,
  arrivalSquaredCv: number,
  serviceSquaredCv: number,
): number {
  const rho = lambda * serviceSeconds;
  if (rho >= 1) return Number.POSITIVE_INFINITY;
  return ((rho / (1 - rho)) * (arrivalSquaredCv + serviceSquaredCv) * serviceSeconds) / 2;
}

/** Allen and Cunneen's approximation of the mean wait in a G/G/c queue. */
export function allenCunneenWait(
  lambda: number,
  mu: number,
  servers: number,
  arrivalSquaredCv: number,
  serviceSquaredCv: number,
): number {
  return (mmcWait(lambda, mu, servers) * (arrivalSquaredCv + serviceSquaredCv)) / 2;
}

/** Mean response over service time under the power of d choices, in the limit of many servers (Mitzenmacher; Vvedenskaya and others, 1996). */
export function supermarketResponse(rho: number, choices: number): number {
  if (choices === 1) return 1 / (1 - rho);
  let sum = 0;
  for (let i = 1; ; i++) {
    const term = rho ** ((choices ** i - choices) / (choices - 1));
    sum += term;
    if (term < 1e-16) return sum;
  }
}

/** What a fluid queue makes of a load above its capacity until more capacity comes. Rates per second. */
export function fluidOverload(
  arrivals: number,
  capacity: number,
  delaySeconds: number,
  laterCapacity: number,
): { readonly backlog: number; readonly drainSeconds: number; readonly lastWaitSeconds: number } {
  const backlog = Math.max(0, arrivals - capacity) * delaySeconds;
  return {
    backlog,
    drainSeconds: laterCapacity > arrivals ? backlog / (laterCapacity - arrivals) : Number.POSITIVE_INFINITY,
    lastWaitSeconds: backlog / laterCapacity,
  };
}
