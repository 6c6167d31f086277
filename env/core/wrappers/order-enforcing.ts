import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { ResetNeeded } from '../reset-needed.js';
import type { EnvSpec } from '../spec.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link OrderEnforcing}. */
export interface OrderEnforcingOptions {
  /** Lets `render` be called before `reset`. */
  readonly disableRenderOrderEnforcing?: boolean;
}

/** Refuses `step` and `render` before the first `reset` with {@link ResetNeeded}. */
export class OrderEnforcing<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:OrderEnforcing';
  private readonly renderAnyTime: boolean;
  private wasReset = false;

  constructor(env: Env<O, A, When>, options: OrderEnforcingOptions = {}) {
    super(env, options);
    this.renderAnyTime = options.disableRenderOrderEnforcing ?? false;
  }

  /** Whether `reset` has been called. */
  get hasReset(): boolean {
    return this.wasReset;
  }

  override reset(options?: ResetOptions): Answer<ResetResult<O>, When> {
    this.wasReset = true;
    return this.env.reset(options);
  }

  override step(action: A): Answer<StepResult<O>, When> {
    if (!this.wasReset) throw new ResetNeeded('Cannot call step() before reset()');
    return this.env.step(action);
  }

  override render(): Answer<string | null, When> {
    if (!this.wasReset && !this.renderAnyTime) throw new ResetNeeded('Cannot call render() before reset()');
    return this.env.render();
  }

  protected override extendSpec(inner: EnvSpec): EnvSpec {
    return { ...inner, orderEnforce: true };
  }
}
