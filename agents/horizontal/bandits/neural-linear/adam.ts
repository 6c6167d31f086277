/** Hyper-parameters of {@link Adam}. */
export interface AdamOptions {
  /** Step size. */
  readonly learningRate: number;
  /** Decay of the mean of gradients. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. */
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** Adam (Kingma and Ba, 2015) on a vector of parameters. */
export class Adam {
  readonly mean: Float64Array;
  readonly square: Float64Array;
  /** Steps taken. */
  steps = 0;
  private readonly options: Required<AdamOptions>;

  constructor(parameters: number, { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions) {
    this.mean = new Float64Array(parameters);
    this.square = new Float64Array(parameters);
    this.options = { learningRate, beta1, beta2, epsilon };
  }

  /** Takes one step down the gradient. */
  step(parameters: Float64Array, gradient: Float64Array): void {
    const { mean, square } = this;
    const { learningRate, beta1, beta2, epsilon } = this.options;
    this.steps++;
    const meanScale = learningRate / (1 - beta1 ** this.steps);
    const squareScale = 1 / (1 - beta2 ** this.steps);
    for (let i = 0; i < parameters.length; i++) {
      const slope = gradient[i]!;
      mean[i] = beta1 * mean[i]! + (1 - beta1) * slope;
      square[i] = beta2 * square[i]! + (1 - beta2) * slope * slope;
      parameters[i]! -= (meanScale * mean[i]!) / (Math.sqrt(square[i]! * squareScale) + epsilon);
    }
  }
}
