import { RandomStream } from '../../env/core/random.js';
import { confidence, type Estimate, meanInterval } from '../statistics.js';
import { type OrangeFinding, orangeFindings } from './findings.js';
import { type LatencyComparison, latencyComparison } from './latencies.js';
import { type OrangeMetricKey, orangeMetricDefinitions } from './metrics.js';
import type { OrangePlan } from './plan.js';
import { curveRounds, type Stretch, stretchOf } from './play.js';
import {
  type PublishedMetrics,
  publishedAgents,
  publishedMetrics,
  publishedRounds,
  type Verdict,
  verdictOf,
} from './published.js';
import type { OrangeRun } from './run.js';
import { type OrangePartKey, orangeParts, usersOf } from './setting.js';

/** Everything the reproduction found, as plain JSON: what table, files and report are made of. */
export interface OrangeSummary {
  readonly format: 'scalegym-orange-summary/1';
  readonly plan: OrangePlan;
  /** Confidence level of all intervals. */
  readonly confidence: number;
  readonly metrics: typeof orangeMetricDefinitions;
  readonly parts: readonly OrangePartSummary[];
  readonly findings: readonly OrangeFinding[];
  /** Rounds after which curves have a point. */
  readonly curveRounds: readonly number[];
  /** The last cycle of the first run's cold start. */
  readonly stretch: {
    readonly from: number;
    readonly users: readonly number[];
    /** By agent. */
    readonly agents: readonly Stretch[];
  };
  readonly latencies: LatencyComparison;
}

/** One part of the experiment. */
export interface OrangePartSummary {
  readonly key: OrangePartKey;
  readonly title: string;
  readonly rows: readonly OrangeRow[];
}

/** An agent of ours, of the publication, or of both. */
export interface OrangeRow {
  readonly label: string;
  readonly title: string;
  /** Position in the plan's agents; null for one that was published only. */
  readonly agent: number | null;
  /** Means over runs; null for one that was published only. */
  readonly metrics: Readonly<Record<OrangeMetricKey, Estimate>> | null;
  /** Null where nothing was published, or not of as many rounds. */
  readonly published: PublishedMetrics | null;
  /** Null where nothing was published, or not of as many rounds. */
  readonly verdict: Verdict | null;
  /** Means over runs, one a point of {@link OrangeSummary.curveRounds}. */
  readonly violations: readonly Estimate[];
  readonly regret: readonly Estimate[];
  /** One row a run. */
  readonly runs: readonly Readonly<Record<OrangeMetricKey, number>>[];
}

/** Puts runs together: means over runs with t-intervals, never over rounds. */
export function summariseOrange(plan: OrangePlan, runs: readonly OrangeRun[]): OrangeSummary {
  const { from, to } = stretchOf(plan.rounds);
  const first = runs[0]!;
  return {
    format: 'scalegym-orange-summary/1',
    plan,
    confidence,
    metrics: orangeMetricDefinitions,
    parts: orangeParts.map(({ key, title }) => ({ key, title, rows: rowsOf(plan, runs, key) })),
    findings: orangeFindings(plan, runs, new RandomStream(plan.seed, 'orange', 'findings')),
    curveRounds: curveRounds(plan.rounds),
    stretch: {
      from,
      users: Array.from({ length: to - from }, (_, i) => usersOf(from + i)),
      agents: first.plays.cold.map(({ stretch }) => stretch!),
    },
    latencies: latencyComparison(runs),
  };
}

function rowsOf(plan: OrangePlan, runs: readonly OrangeRun[], part: OrangePartKey): OrangeRow[] {
  const ours = plan.agents.map((_, agent) => ourRow(plan, runs, part, agent));
  const theirs = publishedAgents.flatMap(({ label, title }) => {
    const published = publishedOf(plan, part, label);
    return ours.some((row) => row.label === label) || published === null
      ? []
      : [{ label, title, agent: null, metrics: null, published, verdict: null, violations: [], regret: [], runs: [] }];
  });
  const released = ours.filter(({ agent }) => plan.agents[agent!]!.role === 'released').length;
  return [...ours.slice(0, released), ...theirs, ...ours.slice(released)];
}

function ourRow(plan: OrangePlan, runs: readonly OrangeRun[], part: OrangePartKey, agent: number): OrangeRow {
  const { label, title } = plan.agents[agent]!;
  const plays = runs.map(({ plays }) => plays[part][agent]!);
  const metrics = Object.fromEntries(
    orangeMetricDefinitions.map(({ key }) => [key, meanInterval(plays.map((play) => play.metrics[key]))]),
  ) as Record<OrangeMetricKey, Estimate>;
  const curve = (of: 'violations' | 'regret') =>
    plays[0]![of].map((_, point) => meanInterval(plays.map((play) => play[of][point]!)));
  return {
    label,
    title,
    agent,
    metrics,
    published: publishedOf(plan, part, label),
    verdict: plan.rounds === publishedRounds ? verdictOf(part, label, metrics) : null,
    violations: curve('violations'),
    regret: curve('regret'),
    runs: plays.map((play) => play.metrics),
  };
}

/** Published numbers count over a play's rounds: those of other lengths do not stand beside them. */
function publishedOf({ rounds }: OrangePlan, part: OrangePartKey, label: string): PublishedMetrics | null {
  return rounds === publishedRounds ? publishedMetrics(part, label) : null;
}
