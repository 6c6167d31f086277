import type { Env, SyncEnv, Timing } from './env.js';
import { InputError } from './input-error.js';
import { type EnvSpec, type EnvSpecOptions, envSpec, type Kwargs, type WrapperSpec } from './spec.js';
import { SpecTable } from './spec-table.js';
import { SyncVectorEnv, type SyncVectorEnvOptions } from './vector/sync-vector-env.js';
import type { VectorEnv } from './vector/vector-env.js';
import { warn } from './warning.js';
import { builtinWrappers } from './wrappers/builtin.js';
import { OrderEnforcing } from './wrappers/order-enforcing.js';
import { PassiveEnvChecker } from './wrappers/passive-env-checker.js';
import { TimeLimit } from './wrappers/time-limit.js';

/** Constructs an environment from its arguments. */
export type EnvFactory = (kwargs: Kwargs) => Env;

/** Constructs the vector form of an environment. */
export type VectorEnvFactory = (numEnvs: number, kwargs: Kwargs) => VectorEnv;

/** Puts a wrapper around an environment. */
export type WrapperFactory = (env: Env, kwargs: Kwargs) => Env;

/** A spec together with the code its entry points name. */
export interface Registration extends EnvSpecOptions {
  /** What `entryPoint` stands for. */
  readonly create?: EnvFactory;
  /** What `vectorEntryPoint` stands for; `maxEpisodeSteps` arrives among its arguments. */
  readonly createVector?: VectorEnvFactory;
}

/** Options of {@link make}. */
export interface MakeOptions {
  /** Laid over the spec's own arguments. */
  readonly kwargs?: Kwargs;
  /** In place of the spec's limit; −1 for none. */
  readonly maxEpisodeSteps?: number;
  /** In place of the spec's choice. */
  readonly disableEnvChecker?: boolean;
}

/** How `makeVec` makes many of one: an environment's own vector form, or a loop over single ones. */
export type VectorizationMode = 'vectorEntryPoint' | 'sync';

/** Options of {@link makeVec}. */
export interface MakeVecOptions {
  /** Laid over the spec's own arguments. */
  readonly kwargs?: Kwargs;
  /** How many sub-environments; 1 without it. */
  readonly numEnvs?: number;
  /** Without it: the vector form where there is one, else the loop. */
  readonly vectorizationMode?: VectorizationMode;
  /** Options of {@link SyncVectorEnv}; mode `sync` only. */
  readonly vectorKwargs?: SyncVectorEnvOptions;
  /** Put around every sub-environment, innermost first; mode `sync` only. */
  readonly wrappers?: readonly ((env: SyncEnv) => SyncEnv)[];
}

/**
 * Environments by id (Gymnasium's registry): specs are data, and the code they name stands in tables of entry points, so that
 * making an environment needs no asynchronous import.
 */
export class Registry {
  private readonly specs = new SpecTable();
  private readonly envs = new Map<string, EnvFactory>();
  private readonly vectorEnvs = new Map<string, VectorEnvFactory>();
  private readonly wrappers = new Map<string, WrapperFactory>(builtinWrappers);

  /**
   * Adds an environment; an id that is taken is replaced, with a warning.
   * @throws InputError when neither form has an entry point, code comes without one, or versioned and unversioned ids of one
   *   name would stand side by side
   */
  register({ create, createVector, ...options }: Registration): void {
    const spec = envSpec(options);
    if (spec.entryPoint === null && spec.vectorEntryPoint === null)
      throw new InputError({ field: 'register.entryPoint' }, 'an entry point, a vector entry point or both');
    this.specs.requireOneScheme(spec.id);
    provide(this.envs, spec.entryPoint, create, 'entryPoint');
    provide(this.vectorEnvs, spec.vectorEntryPoint, createVector, 'vectorEntryPoint');
    this.specs.add(spec);
  }

  /** Adds a wrapper under its entry point, so that specs which name it can be made. */
  registerWrapper(entryPoint: string, create: WrapperFactory): void {
    this.wrappers.set(entryPoint, create);
  }

  /** All ids in order of registration. */
  ids(): readonly string[] {
    return this.specs.ids();
  }

  /** The spec registered under exactly this id. @throws InputError with a hint when there is none */
  spec(id: string): EnvSpec {
    return this.specs.get(id);
  }

