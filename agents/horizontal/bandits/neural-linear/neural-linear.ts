import { z } from 'zod';
import type { JsonValue } from '../../../../env/core/json.js';
import { RandomStream, type Seed } from '../../../../env/core/random.js';
import { parseWith } from '../../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../../agent.js';
import type { Bandit, BanditShape } from '../bandit.js';
import { bestArm } from '../choose-arm.js';
import { dot } from '../linear-model/dense.js';
import { PlayHistory } from '../play-history.js';
import { banditAutoscaler } from '../scaling/bandit-autoscaler.js';
import { featureOptions, featuresOf, stepOptions } from '../scaling/options.js';
import { Adam } from './adam.js';
import { BayesianRegression } from './bayesian-regression.js';
import { Perceptron } from './perceptron.js';

/** Hyper-parameters of {@link NeuralLinear}. */
const options = {
  /** Width of both hidden layers; the last is what the linear models see. */
  hiddenUnits: z.int().min(1).default(64),
  /** λ: precision of the prior of every arm's coefficients. */
  lambda: z.number().positive().default(0.25),
  /** Rounds from one training to the next, 50 to 400. */
  trainEvery: z.int().min(1).default(200),
  /** Minibatches of a training. */
  batches: z.int().min(1).default(50),
  /** Plays in a minibatch. */
  batchSize: z.int().min(1).default(32),
  /** Adam's step size. */
  learningRate: z.number().positive().default(0.003),
  /** Plays that are remembered, for training and for the linear models. */
  memory: z.int().min(1).default(2000),
};

/** Hyper-parameters of {@link NeuralLinear}, complete. */
export interface NeuralLinearConfig {
  readonly hiddenUnits: number;
  readonly lambda: number;
  readonly trainEvery: number;
  readonly batches: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly memory: number;
}

/**
 * Neural-linear (Riquelme, Tucker and Snoek, 2018): Thompson sampling by Bayesian linear regression, one an arm, on the
 * last hidden layer of a network that is trained on what was played and earned. After a training the regressions are
 * computed afresh from the remembered plays, whose representation has changed.
 */
export class NeuralLinear implements Bandit {
  readonly arms: number;
  readonly network: Perceptron;
  private readonly regressions: readonly BayesianRegression[];
  private readonly optimiser: Adam;
  private readonly history: PlayHistory;
  private readonly config: NeuralLinearConfig;
  private readonly choices: RandomStream;
  private readonly minibatches: RandomStream;
  private readonly scores: Float64Array;
  private readonly draw: Float64Array;
  private readonly outputGradient: Float64Array;
  private sinceTraining = 0;

  constructor({ arms, features }: BanditShape, config: NeuralLinearConfig, seed: Seed) {
    const { hiddenUnits, lambda, learningRate, memory } = config;
    const stream = (name: string) => new RandomStream(seed, 'agent', 'neural-linear', name);
    this.arms = arms;
    this.config = config;
    this.network = new Perceptron([features, hiddenUnits, hiddenUnits, arms], stream('weights'));
    this.regressions = Array.from({ length: arms }, () => new BayesianRegression(hiddenUnits, lambda));
    this.optimiser = new Adam(this.network.parameters.length, { learningRate });
    this.history = new PlayHistory(memory, { arms, features });
    this.choices = stream('choices');
    this.minibatches = stream('minibatches');
    this.scores = new Float64Array(arms);
    this.draw = new Float64Array(hiddenUnits);
    this.outputGradient = new Float64Array(arms);
  }

  select(features: Float64Array, allowed: Uint8Array): number {
    this.network.forward(features);
    for (let arm = 0; arm < this.arms; arm++) {
      this.regressions[arm]!.sample(this.choices, this.draw);
      this.scores[arm] = dot(this.draw, this.network.hidden);
    }
    return bestArm(this.scores, allowed, this.choices);
  }

  update(arm: number, features: Float64Array, reward: number): void {
    this.history.add(arm, features, reward);
    if (++this.sinceTraining >= this.config.trainEvery) {
      this.train();
      this.represent();
      this.sinceTraining = 0;
    } else {
      this.network.forward(features);
      this.regressions[arm]!.update(this.network.hidden, reward);
    }
  }

  /** Minimises the squared error of the played arm's output over minibatches of the remembered plays. */
  private train(): void {
    const { network, history, outputGradient } = this;
    const { batches, batchSize } = this.config;
    for (let batch = 0; batch < batches; batch++) {
      network.gradient.fill(0);
      for (let i = 0; i < batchSize; i++) {
        const at = this.minibatches.integer(0, history.length - 1);
        const arm = history.armAt(at);
        const output = network.forward(history.featuresAt(at))[arm]!;
        outputGradient.fill(0);
        outputGradient[arm] = (2 * (output - history.rewardAt(at))) / batchSize;
        network.backward(outputGradient);
      }
      this.optimiser.step(network.parameters, network.gradient);
    }
  }

  /** Computes every regression from the remembered plays as the network sees them now. */
  private represent(): void {
    const { network, history, regressions } = this;
    for (const regression of regressions) regression.clear();
    for (let at = 0; at < history.length; at++) {
      network.forward(history.featuresAt(at));
      regressions[history.armAt(at)]!.accumulate(network.hidden, history.rewardAt(at));
    }
    for (const regression of regressions) regression.refresh();
  }

  save(): JsonValue {
    return {
      parameters: [...this.network.parameters],
      adam: { mean: [...this.optimiser.mean], square: [...this.optimiser.square], steps: this.optimiser.steps },
      regressions: this.regressions.map((regression) => regression.save()),
      history: this.history.save(),
      sinceTraining: this.sinceTraining,
    };
  }

  restore(state: unknown): void {
    const weights = z.array(z.number()).length(this.network.parameters.length);
    const schema = z.strictObject({
      parameters: weights,
      adam: z.strictObject({ mean: weights, square: weights, steps: z.int().min(0) }),
      regressions: z.array(z.unknown()).length(this.arms),
      history: z.unknown(),
      sinceTraining: z.int().min(0),
    });
    const saved = parseWith(schema, state);
    this.network.parameters.set(saved.parameters);
    this.optimiser.mean.set(saved.adam.mean);
    this.optimiser.square.set(saved.adam.square);
    this.optimiser.steps = saved.adam.steps;
    this.regressions.forEach((regression, arm) => {
      regression.restore(saved.regressions[arm]);
    });
    this.history.restore(saved.history);
    this.sinceTraining = saved.sinceTraining;
  }
}

const configSchema = z.strictObject({ ...options, ...featureOptions, ...stepOptions });

/**
 * {@link NeuralLinear} over steps of the replica count. A reward of one step cannot see what a pod that starts slower than a decision will
 * bring: there the agent may collapse to too few replicas, and `guarded` with a long `recovery` is the remedy. Figures stand at
 * `BanditAutoscaler`.
 */
export const neuralLinearAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'neural-linear',
  title: 'Neural-linear',
  describe: 'Contextual bandit: Thompson sampling on the last layer of a small network trained as it goes.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      featuresOf(config, context),
      context,
      (shape) => new NeuralLinear(shape, config, context.seed),
    ),
};
