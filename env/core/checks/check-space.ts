import { isBox } from '../spaces/box.js';
import { Dict } from '../spaces/dict.js';
import { Space } from '../spaces/space.js';
import type { Findings } from './findings.js';

/** Which side of an environment a space stands on. */
export type SpaceRole = 'action' | 'observation';

/** What an environment may show as a space: one at all, no empty dictionary, no box that is a single point in an axis. */
export function checkSpace(space: unknown, role: SpaceRole, findings: Findings): void {
  if (!(space instanceof Space)) {
    findings.error(`The ${role} space is not a Space but ${space === undefined ? 'missing' : typeof space}.`);
    return;
  }
  if (isBox(space) && space.low.some((low, i) => low === space.high[i]))
    findings.warn(`A Box ${role} space has an element whose lower and upper bound are equal.`);
  if (space instanceof Dict) {
    if (space.keys.length === 0) findings.error(`An empty Dict ${role} space is not allowed.`);
    for (const key of space.keys) checkSpace(space.spaces[key], role, findings);
  }
}

/** What learners would rather not see: infinite bounds, and action boxes that are not within [−1, 1], symmetric or from 0. */
export function checkSpaceLimit(space: unknown, role: SpaceRole, findings: Findings): void {
  if (space instanceof Dict) for (const key of space.keys) checkSpaceLimit(space.spaces[key], role, findings);
  if (!isBox(space)) return;
  if (space.low.some((low) => low === Number.NEGATIVE_INFINITY))
    findings.warn(`A Box ${role} space has a lower bound of −∞. This is probably too low.`);
  if (space.high.some((high) => high === Number.POSITIVE_INFINITY))
    findings.warn(`A Box ${role} space has an upper bound of ∞. This is probably too high.`);
  const normalised = space.low.every((low, i) => {
    const high = space.high[i]!;
    return (low === 0 || Math.abs(low) === Math.abs(high)) && low >= -1 && high <= 1;
  });
  if (role === 'action' && space.shape.length === 1 && !normalised)
    findings.warn('A Box action space is best symmetric and normalised, within [−1, 1] or [0, 1].');
}