  /**
   * Makes an environment, with the passive checker, the order of calls, the time limit and then the spec's own wrappers around
   * it. The spec of what comes back makes the same again.
   *
   * Without a version the highest one is taken, with a warning; an older one than that is made, with a warning. The type
   * parameters are the caller's claim about the environment.
   * @throws InputError for an unknown id (with a hint) or option, an entry point nobody registered, or a wrapper that cannot be rebuilt
   */
  make<Observation = unknown, Action = unknown, When extends Timing = 'sync'>(
    idOrSpec: string | EnvSpec,
    options: MakeOptions = {},
  ): Env<Observation, Action, When> {
    refuseUnknown(options, makeOptionNames, 'make');
    const spec = typeof idOrSpec === 'string' ? this.specs.find(idOrSpec) : envSpec(idOrSpec);
    const kwargs = { ...spec.kwargs, ...options.kwargs };
    if (spec.entryPoint === null)
      throw new InputError({ field: 'spec.entryPoint', value: spec.id }, 'an environment with a single form');
    const created = lookUp(this.envs, spec.entryPoint, 'spec.entryPoint')(kwargs);
    created.unwrapped.spec = { ...spec, ...bare, kwargs };
    const mode = created.renderMode;
    if (mode !== null && !created.metadata.renderModes.includes(mode))
      warn(`${spec.id} was made with render mode '${mode}', which is not among its metadata.renderModes.`);
    const inside = created.spec?.additionalWrappers ?? [];
    requirePrefix(inside, spec.additionalWrappers);
    const env = this.wrap(created, spec, spec.additionalWrappers.slice(inside.length), options);
    return env as unknown as Env<Observation, Action, When>;
  }

  /**
   * Makes many of one environment.
   * @throws InputError as {@link make} does; for mode `vectorEntryPoint` also when wrappers or vectorKwargs are given, or the
   *   spec has none; for mode `sync` also when the environment answers with promises
   */
  makeVec<Observations = unknown, Actions = unknown, When extends Timing = 'sync'>(
    idOrSpec: string | EnvSpec,
    options: MakeVecOptions = {},
  ): VectorEnv<Observations, Actions, When> {
    refuseUnknown(options, makeVecOptionNames, 'makeVec');
    const found = typeof idOrSpec === 'string' ? this.specs.find(idOrSpec) : envSpec(idOrSpec);
    const { numEnvs, vectorizationMode, vectorKwargs, wrappers, kwargs } = vectorOptions(found, options);
    const spec = { ...found, kwargs: {} };
    const create = vectorizationMode === 'sync' ? this.loopOf(spec, wrappers, vectorKwargs) : this.vectorFormOf(spec);
    if (vectorizationMode !== 'sync' && (wrappers.length > 0 || spec.additionalWrappers.length > 0))
      throw new InputError({ field: 'makeVec.wrappers' }, 'no wrappers around a vector entry point');
    if (vectorizationMode !== 'sync' && Object.keys(vectorKwargs).length > 0)
      throw new InputError({ field: 'makeVec.vectorKwargs' }, 'none with a vector entry point, which takes kwargs');
    const env = create(numEnvs, kwargs);
    if (env.metadata?.autoresetMode === undefined)
      warn(`The vector environment ${spec.id} does not say its metadata.autoresetMode.`);
    env.spec = {
      ...spec,
      kwargs: {
        ...kwargs,
        vectorizationMode,
        ...(numEnvs === 1 ? {} : { numEnvs }),
        ...(Object.keys(vectorKwargs).length === 0 ? {} : { vectorKwargs }),
        ...(wrappers.length === 0 ? {} : { wrappers }),
      },
    };
    return env as unknown as VectorEnv<Observations, Actions, When>;
  }

  private wrap(created: Env, spec: EnvSpec, additional: readonly WrapperSpec[], options: MakeOptions): Env {
    let env = created;
    if (!(options.disableEnvChecker ?? spec.disableEnvChecker)) env = new PassiveEnvChecker(env);
    if (spec.orderEnforce) env = new OrderEnforcing(env);
    const limit = options.maxEpisodeSteps ?? spec.maxEpisodeSteps;
    if (limit !== null && limit !== -1) env = new TimeLimit(env, { maxEpisodeSteps: limit });
    for (const { name, entryPoint, kwargs } of additional) {
      if (kwargs === null)
        throw new InputError(
          { field: 'spec.additionalWrappers', value: name },
          'wrappers that can be constructed again',
        );
      env = lookUp(this.wrappers, entryPoint, 'spec.additionalWrappers')(env, kwargs);
    }
    return env;
  }

  private loopOf(
    spec: EnvSpec,
    wrappers: readonly ((env: SyncEnv) => SyncEnv)[],
    vectorKwargs: SyncVectorEnvOptions,
  ): VectorEnvFactory {
    return (numEnvs, kwargs) =>
      new SyncVectorEnv(
        Array.from(
          { length: numEnvs },
          () => () => wrappers.reduce((env, wrap) => wrap(env), this.make(spec, { kwargs })),
        ),
        vectorKwargs,
      );
  }

