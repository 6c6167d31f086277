import type { KubernetesUpdaterConfig } from '../config.js';

/** One flag of the updater's command line. */
export interface UpdaterFlag {
  /** The default, in seconds where the flag is a time. */
  readonly default: number | boolean | string;
  readonly meaning: string;
  /** The field of {@link KubernetesUpdaterConfig} that carries it; absent where the environment has no use for it. */
  readonly field?: keyof KubernetesUpdaterConfig;
}

/** The updater's flags with Kubernetes' own defaults (specification §6.2). */
export const updaterFlags = {
  'updater-interval': { default: 60, meaning: 'seconds between two passes', field: 'intervalSeconds' },
  'min-replicas': { default: 2, meaning: 'live pods below which a controller is left alone', field: 'minReplicas' },
  'eviction-tolerance': {
    default: 0.5,
    meaning: 'share of replicas that may be missing',
    field: 'evictionTolerance',
  },
  'eviction-rate-limit': {
    default: -1,
    meaning: 'evictions, and in-place updates, a second; 0 or less is unlimited',
    field: 'evictionRateLimit',
  },
  'eviction-rate-burst': {
    default: 1,
    meaning: 'evictions, and in-place updates, in a row at most',
    field: 'evictionRateBurst',
  },
  'in-place-skip-disruption-budget': {
    default: false,
    meaning: 'resize outside the disruption budget where no container would restart',
    field: 'inPlaceSkipDisruptionBudget',
  },
  'in-recommendation-bounds-eviction-lifetime-threshold': {
    default: 43200,
    meaning: 'age in seconds from which pods are updated while their requests are in range',
    field: 'lifetimeThresholdSeconds',
  },
  'pod-update-threshold': {
    default: 0.1,
    meaning: 'relative change from which pods are updated while their requests are in range',
    field: 'updateThreshold',
  },
  'evict-after-oom-threshold': {
    default: 600,
    meaning: 'a container OOM-killed within this many seconds of its start is updated at once',
    field: 'evictAfterOomSeconds',
  },
  'use-admission-controller-status': { default: true, meaning: 'pause while no admission controller renews its lease' },
  'admission-controller-status-lease-name': { default: 'vpa-admission-controller', meaning: 'name of that lease' },
  'admission-controller-status-lease-namespace': {
    default: '',
    meaning: 'namespace of that lease; empty for the environment variable NAMESPACE, else kube-system',
  },
  'admission-controller-status-lease-timeout': { default: 60, meaning: 'seconds for which a renewal counts' },
} as const satisfies Readonly<Record<string, UpdaterFlag>>;

/**
 * The updater as Kubernetes ships it. The environment's own default differs in one number: `minReplicas` 1 rather than 2, so that a
 * single replica is updated at all.
 */
export const kubernetesUpdaterDefaults: KubernetesUpdaterConfig = {
  mode: 'Recreate',
  intervalSeconds: updaterFlags['updater-interval'].default,
  minReplicas: updaterFlags['min-replicas'].default,
  evictionTolerance: updaterFlags['eviction-tolerance'].default,
  evictionRateLimit: updaterFlags['eviction-rate-limit'].default,
  evictionRateBurst: updaterFlags['eviction-rate-burst'].default,
  lifetimeThresholdSeconds: updaterFlags['in-recommendation-bounds-eviction-lifetime-threshold'].default,
  updateThreshold: updaterFlags['pod-update-threshold'].default,
  evictAfterOomSeconds: updaterFlags['evict-after-oom-threshold'].default,
  inPlaceSkipDisruptionBudget: updaterFlags['in-place-skip-disruption-budget'].default,
  evictionRequirements: [],
};
