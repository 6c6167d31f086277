import { ContextIndex, contextLength } from '../../../../env/horizontal/view.js';

/**
 * How a context becomes features:
 * `context`: the seven numbers as they are, without intercept (the released agents);
 * `load`: 1, pods, latency, requests/s, CPU, memory, each of order 1;
 * `load-per-pod`: the same and, for now and for one pod fewer, load per pod: requests/s · 1/n, · 1/(n−1), CPU · n/(n−1)
 * (specification §2.5).
 */
export const featureMaps = ['context', 'load', 'load-per-pod'] as const;

/** Names a feature map. */
export type FeatureMapName = (typeof featureMaps)[number];

/** What features are measured against, so that they are of order 1. */
export interface FeatureScales {
  /**
   * The objective for the 95th percentile of latency, milliseconds. Latency counts in multiples of it, at most 10/3.
   */
  readonly latencyObjectiveMs: number;
  /** Requests/s of all pods that count as 1. */
  readonly requestsPerSecond: number;
  /** Requests/s of one pod that count as 1. */
  readonly requestsPerSecondPerPod: number;
}

/**
 * Writes features of a context to an array of {@link FeatureMap.length} numbers. What was not measured (NaN) counts as
 * 0.
 */
export interface FeatureMap {
  readonly length: number;
  write(context: Float64Array, out: Float64Array): void;
}

const podsThatCountAsOne = 10;
const latencyCap = 10 / 3;

/** The seven numbers as they are. */
export const contextFeatures: FeatureMap = {
  length: contextLength,
  write(context, out) {
    for (let i = 0; i < contextLength; i++) out[i] = measured(context[i]!);
  },
};

/** For algorithms that see no context. */
export const noFeatures: FeatureMap = { length: 0, write: () => {} };

/** The feature map of a name. */
export function featureMap(name: FeatureMapName, scales: FeatureScales): FeatureMap {
  if (name === 'context') return contextFeatures;
  const withLoadPerPod = name === 'load-per-pod';
  return {
    length: withLoadPerPod ? 9 : 6,
    write(context, out) {
      const pods = measured(context[ContextIndex.containers]!);
      const latency = context[ContextIndex.p95LatencyMs]! / scales.latencyObjectiveMs;
      const requests = measured(context[ContextIndex.requestsPerSecond]!);
      const cpu = measured(context[ContextIndex.cpuToRequest]!);
      out[0] = 1;
      out[1] = pods / podsThatCountAsOne;
      out[2] = latency > 0 ? Math.min(latency, latencyCap) : 0;
      out[3] = requests / scales.requestsPerSecond;
      out[4] = cpu;
      out[5] = measured(context[ContextIndex.memoryToRequest]!);
      if (!withLoadPerPod) return;
      const fewer = Math.max(pods - 1, 0.5);
      out[6] = requests / Math.max(pods, 0.5) / scales.requestsPerSecondPerPod;
      out[7] = requests / fewer / scales.requestsPerSecondPerPod;
      out[8] = (cpu * pods) / fewer;
    },
  };
}

function measured(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
