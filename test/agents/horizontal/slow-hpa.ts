import type { HorizontalView, PodSnapshot } from '../../../env/horizontal/view.js';

/**
 * The controller read slowly from the text of the specification (§1.2–1.7): maps by pod name, BigInt for every 64-bit integer, whole
 * lists of past recommendations and events that never forget. One resource metric or one external one.
 */
export interface SlowSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly SlowMetric[];
  readonly behavior: SlowBehavior | null;
  readonly semantics: 'abs' | 'interval';
  readonly toleranceUp: number;
  readonly toleranceDown: number;
  readonly downscaleSeconds: number;
  readonly cpuInitSeconds: number;
  readonly readinessSeconds: number;
}

export type SlowMetric =
  | { readonly type: 'utilization'; readonly resource: 'cpu' | 'memory'; readonly target: number }
  | { readonly type: 'average'; readonly resource: 'cpu' | 'memory'; readonly target: bigint }
  | { readonly type: 'pods'; readonly name: string; readonly target: bigint }
  | SlowExternal;

export interface SlowExternal {
  readonly type: 'externalValue' | 'externalAverage';
  readonly name: string;
  readonly target: bigint;
}

type SlowPodMetric = Exclude<SlowMetric, SlowExternal>;

export interface SlowRules {
  readonly window: number;
  readonly select: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly { readonly type: 'Pods' | 'Percent'; readonly value: number; readonly period: number }[];
}

export interface SlowBehavior {
  readonly up: SlowRules;
  readonly down: SlowRules;
}

const failed = Symbol('failed');

export class SlowHpa {
  private readonly recommendations: { replicas: number; time: number }[] = [];
  private readonly added: { change: number; time: number }[] = [];
  private readonly removed: { change: number; time: number }[] = [];

  constructor(private readonly spec: SlowSpec) {}

  reconcile(view: HorizontalView): number {
    const { minReplicas: min, maxReplicas: max } = this.spec;
    const now = view.timeSeconds;
    const cur = view.specReplicas;
    if (this.recommendations.length === 0) this.recommendations.push({ replicas: cur, time: now });
    if (cur === 0) return 0;
    let result: number;
    if (cur > max) result = max;
    else if (cur < min) result = min;
    else {
      const desired = this.desired(view);
      if (desired === failed) return cur;
      result = this.spec.behavior === null ? this.legacy(desired, cur, now) : this.behaved(desired, cur, now);
    }
    if (result > cur) this.added.push({ change: result - cur, time: now });
    if (result < cur) this.removed.push({ change: cur - result, time: now });
    return result;
  }

  private desired(view: HorizontalView): number | typeof failed {
    const proposals = this.spec.metrics.map((metric) => this.propose(metric, view));
    const valid = proposals.filter((proposal): proposal is number => proposal !== failed);
    if (valid.length === 0) return failed;
    let desired = 0;
    for (const proposal of valid) if (desired === 0 || proposal > desired) desired = proposal;
    if (valid.length < proposals.length && desired < view.specReplicas) return failed;
    return Math.max(0, desired);
  }

  private propose(metric: SlowMetric, view: HorizontalView): number | typeof failed {
    return isExternal(metric) ? this.proposeExternal(metric, view) : this.proposeForPods(metric, view);
  }

  private proposeForPods(metric: SlowPodMetric, view: HorizontalView): number | typeof failed {
    const { pods } = view.cluster;
    const byName = new Map(pods.map((pod) => [pod.name, pod]));
    const samples = new Map<string, bigint>();
    for (const pod of pods) {
      const sample = sampleOf(pod, metric);
      if (sample !== null) samples.set(pod.name, sample);
    }
    const isCpu = metric.type !== 'pods' && metric.resource === 'cpu';
    const groups = { ignored: new Set<string>(), unready: new Set<string>(), missing: new Set<string>() };
    let readyCount = 0;
    for (const pod of pods) {
      if (pod.deleting || pod.phase === 'Failed') groups.ignored.add(pod.name);
      else if (pod.phase === 'Pending') groups.unready.add(pod.name);
      else if (!samples.has(pod.name)) groups.missing.add(pod.name);
      else if (isCpu && this.unready(pod, view.timeSeconds)) groups.unready.add(pod.name);
      else readyCount++;
    }
    for (const name of [...groups.ignored, ...groups.unready]) samples.delete(name);
    if (samples.size === 0) return failed;
    const requests = new Map<string, bigint>();
    if (metric.type === 'utilization')
      for (const pod of pods) {
        const request = requestOf(pod, metric.resource);
        if (request === null) return failed;
        requests.set(pod.name, request);
      }
    const ratio = (): number => {
      let usage = 0n;
      let request = 0n;
      for (const [name, value] of samples) {
        usage += value;
        request += requests.get(name) ?? 0n;
      }
      return metric.type === 'utilization'
        ? Number((100n * usage) / request) / metric.target
        : Number(usage / BigInt(samples.size)) / Number(metric.target);
    };
    const r = ratio();
    const addUnready = groups.unready.size > 0 && r > 1;
    if (groups.missing.size === 0 && !addUnready) return this.within(r) ? view.specReplicas : Math.ceil(r * readyCount);
    for (const name of groups.missing) {
      if (r > 1) samples.set(name, 0n);
      if (r < 1) {
        const percent = metric.type === 'utilization' ? BigInt(Math.max(100, metric.target)) : 0n;
        samples.set(name, metric.type === 'utilization' ? (requests.get(name)! * percent) / 100n : metric.target);
      }
    }
    if (addUnready) for (const name of groups.unready) samples.set(name, 0n);
    expectKnown(samples, byName);
    const r2 = ratio();
    if (this.within(r2) || (r < 1 && r2 > 1) || (r > 1 && r2 < 1)) return view.specReplicas;
    const n = Math.ceil(r2 * samples.size);
    return (r2 < 1 && n > view.specReplicas) || (r2 > 1 && n < view.specReplicas) ? view.specReplicas : n;
  }

