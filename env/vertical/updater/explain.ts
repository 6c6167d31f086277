/** The updater's decisions in words, for people who ask why a pod was or was not updated. */

import type { Resource } from '../admission/resources.js';
import type { InPlaceDecision } from './in-place.js';
import { decideSingle, relativeChange, resourceDiffSingle, UpdateDecision, type UpdateThresholds } from './priority.js';
import { canDisrupt, type ReplicaGroup } from './replica-budget.js';
import { judgeUsage, UsageVerdict } from './usage-bounds.js';

/** One resource of a pod with one container: CPU in millicores or memory in bytes; NaN where an amount is absent. */
export interface ResourceFacts {
  readonly request: number;
  readonly lowerBound: number;
  readonly target: number;
  readonly upperBound: number;
}

/** All that {@link decideSingle} looks at. */
export interface DecisionFacts {
  readonly cpu: ResourceFacts;
  readonly memory: ResourceFacts;
  /** Since the pod's start, NaN when it has none. */
  readonly ageSeconds: number;
  /** How long the container had run when it was last OOM-killed, NaN when it was not. */
  readonly oomRanSeconds: number;
}

/** Usage against bounds: CPU in millicores or memory in bytes. */
export interface UsageFacts {
  readonly usage: number;
  readonly lowerBound: number;
  readonly upperBound: number;
}

/**
 * Says what Kubernetes' rule decides and why: which bound and by how much, which rule, or what is missing. For example
 * `no update: in range; 3 h 20 min younger than 12 h`.
 */
export function explainUpdate(facts: DecisionFacts, thresholds: UpdateThresholds): string {
  const { cpu, memory, ageSeconds, oomRanSeconds } = facts;
  const decision = decideSingle(
    cpu.request,
    memory.request,
    cpu.lowerBound,
    cpu.target,
    cpu.upperBound,
    memory.lowerBound,
    memory.target,
    memory.upperBound,
    ageSeconds,
    oomRanSeconds,
    thresholds,
  );
  const lifetime = duration(thresholds.lifetimeThresholdSeconds);
  const difference = `target differs from request by ${percent(resourceDiffSingle(cpu.request, cpu.target, memory.request, memory.target))}`;
  const changes = [change('cpu', cpu), change('memory', memory)].filter((text) => text !== '').join(', ');
  const detailed = changes === '' ? difference : `${difference} (${changes})`;
  const threshold = percent(thresholds.updateThreshold);
  const oom = `OOM-killed ${duration(oomRanSeconds)} after its start, within ${duration(thresholds.evictAfterOomSeconds)}`;
  switch (decision) {
    case UpdateDecision.outsideRange:
      return `update: ${[...violations('cpu', cpu), ...violations('memory', memory)].join('; ')}`;
    case UpdateDecision.quickOom:
      return `update: in range, but ${oom}; ${detailed}`;
    case UpdateDecision.significantChange:
      return `update: in range and ${duration(ageSeconds)} old; ${detailed}, at least ${threshold}`;
    case UpdateDecision.notStarted:
      return 'no update: in range; the pod has not started';
    case UpdateDecision.young:
      return `no update: in range; ${duration(thresholds.lifetimeThresholdSeconds - ageSeconds)} younger than ${lifetime}`;
    case UpdateDecision.insignificantChange:
      return `no update: in range; ${detailed}, less than ${threshold}`;
    case UpdateDecision.quickOomUnanswered:
      return `no update: ${oom}, but the target equals the request`;
  }
}

