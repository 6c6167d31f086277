import { readFileSync } from 'node:fs';
import { hasShared, sharedPath } from '../../shared.js';

/** A double as the reference prints it: decimal text and its bits. */
export interface Double {
  readonly dec: string;
  readonly hex: string;
}

export interface Operation {
  readonly K: 'cpu' | 'mem' | 'oom';
  /** Aggregate and container. */
  readonly A: number;
  readonly C: number;
  /** Unix milliseconds. */
  readonly T: number;
  /** Millicores or bytes. */
  readonly V: number;
}

export interface Scenario {
  readonly id: string;
  readonly description: string;
  readonly containersInPod: number;
  readonly aggregates: number;
  readonly checkpointRoundTrip: boolean;
  readonly ops?: readonly Operation[];
  readonly opsCount: number;
  readonly accepted?: string;
  readonly rejectedCount: number;
  readonly samplesCount: number;
  readonly cpuTotalWeightHex: string;
  readonly memTotalWeightHex: string;
  readonly cpuRefMs: number;
  readonly memRefMs: number;
  readonly cpuCheckpointWeights: Readonly<Record<string, number>>;
  readonly memCheckpointWeights: Readonly<Record<string, number>>;
  readonly target: ScenarioAmounts;
  readonly lowerBound: ScenarioAmounts;
  readonly upperBound: ScenarioAmounts;
}

export interface ScenarioAmounts {
  readonly cpuMilli: number;
  readonly memBytes: number;
}

export interface GoldenHistogram {
  readonly name: string;
  readonly empty: boolean;
  readonly ref: string;
  readonly totalWeight: Double;
  readonly weights: Readonly<Record<string, number>>;
  readonly p50: Double;
  readonly p90: Double;
  readonly p95: Double;
  readonly percentiles?: Readonly<Record<string, Double>>;
}

export interface Golden {
  readonly constants: {
    readonly numBuckets: readonly number[];
    readonly ratioMinus1rt: Double;
    readonly epsilon: Double;
  };
  readonly buckets: readonly {
    readonly i: number;
    readonly cpuStart: Double;
    readonly memStart: Double;
    readonly cpuPercentileMilli: number;
    readonly memPercentileBytes: number;
    readonly cpuWithMargin15: number;
    readonly memWithMargin15: number;
  }[];
  readonly exp2: readonly { readonly x: Double; readonly exp2: Double }[];
  readonly confidence: readonly {
    readonly minutes: number;
    readonly confidence: Double;
    readonly lower: Double;
    readonly upper: Double;
  }[];
  readonly histograms: readonly GoldenHistogram[];
  readonly scenarios: readonly Scenario[];
  readonly quantityText: readonly string[];
}

/** Answers of the compiled original; null on a clone without the reference folder. */
export const golden: Golden | null = hasShared
  ? (JSON.parse(readFileSync(sharedPath('golden/vpa/scenarios.json'), 'utf8')) as Golden)
  : null;

/** Bits of a double as the reference writes them: hexadecimal without leading zeros. */
export function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
}
