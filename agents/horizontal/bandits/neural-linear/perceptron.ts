import type { RandomStream } from '../../../../env/core/random.js';

/**
 * A fully connected network in plain loops: ReLU after every layer but the last, which is linear. Weights of a layer
 * stand by rows, one row of inputs an output, followed by its biases; sums run in four lanes, which do not wait for
 * each other. No call allocates.
 */
export class Perceptron {
  /** Numbers of every layer, input first. */
  readonly sizes: readonly number[];
  readonly parameters: Float64Array;
  /** Gradient of the loss by every parameter, added up by {@link backward}. */
  readonly gradient: Float64Array;
  private readonly starts: readonly number[];
  private readonly activations: readonly Float64Array[];
  private readonly errors: readonly Float64Array[];

  /** Weights are drawn as He et al. (2015) do for ReLU: normal with variance 2 ÷ inputs; biases are 0. */
  constructor(sizes: readonly number[], stream: RandomStream) {
    this.sizes = sizes;
    const starts: number[] = [];
    let length = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      starts.push(length);
      length += sizes[layer]! * (sizes[layer - 1]! + 1);
    }
    this.starts = starts;
    this.parameters = new Float64Array(length);
    this.gradient = new Float64Array(length);
    this.activations = sizes.map((size) => new Float64Array(size));
    this.errors = sizes.map((size) => new Float64Array(size));
    starts.forEach((start, i) => {
      const weights = sizes[i]! * sizes[i + 1]!;
      for (let at = 0; at < weights; at++) this.parameters[start + at] = stream.normal(0, Math.sqrt(2 / sizes[i]!));
    });
  }

  /** Last hidden layer of the last {@link forward}. */
  get hidden(): Float64Array {
    return this.activations[this.sizes.length - 2]!;
  }

  /** Runs the network. @returns its output, valid until the next call */
  forward(input: Float64Array): Float64Array {
    const { sizes, starts, parameters, activations } = this;
    activations[0]!.set(input);
    for (let layer = 1; layer < sizes.length; layer++) {
      const from = activations[layer - 1]!;
      const to = activations[layer]!;
      const isLast = layer === sizes.length - 1;
      let at = starts[layer - 1]!;
      const biases = at + from.length * to.length;
      const fours = from.length - (from.length % 4);
      for (let i = 0; i < to.length; i++) {
        let sum = parameters[biases + i]!;
        let second = 0;
        let third = 0;
        let fourth = 0;
        let j = 0;
        for (; j < fours; j += 4, at += 4) {
          sum += parameters[at]! * from[j]!;
          second += parameters[at + 1]! * from[j + 1]!;
          third += parameters[at + 2]! * from[j + 2]!;
          fourth += parameters[at + 3]! * from[j + 3]!;
        }
        for (; j < from.length; j++, at++) sum += parameters[at]! * from[j]!;
        sum += second + (third + fourth);
        to[i] = isLast || sum > 0 ? sum : 0;
      }
    }
    return activations[sizes.length - 1]!;
  }

  /** Adds to {@link gradient} what one sample contributes, the one {@link forward} was last called with. */
  backward(outputGradient: Float64Array): void {
    const { sizes, starts, parameters, gradient, activations, errors } = this;
    errors[sizes.length - 1]!.set(outputGradient);
    for (let layer = sizes.length - 1; layer >= 1; layer--) {
      const from = activations[layer - 1]!;
      const error = errors[layer]!;
      const below = errors[layer - 1]!.fill(0);
      const start = starts[layer - 1]!;
      const biases = start + from.length * error.length;
      for (let i = 0; i < error.length; i++) {
        const slope = error[i]!;
        if (slope === 0) continue;
        gradient[biases + i]! += slope;
        for (let j = 0, at = start + i * from.length; j < from.length; j++, at++) {
          gradient[at]! += slope * from[j]!;
          below[j]! += slope * parameters[at]!;
        }
      }
      if (layer > 1) for (let j = 0; j < from.length; j++) if (from[j] === 0) below[j] = 0;
    }
  }
}
