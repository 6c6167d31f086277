import type { VectorInfos } from '../core/vector/vector-env.js';
import { costTerms } from './cost.js';
import type { OomEvents } from './simulation/oom-events.js';
import type { StepOutputs } from './simulation/step-outputs.js';
import { oomEventLists } from './step-info.js';

const shown = [
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
const terms = costTerms.length;

/**
 * `stepInfo` of every workload at once, in the form of a vector environment's infos. The arrays of one step lie in one block of
 * memory and share one mask, because allocating them one by one would cost more than the step.
 */
export function stepInfos(outputs: StepOutputs, events: OomEvents, times: Float64Array): VectorInfos {
  const count = times.length;
  const block = new Float64Array(count * (1 + shown.length + terms));
  const everyone = new Uint8Array(count).fill(1);
  let used = 0;
  const next = () => {
    used += count;
    return block.subarray(used - count, used);
  };
  const infos: Record<string, unknown> = {};
  const put = (target: Record<string, unknown>, name: string, values: unknown) => {
    target[name] = values;
    target[`_${name}`] = everyone;
  };
  const timeSeconds = next();
  timeSeconds.set(times);
  put(infos, 'timeSeconds', timeSeconds);
  for (const name of shown) {
    const values = next();
    values.set(outputs[name]);
    put(infos, name, values);
  }
  const cost: Record<string, unknown> = {};
  for (let term = 0; term < terms; term++) {
    const dollars = next();
    copyTerm(outputs.cost, term, dollars);
    put(cost, costTerms[term]!, dollars);
  }
  put(infos, 'cost', cost);
  put(infos, 'oomEvents', oomEventLists(events, count));
  return infos;
}

function copyTerm(cost: Float64Array, term: number, out: Float64Array): void {
  for (let workload = 0; workload < out.length; workload++) out[workload] = cost[workload * terms + term]!;
}
