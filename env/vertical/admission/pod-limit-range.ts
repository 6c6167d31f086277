import type { LimitRangeItem } from './limit-range.js';
import { limitFor, scaleDown, scaleUp } from './limit-scaling.js';
import {
  type AmountName,
  amountNames,
  type Container,
  type ContainerRecommendation,
  type MutableAmounts,
  recommendationFor,
} from './resources.js';

/** Bounds are fitted in Kubernetes' order; none depends on another. */
const bounds = ['upperBound', 'target', 'lowerBound'] as const;

type Bound = (typeof bounds)[number];

/**
 * Fits a recommendation to a LimitRange of type Pod (specification §7.2 A): scales a bound of all containers alike when the pod's
 * limits would leave [min, max], or its requests fall below min.
 *
 * Containers without a recommendation get one whose target is their request, and count with their request in every sum.
 * A deliberate difference: where such a container has no amount of the bound that is being scaled, Kubernetes' updater and
 * webhook crash; here that container is left as it is and the others are scaled.
 */
export function fitPodLimitRange(
  containers: readonly Container[],
  recommendations: readonly ContainerRecommendation[],
  range: LimitRangeItem,
): ContainerRecommendation[] {
  const entries = withRequestsForMissing(containers, recommendations);
  for (const bound of bounds) for (const name of amountNames) fitBound(containers, entries, range, bound, name);
  return entries;
}

type Entry = Omit<ContainerRecommendation, Bound> & {
  readonly target: MutableAmounts;
  readonly lowerBound?: MutableAmounts;
  readonly upperBound?: MutableAmounts;
};

function withRequestsForMissing(
  containers: readonly Container[],
  recommendations: readonly ContainerRecommendation[],
): Entry[] {
  const copies = recommendations.map(
    ({ target, lowerBound, upperBound, ...rest }): Entry => ({
      ...rest,
      target: { ...target },
      ...(lowerBound === undefined ? {} : { lowerBound: { ...lowerBound } }),
      ...(upperBound === undefined ? {} : { upperBound: { ...upperBound } }),
    }),
  );
  const added = containers
    .filter(({ name }) => recommendationFor(recommendations, name) === undefined)
    .filter(({ requests }) => amountNames.some((name) => requests[name] !== undefined))
    .map(({ name, requests }): Entry => ({ containerName: name, target: { ...requests } }));
  return [...copies, ...added];
}

function fitBound(
  containers: readonly Container[],
  entries: readonly Entry[],
  range: LimitRangeItem,
  bound: Bound,
  name: AmountName,
): void {
  const min = range.min?.[name] ?? 0;
  const max = range.max?.[name] ?? 0;
  const fallback = range.default?.[name] ?? 0;
  const scalable: MutableAmounts[] = [];
  let limits = 0;
  let requests = 0;
  for (const container of containers) {
    const request = container.requests[name] ?? 0;
    const recommended = entries.find(({ containerName }) => containerName === container.name)?.[bound];
    const amount = recommended?.[name] ?? request;
    limits += limitFor(container.limits[name] ?? 0, request, amount, fallback);
    requests += amount;
    if (recommended?.[name] !== undefined) scalable.push(recommended);
  }
  if (min <= limits && min <= requests && (max === 0 || limits <= max)) return;
  if (limits === 0) return;
  for (const amounts of scalable) {
    const amount = amounts[name] as number;
    if (min > requests) amounts[name] = (name === 'cpuMillicores' ? scaleUp : scaleDown)(amount, min, requests);
    else amounts[name] = scaleDown(amount, max > 0 && limits > max ? max : min, limits);
  }
}
