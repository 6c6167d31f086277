import { bytesPerMebibyte } from '../../../env/core/mebibyte.js';
import { hasCpu, hasMemory, type UsageSeries } from '../../../workloads/usage-series.js';
import type { AgentContext } from '../agent.js';

/** What one resource demands and costs, step by step. CPU in millicores, memory in MiB. */
export interface ResourceProblem {
  /** Demand by step; a step that was not measured demands 0. */
  readonly demand: Float64Array;
  /** Dollars per requested unit and step. */
  readonly price: number;
  /** Limit divided by request; +∞ when there is no limit, or none that a request moves. */
  readonly limitRatio: number;
  readonly minRequest: number;
  readonly maxRequest: number;
  readonly initialRequest: number;
  /** Whether the resource policy allows the initial request; where not, the range above is widened to it. */
  readonly initialWithinPolicy: boolean;
}

/** The cost that the optimum minimises, taken from the environment's own configuration. */
export interface PlanningProblem {
  readonly steps: number;
  readonly cpu: ResourceProblem;
  readonly memory: ResourceProblem;
  /** Dollars per millicore of throttled demand and step. */
  readonly throttlePrice: number;
  /** What a change of requests costs. */
  readonly change: ChangeCost;
  /** Least dollars for a step in which memory demand lies above the limit; +∞ when OOM kills can be ruled out. */
  readonly oomStepPrice: number;
  readonly replicas: number;
  /** Whether the optimum of this problem is the optimum of the environment, or only a lower bound. */
  readonly exact: boolean;
}

/** What it costs to change requests: nothing in place, a restart by re-creation; `atCreation`: they never change later. */
export type ChangeCost =
  | { readonly kind: 'free' }
  | { readonly kind: 'atCreation' }
  | {
      readonly kind: 'restart';
      /** Dollars per restart without its downtime. */
      readonly price: number;
      /** Dollars per step of being down. */
      readonly downStepPrice: number;
      /** Length of the downtime in steps (a fraction is allowed). */
      readonly downSteps: number;
    };

/**
 * Takes the planning problem from the environment's configuration.
 *
 * **Why OOM kills can be left out.** Let R be the price of a restart with its downtime. Take any schedule with an OOM kill and
 * look at the incident: from the first kill until the container next comes up and stays up. In every step of it whose demand is
 * above the limit the container is down or killed at once. Raise the memory request over those steps instead: at most two
 * restarts, 2R, and the price of the memory, at most price · largest demand a step. The schedule saves the kill and the
 * downtime. So when `oomKill ≥ 2R` and a step of downtime costs no less than a step of the largest memory request, the
 * schedule without the incident costs no more, and the optimum needs none. When the prices do not allow that conclusion, a step
 * above the limit is charged the least it can cost (a step of downtime or one kill, whichever is less), which makes the result a
 * lower bound. So it is where requests are chosen once, under `Initial`, for then a raise lasts for ever; and on a node of
 * limited size, where a pod may be down without a kill.
 *
 * Under `RequestsOnly` limits stand whatever is requested, so throttling and kills are no part of the choice and are left out,
 * which bounds the cost from below as well. An initial request outside the resource policy may be kept while the other resource
 * changes, so the policy's range is widened to it, which is a lower bound again; and so is the optimum under `Off`, where nothing
 * can be changed at all.
 */
