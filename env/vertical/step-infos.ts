import type { VectorInfos } from '../core/vector/vector-env.js';
import { costTerms } from './cost.js';
import type { OomEvents } from './simulation/oom-events.js';
import type { StepOutputs } from './simulation/step-outputs.js';
import { oomEventsOf } from './step-info.js';

const arrays = [
  'cpuUsage',
  'memoryUsage',
  'cpuDemand',
  'memoryDemand',
  'cpuLimit',
  'memoryLimit',
  'throttled',
  'unserved',
  'backlog',
  'backlogDropped',
  'oomKills',
  'restarts',
  'resizes',
  'downSeconds',
] as const;

/** `stepInfo` of every workload at once, in the form of a vector environment's infos. */
export function stepInfos(outputs: StepOutputs, events: OomEvents, times: Float64Array): VectorInfos {
  const count = times.length;
  const infos: Record<string, unknown> = {};
  const put = (target: Record<string, unknown>, name: string, values: unknown) => {
    target[name] = values;
    target[`_${name}`] = new Uint8Array(count).fill(1);
  };
  put(infos, 'timeSeconds', times.slice());
  for (const name of arrays) put(infos, name, Float64Array.from(outputs[name]));
  const cost: Record<string, unknown> = {};
  costTerms.forEach((term, at) => {
    const dollars = new Float64Array(count);
    for (let i = 0; i < count; i++) dollars[i] = outputs.cost[i * costTerms.length + at]!;
    put(cost, term, dollars);
  });
  put(infos, 'cost', cost);
  put(
    infos,
    'oomEvents',
    Array.from({ length: count }, (_, workload) => oomEventsOf(events, workload)),
  );
  return infos;
}
