import type { Answer, Env, StepResult, Timing } from '../env.js';
import { Box, requireBox } from '../spaces/box.js';
import { type DType, type TypedArray, zeros } from '../spaces/dtype.js';
import { Wrapper } from './wrapper.js';

/** Takes any action and moves each number to the nearest one within the environment's bounds. NaN stays NaN. */
export class ClipAction<O, When extends Timing> extends Wrapper<O, TypedArray, When> {
  static override readonly entryPoint = 'env/core:ClipAction';
  private readonly box: Box<DType>;

  /** @throws InputError unless actions come from a Box */
  constructor(env: Env<O, TypedArray, When>) {
    const box = requireBox(env.actionSpace, 'actionSpace');
    const { shape, dtype } = box;
    super(env, {}, { actionSpace: new Box(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, { shape, dtype }) });
    this.box = box;
  }

  override step(action: TypedArray): Answer<StepResult<O>, When> {
    const { low, high, dtype } = this.box;
    const clipped = zeros(dtype, low.length);
    for (let i = 0; i < clipped.length; i++) clipped[i] = Math.max(low[i]!, Math.min(high[i]!, action[i]!));
    return this.env.step(clipped);
  }
}
