import { InputError } from '../../env/core/input-error.js';

/** The error of a call that must refuse its input. */
export function refusal(call: () => unknown): InputError {
  try {
    call();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('the input was accepted');
}
