import { checkObservation, checkRenderResult, checkResetResult, checkStepResult } from './checks/check-result.js';
import { checkSpace, checkSpaceLimit } from './checks/check-space.js';
import { copyData, sameData, sharesData } from './checks/compare-data.js';
import { type CheckReport, type Findings, FindingsList } from './checks/findings.js';
import type { Env, ResetOptions, ResetResult, StepResult, SyncEnv } from './env.js';
import { InputError } from './input-error.js';
import { type MakeOptions, make } from './registry.js';
import type { EnvSpec } from './spec.js';

/** Options of {@link checkEnv} and {@link checkEnvAsync}. */
export interface CheckEnvOptions {
  /** Leaves out making the environment in every render mode. */
  readonly skipRenderCheck?: boolean;
  /** Leaves out making the environment and closing it twice. */
  readonly skipCloseCheck?: boolean;
  /** What makes the environment again from its spec; the shared registry's `make` without it. */
  readonly make?: (spec: EnvSpec, options: MakeOptions) => Env;
}

/**
 * Gymnasium's `check_env`: drives an environment and reports what breaks the contract (errors) and what is probably not
 * meant (warnings). Pass the bare environment, `env.unwrapped`.
 *
 * In order: spaces; what `reset` gives; that a seed decides all that follows; options; what `step` gives; that a step is
 * determined by seed and action; that no two calls hand out the same memory; every declared render mode; closing twice. Where the
 * spec says `nondeterministic`, equality is not asked for.
 * @throws InputError when the environment answers with promises; {@link checkEnvAsync} is for those
 */
export function checkEnv(env: SyncEnv, options: CheckEnvOptions = {}): CheckReport {
  const findings = new FindingsList();
  const check = checkAll(env, findings, options);
  let step = check.next();
  while (step.done !== true) {
    if (step.value instanceof Promise)
      throw new InputError({ field: 'env' }, 'an environment that answers at once; use checkEnvAsync for promises');
    step = check.next(step.value);
  }
  return findings;
}

/** {@link checkEnv} for any environment: waits for every answer. */
export async function checkEnvAsync(env: Env, options: CheckEnvOptions = {}): Promise<CheckReport> {
  const findings = new FindingsList();
  const check = checkAll(env, findings, options);
  let step = check.next();
  while (step.done !== true) {
    try {
      step = check.next(await step.value);
    } catch (error) {
      step = check.throw(error);
    }
  }
  return findings;
}

/** A check in progress: gives out an answer of the environment and is handed its value. */
type Check<T = void> = Generator<unknown, T, unknown>;

function* resetOf(env: Env, options?: ResetOptions): Check<ResetResult<unknown>> {
  return (yield env.reset(options)) as ResetResult<unknown>;
}

function* stepOf(env: Env, action: unknown): Check<StepResult<unknown>> {
  return (yield env.step(action)) as StepResult<unknown>;
}

function* checkAll(env: Env, findings: FindingsList, options: CheckEnvOptions): Check {
  if (env.unwrapped !== env)
    findings.warn('The environment has wrappers around it, which hide what is checked; pass env.unwrapped.');
  for (const role of ['action', 'observation'] as const) {
    const space = role === 'action' ? env.actionSpace : env.observationSpace;
    checkSpace(space, role, findings);
    checkSpaceLimit(space, role, findings);
  }
  if (typeof (env as { readonly seed?: unknown }).seed === 'function')
    findings.warn('A `seed` method has no place in the contract; seeds come with reset({ seed }).');
  yield* guard(findings, 'reset()', checkReturned(env, findings));
  if (findings.errors.length > 0) return;
  yield* guard(findings, 'reset({ seed })', checkSeeding(env, findings));
  yield* guard(findings, 'reset({ options: {} })', resetOf(env, { options: {} }));
  yield* guard(findings, 'step()', checkStep(env, findings));
  if (findings.errors.length > 0) return;
  yield* guard(findings, 'step()', checkStepDeterminism(env, findings));
  yield* guard(findings, 'step()', checkFreshData(env, findings));
  if (options.skipRenderCheck !== true) yield* guard(findings, 'render()', checkRendering(env, findings, options));
  if (options.skipCloseCheck !== true) yield* guard(findings, 'close()', checkClosing(env, findings, options));
}

