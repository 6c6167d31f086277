import type { HorizontalView } from '../../../env/horizontal/view.js';
import type { ResourceMetric } from './config.js';
import { ceilToReplicas, ExactSum, truncatedMean, truncatedPercent, truncatedShare } from './int64.js';
import { absent, requestOf, usageOf } from './pod-amounts.js';
import { groupOf, type ReadinessPeriods } from './pod-groups.js';
import { PodTally } from './pod-tally.js';
import type { MetricFailure, Proposal } from './proposal.js';
import { isWithin, type Tolerance } from './tolerance.js';

/** How a metric over pods is read and judged. */
export interface PodMetricRules {
  readonly tolerance: Tolerance;
  readonly periods: ReadinessPeriods;
}

/** How usage relates to the target; the second time with guesses for missing (and, scaling up, unready) pods. */
interface UsageRatio {
  measured(): number;
  filled(missing: 'high' | 'zero' | 'none', unready: boolean): number;
}

/** Replicas for a Resource or ContainerResource metric (specification §1.3 and §1.4). */
export function proposeForResource(metric: ResourceMetric, view: HorizontalView, rules: PodMetricRules): Proposal {
  const { selection, target } = metric;
  const reason: MetricFailure =
    selection.container === null ? 'FailedGetResourceMetric' : 'FailedGetContainerResourceMetric';
  const tally = new PodTally();
  let requestsComplete = true;
  for (const pod of view.cluster.pods) {
    const usage = usageOf(pod.sample, selection);
    if (usage === absent.container)
      return failed(reason, `container ${selection.container} not present in metrics for pod ${pod.name}`);
    const request = requestOf(pod, selection);
    if (request < 0) requestsComplete = false;
    const timing = selection.resource === 'cpu' ? pod.sample : null;
    const group = groupOf(pod, !Number.isNaN(usage), timing, rules.periods, view.timeSeconds);
    tally.count(group, usage, request, group === 'missing' ? usageIfMissing(target, request) : 0);
  }
  if (tally.ready === 0) return failed(reason, nothingMeasured(view));
  if (target.kind === 'averageValue') return proposeForAverage(tally, target.milliValue, view.specReplicas, rules);
  if (!requestsComplete) return failed(reason, `missing request for ${selection.resource}`);
  if (tally.readyRequest.small() === 0) return failed(reason, `requests for ${selection.resource} sum to zero`);
  return proposeForUtilization(tally, target.percent, view.specReplicas, rules);
}

/** What a missing pod is taken to use on the way down: all of its request, more for targets above that, or exactly an average's target. */
function usageIfMissing(target: ResourceMetric['target'], request: number): number {
  return target.kind === 'utilization' ? truncatedShare(request, Math.max(100, target.percent)) : target.milliValue;
}

/** Replicas for a Pods metric: an average over pods, whose readiness plays no part (specification §1.4). */
export function proposeForPods(
  metric: { readonly name: string; readonly milliValue: number },
  view: HorizontalView,
  rules: PodMetricRules,
): Proposal {
  const tally = new PodTally();
  for (const pod of view.cluster.pods) {
    const value = pod.customMetrics?.[metric.name];
    const group = groupOf(pod, value !== undefined, null, rules.periods, view.timeSeconds);
    tally.count(group, value ?? Number.NaN, 0, metric.milliValue);
  }
  if (tally.ready === 0) return failed('FailedGetPodsMetric', nothingMeasured(view));
  return proposeForAverage(tally, metric.milliValue, view.specReplicas, rules);
}

function proposeForUtilization(tally: PodTally, target: number, current: number, rules: PodMetricRules): Proposal {
  const utilization = truncatedPercent(tally.readyUsage, tally.readyRequest);
  const ratio: UsageRatio = {
    measured: () => utilization / target,
    filled(missing, unready) {
      const usage = new ExactSum();
      const request = new ExactSum();
      usage.addAll(tally.readyUsage);
      request.addAll(tally.readyRequest);
      if (missing === 'high') usage.addAll(tally.missingHighUsage);
      if (missing !== 'none') request.addAll(tally.missingRequest);
      if (unready) request.addAll(tally.unreadyRequest);
      return truncatedPercent(usage, request) / target;
    },
  };
  return { kind: 'replicas', replicas: decide(ratio, tally, current, rules.tolerance), measured: utilization };
}

function proposeForAverage(tally: PodTally, target: number, current: number, rules: PodMetricRules): Proposal {
  const average = truncatedMean(tally.readyUsage, tally.ready);
  const ratio: UsageRatio = {
    measured: () => average / target,
    filled(missing, unready) {
      const usage = new ExactSum();
      usage.addAll(tally.readyUsage);
      if (missing === 'high') usage.addAll(tally.missingHighUsage);
      return truncatedMean(usage, counted(tally, missing !== 'none', unready)) / target;
    },
  };
  return { kind: 'replicas', replicas: decide(ratio, tally, current, rules.tolerance), measured: average };
}

/** The branches that both kinds of target share: hold inside the tolerance, and never turn round because of a guess. */
function decide(ratio: UsageRatio, tally: PodTally, current: number, tolerance: Tolerance): number {
  const measured = ratio.measured();
  const fillUnready = tally.unready > 0 && measured > 1;
  if (!fillUnready && tally.missing === 0)
    return isWithin(tolerance, measured) ? current : ceilToReplicas(measured * tally.ready);
  const fill = tally.missing === 0 || measured === 1 ? 'none' : measured < 1 ? 'high' : 'zero';
  const filled = ratio.filled(fill, fillUnready);
  const turned = (measured < 1 && filled > 1) || (measured > 1 && filled < 1);
  if (turned || isWithin(tolerance, filled)) return current;
  const replicas = ceilToReplicas(filled * counted(tally, fill !== 'none', fillUnready));
  return (filled < 1 && replicas > current) || (filled > 1 && replicas < current) ? current : replicas;
}

function counted(tally: PodTally, missing: boolean, unready: boolean): number {
  return tally.ready + (missing ? tally.missing : 0) + (unready ? tally.unready : 0);
}

function nothingMeasured(view: HorizontalView): string {
  return view.cluster.pods.length === 0
    ? 'no pods returned by selector'
    : 'did not receive metrics for targeted pods (pods might be unready)';
}

function failed(reason: MetricFailure, message: string): Proposal {
  return { kind: 'failed', reason, message };
}