  private vectorFormOf(spec: EnvSpec): VectorEnvFactory {
    if (spec.vectorEntryPoint === null)
      throw new InputError({ field: 'spec.vectorEntryPoint', value: spec.id }, 'an environment with a vector form');
    const create = lookUp(this.vectorEnvs, spec.vectorEntryPoint, 'spec.vectorEntryPoint');
    const limit = spec.maxEpisodeSteps === null ? {} : { maxEpisodeSteps: spec.maxEpisodeSteps };
    return (numEnvs, kwargs) => create(numEnvs, { ...limit, ...kwargs });
  }
}

/** What a spec says about an environment before any wrapper is around it. */
const bare = { maxEpisodeSteps: null, orderEnforce: false, disableEnvChecker: true, additionalWrappers: [] } as const;

const makeOptionNames = Object.keys({
  kwargs: true,
  maxEpisodeSteps: true,
  disableEnvChecker: true,
} satisfies Record<keyof MakeOptions, true>);

const makeVecOptionNames = Object.keys({
  kwargs: true,
  numEnvs: true,
  vectorizationMode: true,
  vectorKwargs: true,
  wrappers: true,
} satisfies Record<keyof MakeVecOptions, true>);

/** Gymnasium hands options it does not know to the environment; here they would be lost, and another environment be made than was meant. */
function refuseUnknown(options: MakeOptions | MakeVecOptions, names: readonly string[], field: string): void {
  for (const [name, value] of Object.entries(options))
    if (!names.includes(name))
      throw new InputError(
        { field: `${field}.${name}`, value },
        `${names.join(', ')}; what the environment takes goes into kwargs`,
      );
}

function provide<F>(table: Map<string, F>, entryPoint: string | null, create: F | undefined, field: string): void {
  if (create === undefined) return;
  if (entryPoint === null) throw new InputError({ field: `register.${field}` }, 'a name for the code that is given');
  table.set(entryPoint, create);
}

function lookUp<F>(table: ReadonlyMap<string, F>, entryPoint: string, field: string): F {
  const factory = table.get(entryPoint);
  if (factory === undefined)
    throw new InputError(
      { field, value: entryPoint },
      'an entry point that has been registered; import the module that registers it',
    );
  return factory;
}

/** An entry point may put wrappers around its environment itself; they must then be the ones the spec begins with. */
function requirePrefix(inside: readonly WrapperSpec[], wanted: readonly WrapperSpec[]): void {
  if (inside.length > wanted.length) return;
  inside.forEach((wrapper, i) => {
    if (wrapper.entryPoint !== wanted[i]!.entryPoint)
      throw new InputError({ field: `spec.additionalWrappers.${i}`, value: wanted[i]!.name }, wrapper.name);
  });
}

/** A vector environment's spec carries these options among its kwargs, so that the spec alone rebuilds it. */
function vectorOptions(spec: EnvSpec, options: MakeVecOptions): Required<MakeVecOptions> {
  const { numEnvs, vectorizationMode, vectorKwargs, wrappers, ...kwargs } = spec.kwargs as MakeVecOptions & Kwargs;
  const merged = {
    numEnvs: options.numEnvs ?? numEnvs ?? 1,
    vectorizationMode:
      options.vectorizationMode ??
      vectorizationMode ??
      (spec.vectorEntryPoint === null ? ('sync' as const) : ('vectorEntryPoint' as const)),
    vectorKwargs: options.vectorKwargs ?? vectorKwargs ?? {},
    wrappers: options.wrappers ?? wrappers ?? [],
    kwargs: { ...kwargs, ...options.kwargs },
  };
  if (!Number.isSafeInteger(merged.numEnvs) || merged.numEnvs < 1)
    throw new InputError({ field: 'makeVec.numEnvs', value: merged.numEnvs }, 'a positive whole number');
  if (merged.vectorizationMode !== 'sync' && merged.vectorizationMode !== 'vectorEntryPoint')
    throw new InputError(
      { field: 'makeVec.vectorizationMode', value: merged.vectorizationMode },
      'sync or vectorEntryPoint',
    );
  return merged;
}

const shared = new Registry();

/** Adds an environment to the shared registry; see {@link Registry.register}. */
export const register = shared.register.bind(shared);
/** Adds a wrapper to the shared registry; see {@link Registry.registerWrapper}. */
export const registerWrapper = shared.registerWrapper.bind(shared);
/** All ids of the shared registry. */
export const registeredIds = shared.ids.bind(shared);
/** The spec under an id of the shared registry; see {@link Registry.spec}. */
export const spec = shared.spec.bind(shared);
/** Makes an environment of the shared registry; see {@link Registry.make}. */
export const make: Registry['make'] = shared.make.bind(shared);
/** Makes a vector environment of the shared registry; see {@link Registry.makeVec}. */
export const makeVec: Registry['makeVec'] = shared.makeVec.bind(shared);
