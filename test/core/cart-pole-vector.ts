import {
  batchSpace,
  Discrete,
  type EnvSpec,
  RandomStream,
  type VectorEnv,
  type VectorResetOptions,
  type VectorStepResult,
} from '../../env/core/index.js';
import { angleLimit, cartPoleObservationSpace, positionLimit } from './cart-pole.js';

/** Cart-poles as a structure of arrays: one loop over all, resets within the step (`SameStep`), final observations not kept. */
export class CartPoleVector implements VectorEnv<Float32Array, Int32Array, 'sync'> {
  readonly singleObservationSpace = cartPoleObservationSpace;
  readonly singleActionSpace = new Discrete(2);
  readonly observationSpace;
  readonly actionSpace;
  readonly metadata = { renderModes: [], autoresetMode: 'SameStep' as const };
  readonly renderMode = null;
  readonly numEnvs: number;
  spec: EnvSpec | null = null;
  private readonly limit: number;
  private readonly steps: Int32Array;
  private readonly x: Float64Array;
  private readonly speed: Float64Array;
  private readonly angle: Float64Array;
  private readonly spin: Float64Array;
  private streams: RandomStream[];

  constructor(numEnvs: number, maxEpisodeSteps: number) {
    this.numEnvs = numEnvs;
    this.limit = maxEpisodeSteps;
    this.observationSpace = batchSpace(cartPoleObservationSpace, numEnvs);
    this.actionSpace = batchSpace(this.singleActionSpace, numEnvs);
    this.steps = new Int32Array(numEnvs);
    this.x = new Float64Array(numEnvs);
    this.speed = new Float64Array(numEnvs);
    this.angle = new Float64Array(numEnvs);
    this.spin = new Float64Array(numEnvs);
    this.streams = Array.from({ length: numEnvs }, (_, i) => new RandomStream(i, 'env'));
  }

  get unwrapped(): VectorEnv<unknown, unknown, 'sync'> {
    return this;
  }

  reset({ seed }: VectorResetOptions = {}) {
    if (typeof seed === 'number') this.streams = this.streams.map((_, i) => new RandomStream(seed + i, 'env'));
    for (let i = 0; i < this.numEnvs; i++) this.begin(i);
    return { observations: this.observe(), infos: {} };
  }

  step(actions: Int32Array): VectorStepResult<Float32Array> {
    const { numEnvs, x, speed, angle, spin, steps } = this;
    const rewards = new Float64Array(numEnvs).fill(1);
    const terminations = new Uint8Array(numEnvs);
    const truncations = new Uint8Array(numEnvs);
    for (let i = 0; i < numEnvs; i++) {
      const cos = Math.cos(angle[i]!);
      const sin = Math.sin(angle[i]!);
      const shared = ((actions[i] === 1 ? 10 : -10) + 0.05 * spin[i]! * spin[i]! * sin) / 1.1;
      const turn = (9.8 * sin - cos * shared) / (0.5 * (4 / 3 - (0.1 * cos * cos) / 1.1));
      x[i]! += 0.02 * speed[i]!;
      speed[i]! += 0.02 * (shared - (0.05 * turn * cos) / 1.1);
      angle[i]! += 0.02 * spin[i]!;
      spin[i]! += 0.02 * turn;
      terminations[i] = Math.abs(x[i]!) > positionLimit || Math.abs(angle[i]!) > angleLimit ? 1 : 0;
      truncations[i] = ++steps[i]! >= this.limit ? 1 : 0;
      if ((terminations[i]! | truncations[i]!) === 1) this.begin(i);
    }
    return { observations: this.observe(), rewards, terminations, truncations, infos: {} };
  }

  render(): readonly null[] {
    return new Array(this.numEnvs).fill(null);
  }

  close(): void {}

  private begin(i: number): void {
    const random = this.streams[i]!;
    this.x[i] = random.uniform(-0.05, 0.05);
    this.speed[i] = random.uniform(-0.05, 0.05);
    this.angle[i] = random.uniform(-0.05, 0.05);
    this.spin[i] = random.uniform(-0.05, 0.05);
    this.steps[i] = 0;
  }

  private observe(): Float32Array {
    const out = new Float32Array(this.numEnvs * 4);
    for (let i = 0; i < this.numEnvs; i++) {
      out[i * 4] = this.x[i]!;
      out[i * 4 + 1] = this.speed[i]!;
      out[i * 4 + 2] = this.angle[i]!;
      out[i * 4 + 3] = this.spin[i]!;
    }
    return out;
  }
}