export function planningProblem({ config, future, stepSeconds, initialRequest }: AgentContext): PlanningProblem {
  const hours = stepSeconds / 3600;
  const { prices, physics, policy } = config;
  const inPlace = config.updater.mode === 'InPlace' || config.updater.mode === 'InPlaceOrRecreate';
  const initial = config.updater.mode === 'Initial';
  const limitsFollow = policy.controlledValues === 'RequestsAndLimits';
  const controls = (resource: 'cpu' | 'memory') => policy.controlledResources.includes(resource);

  const cpu = resource({
    demand: hasCpu(future) ? demandOf(future.cpuMillicores, 1) : null,
    price: (prices.cpuCoreHour / 1000) * hours,
    limitRatio: limitsFollow ? config.limitToRequest.cpu : null,
    initial: initialRequest.cpuMillicores,
    min: policy.minAllowed.cpuMillicores,
    max: policy.maxAllowed.cpuMillicores,
    fixed: !controls('cpu'),
    steps: stepsOf(future),
  });
  const memory = resource({
    demand: hasMemory(future) ? demandOf(future.memoryBytes, bytesPerMebibyte) : null,
    price: (prices.memoryGibibyteHour / 1024) * hours,
    limitRatio: limitsFollow ? config.limitToRequest.memory : null,
    initial: initialRequest.memoryMebibytes,
    min: policy.minAllowed.memoryMebibytes,
    max: policy.maxAllowed.memoryMebibytes,
    fixed: !controls('memory'),
    steps: stepsOf(future),
  });

  const downStepPrice = prices.downHour * hours;
  const change: ChangeCost = inPlace
    ? { kind: 'free' }
    : initial
      ? { kind: 'atCreation' }
      : {
          kind: 'restart',
          price: prices.restart,
          downStepPrice,
          downSteps: physics.recreateSeconds / stepSeconds,
        };
  const largestMemory = largest(memory.demand) / memory.limitRatio;
  const raisePrice = change.kind === 'restart' ? 2 * (change.price + change.downStepPrice * change.downSteps) : 0;
  const oomRuledOut =
    !initial &&
    config.nodeCapacity === null &&
    prices.oomKill >= raisePrice &&
    downStepPrice >= memory.price * largestMemory &&
    largestMemory <= memory.maxRequest &&
    (controls('memory') || largestMemory <= memory.initialRequest);
  return {
    steps: stepsOf(future),
    cpu,
    memory,
    throttlePrice: limitsFollow ? (prices.throttledCoreHour / 1000) * hours : 0,
    change,
    oomStepPrice: oomRuledOut ? Number.POSITIVE_INFINITY : Math.min(downStepPrice, prices.oomKill),
    replicas: config.replicas,
    exact:
      oomRuledOut &&
      limitsFollow &&
      config.updater.mode !== 'Off' &&
      cpu.initialWithinPolicy &&
      memory.initialWithinPolicy &&
      !physics.backlog &&
      config.limitRange === null &&
      !(inPlace && physics.resizeDeferredProbability > 0),
  };
}

function stepsOf(series: UsageSeries): number {
  return series.cpuMillicores.length;
}

function demandOf(values: Float64Array, unit: number): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? 0 : value / unit));
}

function largest(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

function resource(options: {
  readonly demand: Float64Array | null;
  readonly price: number;
  readonly limitRatio: number | null;
  readonly initial: number;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly fixed: boolean;
  readonly steps: number;
}): ResourceProblem {
  const limitRatio = options.limitRatio ?? Number.POSITIVE_INFINITY;
  if (options.demand === null)
    return {
      demand: new Float64Array(options.steps),
      price: 0,
      limitRatio,
      minRequest: 0,
      maxRequest: 0,
      initialRequest: 0,
      initialWithinPolicy: true,
    };
  const min = options.fixed ? options.initial : (options.min ?? 0);
  const max = options.fixed ? options.initial : options.max || Number.POSITIVE_INFINITY;
  return {
    demand: options.demand,
    price: options.price,
    limitRatio,
    minRequest: Math.min(min, max, options.initial),
    maxRequest: Math.max(max, options.initial),
    initialRequest: options.initial,
    initialWithinPolicy: options.initial >= Math.min(min, max) && options.initial <= max,
  };
}

/** The smallest request whose limit holds `demand`, rounding of the product included. */
export function requestFor(demand: number, limitRatio: number): number {
  if (limitRatio === Number.POSITIVE_INFINITY) return 0;
  let request = demand / limitRatio;
  while (request * limitRatio < demand) request = nextUp(request);
  return request;
}

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

function nextUp(value: number): number {
  double[0] = value;
  bits[0]! += 1n;
  return double[0]!;
}
