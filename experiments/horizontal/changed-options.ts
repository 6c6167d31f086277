import type { HorizontalConfigOptions } from '../../env/horizontal/config-options.js';

/** What errors name where options of a file were put over those of `origin`. */
export function changedOrigin(origin: string, changesFile: string | undefined): string {
  return changesFile === undefined ? origin : `${origin} with ${changesFile}`;
}

/**
 * Options with others put over them: limits and objective field by field, all else whole. Initial replicas follow limits that are changed
 * and leave them outside, unless they are changed too; a table and a platform replace each other.
 */
export function changedOptions(
  { platform, table, ...options }: HorizontalConfigOptions,
  changes: HorizontalConfigOptions,
): HorizontalConfigOptions {
  const limits = { ...options.limits, ...changes.limits };
  const { initialReplicas } = options;
  const { minReplicas = 0, maxReplicas = Number.POSITIVE_INFINITY } = changes.limits === undefined ? {} : limits;
  const keepsBackend = changes.platform === undefined && changes.table === undefined;
  return {
    ...options,
    ...(keepsBackend && platform !== undefined ? { platform } : {}),
    ...(keepsBackend && table !== undefined ? { table } : {}),
    ...(initialReplicas === undefined
      ? {}
      : { initialReplicas: Math.min(Math.max(initialReplicas, minReplicas), maxReplicas) }),
    ...changes,
    limits,
    objective: { ...options.objective, ...changes.objective },
  };
}