/** Turns what a check throws into a finding. */
function* guard(findings: Findings, call: string, check: Check<unknown>): Check {
  try {
    yield* check;
  } catch (error) {
    findings.error(`${call} threw: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function* checkReturned(env: Env, findings: Findings): Check {
  checkResetResult(yield* resetOf(env), env.observationSpace, findings);
}

function* checkSeeding(env: Env, findings: Findings): Check {
  const first = copyData((yield* resetOf(env, { seed: 123 })).observation);
  const firstStream = env.unwrapped.random.snapshot();
  const next = copyData((yield* resetOf(env)).observation);
  const again = copyData((yield* resetOf(env, { seed: 123 })).observation);
  const againStream = env.unwrapped.random.snapshot();
  const nextAgain = copyData((yield* resetOf(env)).observation);
  for (const observation of [first, next, again, nextAgain])
    checkObservation(observation, env.observationSpace, 'reset', findings);
  if (!isNondeterministic(env)) {
    requireSame(first, again, 'Two resets with the same seed', 'observation', findings);
    requireSame(next, nextAgain, 'Two resets that follow a reset with the same seed', 'observation', findings);
  }
  if (!sameData(firstStream, againStream, 'exact'))
    findings.error('Two resets with the same seed leave `random` in different states; reset must seed it.');
  const other = yield* resetOf(env, { seed: 456 });
  checkObservation(other.observation, env.observationSpace, 'reset', findings);
  if (sameData(env.unwrapped.random.snapshot(), firstStream, 'exact'))
    findings.error('Resets with different seeds leave `random` in the same state; reset must seed it.');
}

function* checkStep(env: Env, findings: Findings): Check {
  checkResetResult(yield* resetOf(env), env.observationSpace, findings);
  checkStepResult(yield* stepOf(env, env.actionSpace.sample()), env.observationSpace, findings);
}

function* checkStepDeterminism(env: Env, findings: Findings): Check {
  if (isNondeterministic(env)) return;
  env.actionSpace.seed(123);
  const action = env.actionSpace.sample();
  yield* resetOf(env, { seed: 123 });
  const first = copyData(yield* stepOf(env, action));
  const firstStream = env.unwrapped.random.snapshot();
  yield* resetOf(env, { seed: 123 });
  const again = yield* stepOf(env, action);
  if (!sameData(firstStream, env.unwrapped.random.snapshot(), 'exact'))
    findings.error('Two steps under the same seed and action leave `random` in different states.');
  for (const field of ['observation', 'reward', 'terminated', 'info'] as const)
    requireSame(first[field], again[field], 'Two steps under the same seed and action', field, findings);
  if (first.truncated !== false || again.truncated !== false)
    findings.error('The environment truncates after one step; a limit belongs in the spec.');
}

function* checkFreshData(env: Env, findings: Findings): Check {
  env.actionSpace.seed(123);
  const given: { readonly observation: unknown; readonly info: unknown }[] = [yield* resetOf(env, { seed: 123 })];
  for (let i = 0; i < 2; i++) {
    const result = yield* stepOf(env, env.actionSpace.sample());
    given.push(result);
    if (result.terminated || result.truncated) break;
  }
  given.push(yield* resetOf(env, { seed: 123 }));
  given.forEach((one, i) => {
    for (const other of given.slice(i + 1))
      for (const field of ['observation', 'info'] as const)
        if (sharesData(one[field], other[field]))
          findings.error(`Two calls gave the same memory in \`${field}\`; give new data on every call.`);
  });
}

function* checkRendering(env: Env, findings: Findings, { make: makeAgain = make }: CheckEnvOptions): Check {
  if (env.renderMode !== null) checkRenderResult(yield env.render(), env.renderMode, findings);
  if (env.spec === null) {
    findings.warn('Without a spec the render modes cannot be tried; make the environment from the registry.');
    return;
  }
  for (const renderMode of env.metadata.renderModes) {
    const other = makeAgain(env.spec, { kwargs: { renderMode } });
    if (other.renderMode !== renderMode)
      findings.error(`Made with renderMode '${renderMode}', the environment says '${other.renderMode}'.`);
    yield* resetOf(other);
    checkRenderResult(yield other.render(), renderMode, findings);
    yield other.close();
  }
}

function* checkClosing(env: Env, findings: Findings, { make: makeAgain = make }: CheckEnvOptions): Check {
  if (env.spec === null) return;
  const other = makeAgain(env.spec, {});
  yield other.close();
  try {
    yield other.close();
  } catch (error) {
    findings.warn(`Closing a closed environment should be allowed, but threw: ${String(error)}`);
  }
}

function isNondeterministic(env: Env): boolean {
  return env.spec?.nondeterministic === true;
}

function requireSame(one: unknown, other: unknown, what: string, field: string, findings: Findings): void {
  if (!sameData(one, other)) findings.error(`${what} give different \`${field}\`.`);
  else if (!sameData(one, other, 'exact')) findings.warn(`${what} give \`${field}\` that is close but not equal.`);
}
