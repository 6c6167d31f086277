import { InputError } from '../core/input-error.js';

/**
 * Runs a check on a part of something bigger, so that its refusal names the part's place in the whole.
 * @param field where the part stands, such as `services.0.config`
 * @throws InputError as the check does, its field put behind `field`
 */
export function within<T>(field: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const inner = error.place.field;
    throw new InputError({ ...error.place, field: inner === undefined ? field : `${field}.${inner}` }, error.expected);
  }
}
