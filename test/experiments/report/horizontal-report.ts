import { RandomStream } from '../../../env/core/random.js';
import { horizontalConfig } from '../../../env/horizontal/config-schema.js';
import {
  type HorizontalMetricKey,
  type HorizontalMetrics,
  horizontalMetricDefinitions,
} from '../../../experiments/horizontal/metric-definitions.js';
import type {
  HorizontalReport,
  HorizontalReportAgent,
  HorizontalReportTrial,
  ReportCurve,
  ReportEpisode,
} from '../../../experiments/horizontal/report-data.js';
import { bootstrapInterval, type Estimate, holm, meanInterval, signFlipTest } from '../../../experiments/statistics.js';

/** How a made-up agent fares: the rest of its numbers follow. */
export interface Fare {
  readonly id: string;
  readonly label?: string;
  readonly role?: 'bound';
  /** Pods above the least ones, relative. */
  readonly excess: number;
  /** Share of time in violation. */
  readonly violated: number;
  /** Share by which both shrink until the end, for learners. */
  readonly learning?: number;
  readonly chosen?: string;
}

export interface MadeUpReport {
  readonly agents: readonly Fare[];
  readonly workloads: readonly string[];
  readonly seeds: number;
  readonly reference: string | null;
  readonly episodes?: number;
  readonly buckets?: number;
  /** Standard deviation of a seed's cost around the agent's, relative. */
  readonly noise?: number;
}

const config = horizontalConfig({ platform: 'web' });
const hours = 24;

/** A report of numbers that are made up but fit together: trials first, everything else from them. */
export function madeUpReport({
  agents,
  workloads,
  seeds,
  reference,
  episodes = 1,
  buckets = 96,
  noise = 0.02,
}: MadeUpReport): HorizontalReport {
  const draw = new RandomStream(3, 'made-up-report');
  const plan = agents.findIndex(({ role }) => role === 'bound');
  const size = (workload: number) => 3 + 2 * workload;
  const trials: HorizontalReportTrial[] = [];
  for (const workload of workloads.keys())
    for (let seed = 0; seed < seeds; seed++) {
      const common = draw.normal(1, 0.1);
      const rows = agents.map((fare) => metricsOf(fare, size(workload) * common * draw.normal(1, noise), draw));
      const best = plan < 0 ? null : rows[plan]!.costPerHour!;
      rows.forEach((metrics, agent) => {
        const regret = best === null ? null : metrics.costPerHour! - best;
        trials.push({
          workload,
          agent,
          seed: seed + 1,
          chosen: agents[agent]!.chosen ?? null,
          metrics: {
            ...metrics,
            regretPerHour: regret,
            regretPercent: regret === null ? null : (100 * regret) / best!,
          },
        });
      });
    }
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const valuesOf = (agent: number, key: HorizontalMetricKey, workload?: number): number[] =>
    Array.from({ length: seeds }, (_, seed) => {
      const own = trials.filter(
        (trial) =>
          trial.agent === agent && trial.seed === seed + 1 && (workload === undefined || trial.workload === workload),
      );
      return own.some(({ metrics }) => metrics[key] === null)
        ? Number.NaN
        : mean(own.map(({ metrics }) => metrics[key]!));
    });
  const estimates = (agent: number, workload?: number) =>
    byKey((key) => {
      const values = valuesOf(agent, key, workload);
      return values.some(Number.isNaN) ? null : meanInterval(values);
    });
  const unsorted = agents.map((fare, agent): HorizontalReportAgent => {
    const { id, label = id, role = 'autoscaler' } = fare;
    return {
      label,
      id,
      title: label,
      describe: `The agent ${label}.`,
      options: {},
      role,
      exact: role === 'bound' ? false : null,
      metrics: estimates(agent),
      versusReference: null,
    };
  });
  const order = unsorted.map((_, i) => i).sort((a, b) => costOf(unsorted[a]!) - costOf(unsorted[b]!));
  const place = new Map(order.map((agent, sorted) => [agent, sorted]));
  const referenceAgent = unsorted.findIndex(({ label }) => label === reference);
  const comparable = order.filter((agent) => agent !== referenceAgent && unsorted[agent]!.role !== 'bound');
  const differences = comparable.map((agent) => {
    const other = valuesOf(referenceAgent < 0 ? agent : referenceAgent, 'costPerHour');
    return valuesOf(agent, 'costPerHour').map((cost, seed) => [cost, other[seed]!] as const);
  });
  const pValues = holm(
    differences.map((pairs) =>
      signFlipTest(
        pairs.map(([a, b]) => a - b),
        draw,
      ),
    ),
  );
  const versus = new Map(
    comparable.map((agent, i) => {
      const pairs = differences[i]!;
      const relative = (sample: Int32Array) =>
        100 * (mean([...sample].map((s) => pairs[s]![0])) / mean([...sample].map((s) => pairs[s]![1])) - 1);
      return [
        agent,
        {
          difference: meanInterval(pairs.map(([a, b]) => a - b)),
          relativePercent: bootstrapInterval(seeds, relative, draw, { resamples: 200 }),
          pHolm: seeds < 2 ? null : pValues[i]!,
        },
      ];
    }),
  );
  return {
    format: 'scalegym-report/1',
    env: 'HorizontalScaling-v0',
    run: {
      id: 'made-up',
      scalegymVersion: '0.0.0',
      seeds: Array.from({ length: seeds }, (_, seed) => seed + 1),
      referenceAgent: reference,
      confidence: 0.95,
      skipped: [],
    },
    metrics: horizontalMetricDefinitions,
    agents: order.map((agent) => ({
      ...unsorted[agent]!,
      versusReference: referenceAgent < 0 ? null : (versus.get(agent) ?? null),
    })),
    workloads: workloads.map((id, workload) => ({
      id,
      origin: 'test',
      dataset: 'generated',
      describe: `The load ${id}, made up.`,
      assumed: [],
      assumptions: {},
      stepSeconds: 60,
      steps: hours * 60,
      config,
      decisions: (hours * 3600) / config.decisionSeconds,
      loadUnit: 'requestsPerSecond',
      meanLoad: 20 * size(workload),
      peakLoad: 45 * size(workload),
      metrics: order.map((agent) =>
        byKey((key) => {
          const values = valuesOf(agent, key, workload);
          return values.some(Number.isNaN) ? null : mean(values);
        }),
      ),
      estimates: order.map((agent) => estimates(agent, workload)),
    })),
    trials: trials.map((trial) => ({ ...trial, agent: place.get(trial.agent)! })),
    episodes: Array.from({ length: episodes }, (_, episode) =>
      episodeOf(
        episode % workloads.length,
        order.map((agent) => agents[agent]!),
        size(episode),
        buckets,
        draw,
      ),
    ),
    curves: workloads.flatMap((_, workload) =>
      order.map((agent, i) => curveOf(workload, i, agents[agent]!, plan >= 0)),
    ),
  };
}

