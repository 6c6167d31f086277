import type { PlatformPreset } from './platform/presets.js';
import type { ReplicaLimits } from './view.js';

/** What a configuration takes from a preset unless it says otherwise. */
export interface PresetDefaults {
  readonly limits: ReplicaLimits;
  /** Objective for the percentile of latency, milliseconds; null where there is none that fits. */
  readonly latencyMs: number | null;
}

const byPreset: Readonly<Record<PlatformPreset, PresetDefaults>> = {
  orange: { latencyMs: 600, limits: { minReplicas: 1, maxReplicas: 10 } },
  web: { latencyMs: 250, limits: { minReplicas: 1, maxReplicas: 20 } },
  'cpu-heavy': { latencyMs: 2000, limits: { minReplicas: 1, maxReplicas: 20 } },
  'llm-serving': { latencyMs: 60_000, limits: { minReplicas: 1, maxReplicas: 32 } },
};

const ofNoPreset: PresetDefaults = { latencyMs: null, limits: { minReplicas: 1, maxReplicas: 10 } };

/** @param preset null for a platform of one's own, which says what it is for itself */
export function presetDefaults(preset: PlatformPreset | null): PresetDefaults {
  return preset === null ? ofNoPreset : byPreset[preset];
}
