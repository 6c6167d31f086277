import type { PlatformPreset } from './platform/presets.js';
import type { ReplicaLimits } from './view.js';

/** What a configuration takes from a preset unless it says otherwise. */
export interface PresetDefaults {
  readonly limits: ReplicaLimits;
  /** Objective for the percentile of latency, milliseconds; null where there is none that fits. */
  readonly latencyMs: number | null;
}

/**
 * Objectives are about twice the worst 95th percentile that an interval of 15 s shows when pods are ample: one that noise does not break,
 * and that a service near saturation does.
 *
 * - `orange`: the seed's 600 ms on 1 … 10 pods; with ample pods its recorded percentiles lie between 100 and 230 ms.
 * - `web`: 70 ms with ample pods, twice that in a pod that is still cold, 120 ms at two thirds of capacity; hence 250 ms.
 * - `cpu-heavy`: 730 ms with ample pods, 1.2 s at two thirds of capacity; hence 1.5 s.
 * - `llm-serving`: 17 s with ample pods, the longest generations alone; hence 30 s. Its 16 nodes hold 32 pods.
 */
const byPreset: Readonly<Record<PlatformPreset, PresetDefaults>> = {
  orange: { latencyMs: 600, limits: { minReplicas: 1, maxReplicas: 10 } },
  web: { latencyMs: 250, limits: { minReplicas: 1, maxReplicas: 20 } },
  'cpu-heavy': { latencyMs: 1500, limits: { minReplicas: 1, maxReplicas: 20 } },
  'llm-serving': { latencyMs: 30_000, limits: { minReplicas: 1, maxReplicas: 32 } },
};

const ofNoPreset: PresetDefaults = { latencyMs: null, limits: { minReplicas: 1, maxReplicas: 10 } };

/** @param preset null for a platform of one's own, whose objective nobody but its owner knows */
export function presetDefaults(preset: PlatformPreset | null): PresetDefaults {
  return preset === null ? ofNoPreset : byPreset[preset];
}