/** Says what the usage-bounds rule decides and why, for example `update: memory usage 310 MiB is above the upper bound 280 MiB by 30 MiB (11 %)`. */
export function explainUsage(cpu: UsageFacts, memory: UsageFacts): string {
  const verdict = judgeUsage(
    cpu.usage,
    memory.usage,
    cpu.lowerBound,
    cpu.upperBound,
    memory.lowerBound,
    memory.upperBound,
  );
  switch (verdict) {
    case UsageVerdict.within:
      return 'no update: usage is within its bounds';
    case UsageVerdict.cpuBelowLowerBound:
      return `update: ${distance('cpu', 'usage', cpu.usage, 'lower bound', cpu.lowerBound)}`;
    case UsageVerdict.cpuAboveUpperBound:
      return `update: ${distance('cpu', 'usage', cpu.usage, 'upper bound', cpu.upperBound)}`;
    case UsageVerdict.memoryBelowLowerBound:
      return `update: ${distance('memory', 'usage', memory.usage, 'lower bound', memory.lowerBound)}`;
    case UsageVerdict.memoryAboveUpperBound:
      return `update: ${distance('memory', 'usage', memory.usage, 'upper bound', memory.upperBound)}`;
  }
}

/** Says whether a group can spare a replica now, and why not. */
export function explainBudget(group: ReplicaGroup | null): string {
  if (group === null) return 'no budget: too few live replicas, or the controller wants none';
  if (group.belowMinimum) return 'no budget: too few live replicas';
  const { configured, running, tolerated, evicted, inPlaceStarted } = group;
  const state = `${running} of ${configured} replicas run, ${tolerated} may be missing, ${evicted + inPlaceStarted} disturbed in this pass`;
  return `${canDisrupt(group) ? 'within budget' : 'no budget'}: ${state}`;
}

/** Says what an in-place decision means. */
export function explainInPlace(decision: InPlaceDecision): string {
  switch (decision) {
    case 'Approved':
      return 'resize in place';
    case 'Deferred':
      return 'no resize now: the pod is pending, already being resized, or its group has no budget left';
    case 'Evict':
      return 'evict: the resize has taken too long or failed';
    case 'Infeasible':
      return 'the node can never fit this resize';
    case 'InfeasibleCached':
      return 'no resize: the node could not fit the last one and the recommendation has not come down';
  }
}

/** A span of time in its two largest units: `3 h 20 min`, `2 d`, `45 s`. Fractions of a second are dropped. */
export function duration(seconds: number): string {
  let rest = Math.floor(seconds);
  const parts: string[] = [];
  for (const [unit, length] of [
    ['d', 86400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || '0 s';
}

function violations(resource: Resource, { request, lowerBound, target, upperBound }: ResourceFacts): string[] {
  if (Number.isNaN(target)) return [];
  if (Number.isNaN(request)) return [`${resource} has no request`];
  if (request < lowerBound) return [distance(resource, 'request', request, 'lower bound', lowerBound)];
  if (request > upperBound) return [distance(resource, 'request', request, 'upper bound', upperBound)];
  return [];
}

function distance(resource: Resource, what: string, value: number, boundName: string, bound: number): string {
  const gap = Math.abs(value - bound);
  const side = value < bound ? 'below' : 'above';
  const share = value > 0 ? ` (${percent(gap / value)})` : '';
  return `${resource} ${what} ${amount(resource, value)} is ${side} the ${boundName} ${amount(resource, bound)} by ${amount(resource, gap)}${share}`;
}

function change(resource: Resource, { request, target }: ResourceFacts): string {
  if (Number.isNaN(target) || relativeChange(request, target, 1) === 0) return '';
  return `${resource} ${Number.isNaN(request) ? 'none' : amount(resource, request)} → ${amount(resource, target)}`;
}

function amount(resource: Resource, value: number): string {
  if (resource === 'cpu') return `${rounded(value)}m`;
  if (value >= 2 ** 30) return `${rounded(value / 2 ** 30)} GiB`;
  if (value >= 2 ** 20) return `${rounded(value / 2 ** 20)} MiB`;
  return value >= 1024 ? `${rounded(value / 1024)} KiB` : `${rounded(value)} B`;
}

function percent(share: number): string {
  return `${rounded(share * 100)} %`;
}

/** Two digits behind the point below 10, one below 100, none above; no trailing zeros. */
function rounded(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)));
}
