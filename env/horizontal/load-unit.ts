import type { LoadChannel } from '../../workloads/load-series.js';
import type { Backend } from './config.js';

/** What the load of a service counts: the channel of a load series that it plays. */
export function loadUnit(backend: Backend): LoadChannel {
  if (backend.kind === 'table') return backend.table.loadUnit;
  return backend.platform.load.kind === 'closed' ? 'users' : 'requestsPerSecond';
}
