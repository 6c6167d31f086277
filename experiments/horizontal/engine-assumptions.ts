import type { HorizontalConfig } from '../../env/horizontal/config.js';
import { fluidNote } from '../../env/horizontal/platform/index.js';
import { canonicalJson } from '../content-hash.js';

/** Notes of this process: measuring one takes some tenths of a second, and scenarios share services. */
const notes = new Map<string, string>();

/** What a service's engine takes for granted, in plain words: a fluid, how far it is from the events; the events, nothing. */
export function engineAssumptions({ backend, objective }: HorizontalConfig): readonly string[] {
  if (backend.kind !== 'fluid') return [];
  const key = canonicalJson([backend.platform, objective.latencyMs]);
  const note = notes.get(key) ?? fluidNote(backend.platform, objective.latencyMs / 1000);
  notes.set(key, note);
  return [`requests flow as a fluid; ${note}`];
}
