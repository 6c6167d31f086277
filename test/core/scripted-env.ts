import {
  BaseEnv,
  Box,
  Discrete,
  type Info,
  type ResetOptions,
  type Space,
  type StepResult,
} from '../../env/core/index.js';

/** Twin of `Scripted` in golden/generate.py: whatever it gives follows from the step and the episode. */
export class ScriptedEnv<A = number> extends BaseEnv<Float64Array, A> {
  readonly metadata = { renderModes: [] };
  readonly observationSpace = new Box(-1000, 1000, { shape: [3], dtype: 'float64' });
  readonly actionSpace: Space<A>;
  received: A | null = null;
  private t = 0;
  private episode = 0;
  private readonly length: number;

  constructor(length = 4, actionSpace: Space<unknown> = new Discrete(2)) {
    super();
    this.length = length;
    this.actionSpace = actionSpace as Space<A>;
  }

  reset(options?: ResetOptions) {
    this.reseed(options);
    this.t = 0;
    this.episode++;
    return { observation: this.observation(), info: this.info() };
  }

  step(action: A): StepResult<Float64Array> {
    this.t++;
    this.received = action;
    const terminated = this.t >= this.length + this.episode;
    const reward = 0.5 * this.t - this.episode;
    return { observation: this.observation(), reward, terminated, truncated: false, info: this.info() };
  }

  render(): null {
    return null;
  }

  close(): void {}

  private observation(): Float64Array {
    return Float64Array.of(this.t, this.episode, 0.25 * this.t * this.episode - 1);
  }

  private info(): Info {
    const always = { t: this.t, even: this.t % 2 === 0, pair: Float32Array.of(this.t, this.episode) };
    if (this.t % 2 === 0) return always;
    return { ...always, label: `episode ${this.episode}`, nested: { half: this.t / 2 } };
  }
}
