import type { LoadSeries } from '../../workloads/load-series.js';
import type { HorizontalConfig } from './config.js';
import { PlatformService } from './platform-service.js';
import type { ScalableService } from './service.js';
import { TableService } from './table/table-service.js';

/**
 * The service of a configuration's backend, playing a load from its first step on.
 * @throws InputError for a load the backend cannot play
 */
export function makeService(config: HorizontalConfig, load: LoadSeries): ScalableService {
  const { backend, objective, initialReplicas } = config;
  if (backend.kind === 'table')
    return new TableService({
      table: backend.table,
      load,
      scale: config.load.scale,
      initialReplicas,
      latencyObjectiveMs: objective.latencyMs,
      percentile: objective.percentile,
    });
  return new PlatformService(backend.kind, backend.platform, config, load);
}
