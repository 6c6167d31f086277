import type { Answer, Env, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { type Bound, Box, requireBox } from '../spaces/box.js';
import { type DType, type TypedArray, zeros } from '../spaces/dtype.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link RescaleAction}. */
export interface RescaleActionOptions {
  /** Lower bounds of the actions that are taken. */
  readonly minAction: Bound;
  /** Upper bounds of the actions that are taken. */
  readonly maxAction: Bound;
}

/**
 * Takes actions within bounds of one's choice and maps them linearly onto the environment's. A number with an infinite bound
 * keeps that bound and is only shifted.
 */
export class RescaleAction<O, When extends Timing> extends Wrapper<O, TypedArray, When> {
  static override readonly entryPoint = 'env/core:RescaleAction';
  private readonly dtype: DType;
  private readonly gradient: Float64Array;
  private readonly intercept: Float64Array;

  /** @throws InputError unless actions come from a Box, min < max, and infinite bounds agree */
  constructor(env: Env<O, TypedArray, When>, options: RescaleActionOptions) {
    const inner = requireBox(env.actionSpace, 'actionSpace');
    const { shape, dtype } = inner;
    const outer = new Box(options.minAction, options.maxAction, { shape, dtype });
    super(env, options, { actionSpace: outer });
    this.dtype = dtype;
    this.gradient = new Float64Array(inner.size).fill(1);
    this.intercept = new Float64Array(inner.size);
    for (let i = 0; i < inner.size; i++) this.fit(i, inner, outer);
  }

  override step(action: TypedArray): Answer<StepResult<O>, When> {
    const scaled = zeros(this.dtype, action.length);
    for (let i = 0; i < scaled.length; i++) scaled[i] = (action[i]! - this.intercept[i]!) / this.gradient[i]!;
    return this.env.step(scaled);
  }

  private fit(i: number, inner: Box<DType>, outer: Box<DType>): void {
    const [low, high, newLow, newHigh] = [inner.low[i]!, inner.high[i]!, outer.low[i]!, outer.high[i]!];
    if (newLow === newHigh) throw new InputError({ field: 'maxAction', value: newHigh }, 'more than minAction');
    requireSameInfinity('minAction', newLow, low);
    requireSameInfinity('maxAction', newHigh, high);
    if (Number.isFinite(newLow) && Number.isFinite(newHigh)) this.gradient[i] = (newHigh - newLow) / (high - low);
    if (Number.isFinite(newLow)) this.intercept[i] = newLow - this.gradient[i]! * low;
    else if (Number.isFinite(newHigh)) this.intercept[i] = newHigh - high;
  }
}

function requireSameInfinity(field: string, outer: number, inner: number): void {
  if (outer !== inner && !(Number.isFinite(outer) && Number.isFinite(inner)))
    throw new InputError({ field, value: String(outer) }, `${inner}, as the environment's bound is`);
}
