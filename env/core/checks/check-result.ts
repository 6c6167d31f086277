import { Box } from '../spaces/box.js';
import { Dict } from '../spaces/dict.js';
import { Discrete } from '../spaces/discrete.js';
import { dtypeOf } from '../spaces/dtype.js';
import type { Space } from '../spaces/space.js';
import type { Findings } from './findings.js';

/** A reset's result: an observation of the space and an info object, under these names and no others. */
export function checkResetResult(result: unknown, space: Space<unknown>, findings: Findings): void {
  const fields = fieldsOf(result, ['observation', 'info'], 'reset', findings);
  if (fields === null) return;
  checkObservation(fields.observation, space, 'reset', findings);
  checkInfo(fields.info, 'reset', findings);
}

/** A step's result: the five fields, real booleans, a finite reward. */
export function checkStepResult(result: unknown, space: Space<unknown>, findings: Findings): void {
  const names = ['observation', 'reward', 'terminated', 'truncated', 'info'];
  const fields = fieldsOf(result, names, 'step', findings);
  if (fields === null) return;
  checkObservation(fields.observation, space, 'step', findings);
  for (const flag of ['terminated', 'truncated'])
    if (typeof fields[flag] !== 'boolean')
      findings.warn(`step() should give \`${flag}\` as true or false, not ${typeof fields[flag]}.`);
  const reward = fields.reward;
  if (typeof reward !== 'number') findings.warn(`step() must give \`reward\` as a number, not ${typeof reward}.`);
  else if (Number.isNaN(reward)) findings.warn('The reward is NaN.');
  else if (!Number.isFinite(reward)) findings.warn('The reward is infinite.');
  checkInfo(fields.info, 'step', findings);
}

/** What render gave: text in a render mode, null without one. */
export function checkRenderResult(picture: unknown, renderMode: string | null, findings: Findings): void {
  if (renderMode === null && picture !== null) findings.warn('render() should give null without a render mode.');
  if (renderMode !== null && typeof picture !== 'string')
    findings.warn(`render() should give text in mode '${renderMode}', not ${typeof picture}.`);
  if (renderMode === 'svg' && typeof picture === 'string' && !picture.trimStart().startsWith('<svg'))
    findings.warn("render() in mode 'svg' should begin with <svg.");
}

/** An observation's element type and membership. */
export function checkObservation(value: unknown, space: Space<unknown>, method: string, findings: Findings): void {
  const where = `The observation from ${method}()`;
  checkKind(value, space, where, findings);
  if (!space.contains(value)) findings.warn(`${where} is not within the observation space.`);
}

function checkKind(value: unknown, space: Space<unknown>, where: string, findings: Findings): void {
  if (space instanceof Dict) {
    if (typeof value !== 'object' || value === null) {
      findings.error(`${where} should be an object with the keys ${space.keys.join(', ')}.`);
      return;
    }
    for (const key of space.keys)
      checkKind(
        (value as Readonly<Record<string, unknown>>)[key],
        space.spaces[key]!,
        `${where}, key ${key},`,
        findings,
      );
  } else if (space instanceof Discrete) {
    if (typeof value !== 'number') findings.warn(`${where} should be a number, not ${typeof value}.`);
  } else {
    const dtype = dtypeOf(value);
    if (dtype === null)
      findings.warn(`${where} should be a typed array, not ${Array.isArray(value) ? 'a list' : typeof value}.`);
    else if (space instanceof Box && dtype !== space.dtype)
      findings.warn(`${where} should be of type ${space.dtype}, not ${dtype}.`);
  }
}

function checkInfo(info: unknown, method: string, findings: Findings): void {
  if (typeof info !== 'object' || info === null || Array.isArray(info))
    findings.error(`${method}() must give \`info\` as an object, not ${info === null ? 'null' : typeof info}.`);
}

function fieldsOf(
  result: unknown,
  names: readonly string[],
  method: string,
  findings: Findings,
): Readonly<Record<string, unknown>> | null {
  const wanted = `{ ${names.join(', ')} }`;
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    findings.error(`${method}() must give ${wanted}, not ${Array.isArray(result) ? 'a list' : typeof result}.`);
    return null;
  }
  const missing = names.filter((name) => !(name in result));
  if (missing.length > 0) findings.error(`${method}() must give ${wanted}; ${missing.join(', ')} missing.`);
  const extra = Object.keys(result).filter((name) => !names.includes(name));
  if (extra.length > 0) findings.warn(`${method}() should give ${wanted} alone, not ${extra.join(', ')} as well.`);
  return missing.length > 0 ? null : (result as Readonly<Record<string, unknown>>);
}
