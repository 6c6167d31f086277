import { after } from '../answer.js';
import { checkRenderResult, checkResetResult, checkStepResult } from '../checks/check-result.js';
import { checkSpace } from '../checks/check-space.js';
import { sharesData } from '../checks/compare-data.js';
import type { Findings } from '../checks/findings.js';
import type { Answer, Env, Info, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import type { EnvSpec } from '../spec.js';
import { warn } from '../warning.js';
import { Wrapper } from './wrapper.js';

/** Breaches of the contract stop the program; everything else is a warning. */
const passive: Findings = {
  error(message) {
    throw new TypeError(message);
  },
  warn,
};

/**
 * Checks the spaces, and the first `reset`, the first two steps and the first `render` of an environment on the way, without
 * changing anything: element types, membership, real booleans, a finite reward, and that no call hands out memory that an
 * earlier one handed out. Later calls go straight through.
 */
export class PassiveEnvChecker<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:PassiveEnvChecker';
  private resetChecked = false;
  private renderChecked = false;
  private stepsChecked = 0;
  private previous: { readonly observation: O; readonly info: Info } | null = null;

  /** @throws TypeError when a space is none */
  constructor(env: Env<O, A, When>) {
    super(env);
    checkSpace(env.actionSpace, 'action', passive);
    checkSpace(env.observationSpace, 'observation', passive);
  }

  override reset(options?: ResetOptions): Answer<ResetResult<O>, When> {
    if (this.resetChecked) return this.env.reset(options);
    this.resetChecked = true;
    return after(this.env.reset(options), (result: ResetResult<O>) => {
      checkResetResult(result, this.observationSpace, passive);
      this.previous = result;
      return result;
    });
  }

  override step(action: A): Answer<StepResult<O>, When> {
    if (this.stepsChecked === 2) return this.env.step(action);
    this.stepsChecked++;
    return after(this.env.step(action), (result: StepResult<O>) => {
      checkStepResult(result, this.observationSpace, passive);
      this.checkReuse(result);
      this.previous = this.stepsChecked === 2 ? null : result;
      return result;
    });
  }

  override render(): Answer<string | null, When> {
    if (this.renderChecked) return this.env.render();
    this.renderChecked = true;
    if (this.renderMode !== null && !this.metadata.renderModes.includes(this.renderMode))
      warn(`The render mode '${this.renderMode}' is not among metadata.renderModes.`);
    return after(this.env.render(), (picture: string | null) => {
      checkRenderResult(picture, this.renderMode, passive);
      return picture;
    });
  }

  private checkReuse(result: StepResult<O>): void {
    if (this.previous === null) return;
    if (sharesData(this.previous.observation, result.observation))
      warn(
        'Two calls gave observations that share memory: writing to one changes the other. Give new data on every call.',
      );
    if (sharesData(this.previous.info, result.info))
      warn('Two calls gave infos that share an object: writing to one changes the other. Give new data on every call.');
  }

  protected override extendSpec(inner: EnvSpec): EnvSpec {
    return { ...inner, disableEnvChecker: false };
  }
}