function costOf(agent: HorizontalReportAgent): number {
  return agent.metrics.costPerHour!.mean;
}

function byKey<Value>(value: (key: HorizontalMetricKey) => Value): Readonly<Record<HorizontalMetricKey, Value>> {
  return Object.fromEntries(horizontalMetricDefinitions.map(({ key }) => [key, value(key)])) as Record<
    HorizontalMetricKey,
    Value
  >;
}

function metricsOf({ excess, violated }: Fare, size: number, draw: RandomStream): HorizontalMetrics {
  const pods = size * (1 + excess) * draw.normal(1, 0.01);
  const share = Math.max(0, violated * draw.normal(1, 0.1));
  const podCost = pods * config.prices.podHour;
  const violationCost = share * config.prices.violationHour;
  return {
    ...byKey(() => 10 * (1 + excess) * draw.normal(1, 0.05)),
    costPerHour: podCost + violationCost,
    podCostPerHour: podCost,
    violationCostPerHour: violationCost,
    violatedTimePercent: 100 * share,
    violatedRequestsPercent: 60 * share,
    failedRequestsPercent: 5 * share,
    meanPods: pods,
    meanReadyPods: pods,
    podHours: hours * pods,
    overusePercent: 100 * excess,
  };
}

function episodeOf(
  workload: number,
  agents: readonly Fare[],
  size: number,
  buckets: number,
  draw: RandomStream,
): ReportEpisode {
  const objectiveMs = config.objective.latencyMs;
  const level = Array.from(
    { length: buckets },
    (_, i) => 1 + 0.8 * Math.sin((2 * Math.PI * i) / buckets - 1.5) + (i % 37 === 20 ? 0.8 : 0),
  );
  const leastPods = level.map((value) => Math.ceil(size * value * 0.6));
  const bucketSeconds = (hours * 3600) / buckets;
  return {
    workload,
    seed: 1,
    reason: 'most violations',
    startTime: 0,
    bucketSeconds,
    load: level.map((value) => 20 * size * value),
    loadUnit: 'requestsPerSecond',
    objectiveMs,
    leastPods,
    timelines: agents.map(({ excess, violated }, agent) => {
      let cost = 0;
      const rows = leastPods.map((least, i) => {
        const before = leastPods[Math.max(0, i - 1)]!;
        const bad = draw.next() < violated * 2 ? (draw.next() < 0.5 ? 1 : 0.25) : 0;
        const replicas = Math.max(1, Math.round(before * (1 + excess) + draw.normal(0, 0.4)));
        cost += ((replicas * config.prices.podHour + bad * config.prices.violationHour) * bucketSeconds) / 3600;
        return {
          replicas,
          ready: Math.max(1, Math.min(replicas, Math.round(before * (1 + excess)))),
          bad,
          latency:
            bad > 0 ? objectiveMs * draw.uniform(1.05, 8) : objectiveMs * draw.uniform(0.1, 0.6) * (least / replicas),
          cost,
        };
      });
      return {
        agent,
        latencyMs: rows.map(({ latency }, i) => (i % 50 === 49 ? null : latency)),
        replicas: rows.map(({ replicas }) => replicas),
        readyPods: rows.map(({ ready }) => ready),
        violated: rows.map(({ bad }) => bad),
        cumulativeCost: rows.map((row) => row.cost),
      };
    }),
  };
}

function curveOf(workload: number, agent: number, fare: Fare, withRegret: boolean): ReportCurve {
  const points = 100;
  const at = (rate: number, i: number): Estimate => {
    const progress = (i + 1) / points;
    const mean = rate * hours * progress * (1 - (fare.learning ?? 0) * progress);
    return { mean, low: mean * 0.85, high: mean * 1.2, units: 10 };
  };
  const rate = fare.excess * (workload + 1) * 0.03 + fare.violated * config.prices.violationHour;
  return {
    workload,
    agent,
    hours: Array.from({ length: points }, (_, i) => (hours * (i + 1)) / points),
    regret: withRegret ? Array.from({ length: points }, (_, i) => at(rate, i)) : null,
    violationHours: Array.from({ length: points }, (_, i) => at(fare.violated, i)),
  };
}
