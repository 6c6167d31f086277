import type { Answer, Timing } from './env.js';

/**
 * Goes on with an answer: at once when it is a value, later when it is a promise.
 *
 * This is what lets one wrapper class serve simulated and emulated environments. Call it inside a wrapper's own `step` rather
 * than in a shared base method: the call is then inlined and the function it takes is never allocated, so a simulated
 * environment pays next to nothing (test/bench/core.bench.ts measures it).
 */
export function after<T, R, When extends Timing>(
  answer: Answer<T, When>,
  fn: (value: T) => R | Answer<R, When>,
): Answer<R, When> {
  return (answer instanceof Promise ? answer.then(fn as (value: T) => R) : fn(answer as T)) as Answer<R, When>;
}
