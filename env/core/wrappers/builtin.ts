import type { Env } from '../env.js';
import type { Kwargs } from '../spec.js';
import { OrderEnforcing } from './order-enforcing.js';
import { PassiveEnvChecker } from './passive-env-checker.js';
import { TimeLimit } from './time-limit.js';

interface WrapperClass {
  readonly entryPoint: string | null;
  new (env: Env, options: never): Env;
}

const classes: readonly WrapperClass[] = [PassiveEnvChecker, OrderEnforcing, TimeLimit];

/** The wrappers of this room by entry point. Each constructor checks its own options, whoever wrote them. */
export const builtinWrappers: ReadonlyMap<string, (env: Env, kwargs: Kwargs) => Env> = new Map(
  classes.map((Class) => [Class.entryPoint as string, (env: Env, kwargs: Kwargs) => new Class(env, kwargs as never)]),
);
