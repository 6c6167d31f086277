import type { Answer, Env, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { type Box, requireBox } from '../spaces/box.js';
import { Discrete } from '../spaces/discrete.js';
import { type DType, type TypedArray, zeros } from '../spaces/dtype.js';
import { MultiDiscrete } from '../spaces/multi-discrete.js';
import type { Space } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link DiscretizeAction}. */
export interface DiscretizeActionOptions {
  /** Bins in every dimension, or one number a dimension. */
  readonly bins: number | readonly number[];
  /** Whether an action is one number a dimension (MultiDiscrete) or one number for all (Discrete, without it). */
  readonly multidiscrete?: boolean;
}

/**
 * Divides each dimension of a Box of actions into bins of equal width and takes the number of a bin, which stands for its
 * centre. With a single number the last dimension varies fastest.
 */
export class DiscretizeAction<O, When extends Timing> extends Wrapper<O, number | Int32Array, When, O, TypedArray> {
  static override readonly entryPoint = 'env/core:DiscretizeAction';
  private readonly box: Box<DType>;
  private readonly bins: readonly number[];

  /** @throws InputError unless actions come from a bounded Box and there is a positive number of bins for every dimension */
  constructor(env: Env<O, TypedArray, When>, options: DiscretizeActionOptions) {
    const box = requireBox(env.actionSpace, 'actionSpace');
    if (!box.isBounded())
      throw new InputError({ field: 'actionSpace', value: String(box) }, 'a Box with finite bounds');
    const bins = typeof options.bins === 'number' ? new Array<number>(box.size).fill(options.bins) : options.bins;
    if (bins.length !== box.size || !bins.every((count) => Number.isSafeInteger(count) && count >= 1))
      throw new InputError({ field: 'bins', value: options.bins }, `positive whole numbers, one or ${box.size}`);
    const space = options.multidiscrete
      ? new MultiDiscrete(bins)
      : new Discrete(bins.reduce((product, count) => product * count, 1));
    super(env, options, { actionSpace: space as Space<number | Int32Array> });
    this.box = box;
    this.bins = bins;
  }

  override step(action: number | Int32Array): Answer<StepResult<O>, When> {
    return this.env.step(this.centers(typeof action === 'number' ? this.split(action) : action));
  }

  /** The action whose centres are nearest to a continuous one; the lower of two equally near. */
  revertAction(action: TypedArray): number | Int32Array {
    const indices = Int32Array.from(this.bins, (count, i) => {
      let nearest = 0;
      for (let bin = 1; bin < count; bin++)
        if (Math.abs(this.center(i, bin) - action[i]!) < Math.abs(this.center(i, nearest) - action[i]!)) nearest = bin;
      return nearest;
    });
    if (this.actionSpace instanceof MultiDiscrete) return indices;
    return this.bins.reduce((number, count, i) => number * count + indices[i]!, 0);
  }

  private split(action: number): Int32Array {
    const indices = new Int32Array(this.bins.length);
    let rest = action;
    for (let i = indices.length - 1; i >= 0; i--) {
      indices[i] = rest % this.bins[i]!;
      rest = Math.floor(rest / this.bins[i]!);
    }
    return indices;
  }

  private centers(indices: Int32Array): TypedArray {
    const out = zeros(this.box.dtype, this.bins.length);
    for (let i = 0; i < out.length; i++) out[i] = this.center(i, Math.min(Math.max(indices[i]!, 0), this.bins[i]! - 1));
    return out;
  }

  private center(dimension: number, bin: number): number {
    const low = this.box.low[dimension]!;
    return low + ((this.box.high[dimension]! - low) * (bin + 0.5)) / this.bins[dimension]!;
  }
}
