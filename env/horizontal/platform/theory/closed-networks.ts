/** Throughput and mean response of a closed population. */
export interface ClosedResult {
  readonly throughput: number;
  readonly response: number;
}

/**
 * Exact mean-value analysis of users who think and then visit queues of exponential service (or processor sharing of any service), one server
 * each. The distribution of thinking does not matter. Spec: horizontal.md §3.2.
 *
 * @param demands mean service a request asks of each queue, seconds: visits times service
 */
export function meanValueAnalysis(users: number, thinkSeconds: number, demands: readonly number[]): ClosedResult {
  const queue = new Float64Array(demands.length);
  const responses = new Float64Array(demands.length);
  let throughput = 0;
  let response = 0;
  for (let n = 1; n <= users; n++) {
    response = 0;
    for (let i = 0; i < demands.length; i++) {
      responses[i] = demands[i]! * (1 + queue[i]!);
      response += responses[i]!;
    }
    throughput = n / (thinkSeconds + response);
    for (let i = 0; i < demands.length; i++) queue[i] = throughput * responses[i]!;
  }
  return { throughput, response };
}

/** Users from which on the bottleneck limits the throughput: (Z + D)/Dmax. */
export function saturationPoint(thinkSeconds: number, demands: readonly number[]): number {
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  return (thinkSeconds + total) / Math.max(...demands);
}

/**
 * How many of `users` are at a shared queue with `servers` exponential servers (the machine-repair model, M/M/c//N): chance by number, 0 …
 * users. Scaled as it goes, so that large populations do not overflow.
 */
export function machineRepairStates(
  users: number,
  thinkSeconds: number,
  serviceSeconds: number,
  servers: number,
): Float64Array {
  const states = new Float64Array(users + 1);
  states[0] = 1;
  let total = 1;
  for (let k = 1; k <= users; k++) {
    const ratio = ((users - k + 1) / thinkSeconds) * (serviceSeconds / Math.min(k, servers));
    states[k] = states[k - 1]! * ratio;
    total += states[k]!;
    if (total > 1e200) {
      for (let j = 0; j <= k; j++) states[j]! /= total;
      total = 1;
    }
  }
  return states.map((weight) => weight / total);
}

/** Throughput and mean response of the machine-repair model. */
export function machineRepair(
  users: number,
  thinkSeconds: number,
  serviceSeconds: number,
  servers: number,
): ClosedResult {
  const states = machineRepairStates(users, thinkSeconds, serviceSeconds, servers);
  let busy = 0;
  let held = 0;
  for (let k = 1; k <= users; k++) {
    busy += Math.min(k, servers) * states[k]!;
    held += k * states[k]!;
  }
  const throughput = busy / serviceSeconds;
  return { throughput, response: throughput === 0 ? 0 : held / throughput };
}
