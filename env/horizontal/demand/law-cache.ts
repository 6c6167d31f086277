import type { Objective } from '../config.js';
import type { PlatformConfig } from '../platform/config.js';
import { DemandLaw } from './demand-law.js';
import type { Engine } from './steady-service.js';

/** Laws kept, the ones used last. */
const room = 64;

/** Laws by what they follow from, least recently used first. A law is a function of that alone, so sharing it changes no result. */
const laws = new Map<string, DemandLaw>();

/** The demand law of a service; equal services share one within the process, and with it the runs that were simulated for it. */
export function demandLaw(
  platform: PlatformConfig,
  objective: Objective,
  decisionSeconds: number,
  engine: Engine = 'events',
): DemandLaw {
  const key = JSON.stringify([steadyPart(platform), objective, decisionSeconds, engine]);
  const law = laws.get(key) ?? new DemandLaw(platform, objective, decisionSeconds, engine);
  laws.delete(key);
  laws.set(key, law);
  if (laws.size > room) laws.delete(laws.keys().next().value!);
  return law;
}

/** What a stationary run depends on: all but how much load there is, how many pods, and how these come and go. */
function steadyPart({ load, lifeCycle: _, initialReplicas: __, ...rest }: PlatformConfig): object {
  return { ...rest, load: load.kind === 'closed' ? { thinkSeconds: load.thinkSeconds } : null };
}