  private proposeExternal(metric: SlowExternal, view: HorizontalView): number | typeof failed {
    const series = view.cluster.externalMetrics.filter((reading) => reading.metric === metric.name);
    if (series.length === 0) return failed;
    const total = Number(series.reduce((sum, { milliValue }) => sum + BigInt(milliValue), 0n));
    const target = Number(metric.target);
    if (metric.type === 'externalAverage') {
      const r = total / (target * view.statusReplicas);
      return this.within(r) ? view.statusReplicas : Math.ceil(total / target);
    }
    const r = total / target;
    if (this.within(r)) return view.specReplicas;
    if (view.cluster.pods.length === 0) return failed;
    const ready = view.cluster.pods.filter((pod) => pod.phase === 'Running' && pod.ready?.status === 'True').length;
    return Math.ceil(r * ready);
  }

  private unready(pod: PodSnapshot, now: number): boolean {
    const { ready, startTimeSeconds: start, sample } = pod;
    if (ready === null || start === null) return true;
    if (start + this.spec.cpuInitSeconds > now)
      return ready.status === 'False' || sample!.timestampSeconds < ready.lastTransitionSeconds + sample!.windowSeconds;
    return ready.status === 'False' && start + this.spec.readinessSeconds > ready.lastTransitionSeconds;
  }

  private within(r: number): boolean {
    const { semantics, toleranceDown, toleranceUp } = this.spec;
    if (semantics === 'interval') return 1.0 - toleranceDown <= r && r <= 1.0 + toleranceUp;
    return Math.abs(1.0 - r) <= (r < 1 ? toleranceDown : toleranceUp);
  }

  private legacy(desired: number, cur: number, now: number): number {
    const recent = this.recommendations.filter(({ time }) => now - time <= this.spec.downscaleSeconds);
    const stable = Math.max(desired, ...recent.map(({ replicas }) => replicas));
    this.recommendations.push({ replicas: desired, time: now });
    if (stable < this.spec.minReplicas) return this.spec.minReplicas;
    return Math.min(stable, this.spec.maxReplicas, Math.max(2 * cur, 4));
  }

  private behaved(desired: number, cur: number, now: number): number {
    const { up, down } = this.spec.behavior!;
    const younger = (window: number) =>
      this.recommendations.filter(({ time }) => now - time < window).map(({ replicas }) => replicas);
    const upper = Math.min(desired, ...younger(up.window));
    const lower = Math.max(desired, ...younger(down.window));
    let x = cur;
    if (x < upper) x = upper;
    if (x > lower) x = lower;
    this.recommendations.push({ replicas: desired, time: now });
    const sum = (events: readonly { change: number; time: number }[], period: number) =>
      events.filter(({ time }) => now - time < period).reduce((total, { change }) => total + change, 0);
    const proposals = (rules: SlowRules, sign: 1 | -1) =>
      rules.policies.map(({ type, value, period }) => {
        const s = cur - sum(this.added, period) + sum(this.removed, period);
        if (type === 'Pods') return s + sign * value;
        return sign === 1 ? Math.ceil(s * (1 + value / 100)) : Math.trunc(s * (1 - value / 100));
      });
    if (x > cur) {
      const all = proposals(up, 1);
      const limit = up.select === 'Disabled' ? cur : up.select === 'Max' ? Math.max(...all) : Math.min(...all);
      return Math.min(x, Math.min(this.spec.maxReplicas, Math.max(limit, cur)));
    }
    if (x < cur) {
      const all = proposals(down, -1);
      const limit = down.select === 'Disabled' ? cur : down.select === 'Max' ? Math.min(...all) : Math.max(...all);
      return Math.max(x, Math.max(this.spec.minReplicas, Math.min(limit, cur)));
    }
    return x;
  }
}

function isExternal(metric: SlowMetric): metric is SlowExternal {
  return metric.type === 'externalValue' || metric.type === 'externalAverage';
}

function sampleOf(pod: PodSnapshot, metric: SlowPodMetric): bigint | null {
  if (metric.type === 'pods') {
    const value = pod.customMetrics?.[metric.name];
    return value === undefined ? null : BigInt(value);
  }
  if (pod.sample === null) return null;
  let sum = 0n;
  for (const { usage } of pod.sample.containers) {
    const value = usage[metric.resource];
    if (value === undefined) return null;
    sum += BigInt(value);
  }
  return sum;
}

function requestOf(pod: PodSnapshot, resource: 'cpu' | 'memory'): bigint | null {
  let sum = 0n;
  for (const { requests } of pod.containers) {
    const request = requests[resource];
    if (request === undefined) return null;
    sum += BigInt(request);
  }
  return sum;
}

function expectKnown(samples: ReadonlyMap<string, bigint>, pods: ReadonlyMap<string, PodSnapshot>): void {
  for (const name of samples.keys()) if (!pods.has(name)) throw new Error(`sample of an unknown pod ${name}`);
}
