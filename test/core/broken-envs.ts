import {
  BaseEnv,
  Box,
  Discrete,
  type Info,
  RandomStream,
  type ResetOptions,
  type StepResult,
} from '../../env/core/index.js';

/** A sound environment of one random number; each subclass below breaks one rule of the contract. */
export class SoundEnv extends BaseEnv<Float32Array, number> {
  readonly metadata = { renderModes: [] };
  readonly observationSpace = new Box(0, 1, { shape: [2] });
  readonly actionSpace = new Discrete(3);

  reset(options?: ResetOptions): { observation: Float32Array; info: Info } {
    this.reseed(options);
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    return { observation: this.observe(), reward: action, terminated: false, truncated: false, info: {} };
  }

  render(): null {
    return null;
  }

  close(): void {}

  protected observe(): Float32Array {
    return Float32Array.of(this.random.next(), this.random.next());
  }
}

let counter = 0;

/** One rule each, with the finding that should name it. */
export const brokenEnvs: readonly (readonly [string, () => SoundEnv, 'error' | 'warning', RegExp])[] = [
  [
    'an observation outside its space',
    () =>
      new (class extends SoundEnv {
        protected override observe() {
          this.random.next();
          return Float32Array.of(3, 0);
        }
      })(),
    'warning',
    /not within the observation space/,
  ],
  [
    'an observation of another type',
    () =>
      new (class extends SoundEnv {
        override readonly observationSpace = new Box(0, 1, { shape: [2], dtype: 'float64' }) as never;
      })(),
    'warning',
    /should be of type float64, not float32/,
  ],
  [
    'a seed it does not take',
    () =>
      new (class extends SoundEnv {
        override reset() {
          return { observation: this.observe(), info: {} };
        }
      })(),
    'error',
    /same seed leave `random` in different states/,
  ],
  [
    'the same stream for every seed',
    () =>
      new (class extends SoundEnv {
        override reset() {
          this.random = new RandomStream(1);
          return { observation: this.observe(), info: {} };
        }
      })(),
    'error',
    /different seeds leave `random` in the same state/,
  ],
  [
    'a reset that remembers what it should not',
    () =>
      new (class extends SoundEnv {
        override reset(options?: ResetOptions) {
          this.reseed(options);
          return { observation: Float32Array.of((counter++ % 10) / 10, this.random.next()), info: {} };
        }
      })(),
    'error',
    /Two resets with the same seed give different `observation`/,
  ],
  [
    'a step that draws from elsewhere',
    () =>
      new (class extends SoundEnv {
        override step(action: number) {
          return { ...super.step(action), reward: counter++ };
        }
      })(),
    'error',
    /same seed and action give different `reward`/,
  ],
  [
    'an info that differs',
    () =>
      new (class extends SoundEnv {
        override step(action: number) {
          return { ...super.step(action), info: { call: counter++ } };
        }
      })(),
    'error',
    /different `info`/,
  ],
  [
    'an observation that is nearly the same',
    () =>
      new (class extends SoundEnv {
        override step(action: number) {
          return { ...super.step(action), reward: 1 + (counter++ % 2) * 1e-9 };
        }
      })(),
    'warning',
    /`reward` that is close but not equal/,
  ],
  [
    'a flag that is a number',
    () =>
      new (class extends SoundEnv {
        override step(action: number) {
          return { ...super.step(action), terminated: 0 as never };
        }
      })(),
    'warning',
    /`terminated` as true or false, not number/,
  ],
  [
    'a reward that is NaN',
    () =>
      new (class extends SoundEnv {
        override step(action: number) {
          return { ...super.step(action), reward: Number.NaN };
        }
      })(),
    'warning',
    /reward is NaN/,
  ],
  [
    'no info',
    () =>
      new (class extends SoundEnv {
        override step(action: number) {
          return { ...super.step(action), info: null as never };
        }
      })(),
    'error',
    /`info` as an object, not null/,
  ],
  [
    'a list in place of a result',
    () =>
      new (class extends SoundEnv {
        override reset(options?: ResetOptions) {
          return Object.values(super.reset(options)) as never;
        }
      })(),
    'error',
    /reset\(\) must give \{ observation, info \}, not a list/,
  ],
  [
    'a missing field',
    () =>
      new (class extends SoundEnv {
        override step(action: number) {
          const { truncated, ...rest } = super.step(action);
          return { ...rest, done: truncated } as never;
        }
      })(),
    'error',
    /truncated missing/,
  ],
  [
    'truncation after one step',
    () =>
      new (class extends SoundEnv {
        override step(action: number) {
          return { ...super.step(action), truncated: true };
        }
      })(),
    'error',
    /truncates after one step/,
  ],
  [
    'one buffer for all observations',
    () =>
      new (class extends SoundEnv {
        private readonly buffer = new Float32Array(2);
        protected override observe() {
          this.buffer.set([this.random.next(), this.random.next()]);
          return this.buffer.subarray(0);
        }
      })(),
    'error',
    /same memory in `observation`/,
  ],
  [
    'one info for all steps',
    () =>
      new (class extends SoundEnv {
        private readonly info = { n: 0 };
        override step(action: number) {
          return { ...super.step(action), info: this.info };
        }
      })(),
    'error',
    /same memory in `info`/,
  ],
  [
    'a step that throws',
    () =>
      new (class extends SoundEnv {
        override step(): never {
          throw new Error('no such pod');
        }
      })(),
    'error',
    /step\(\) threw: no such pod/,
  ],
  [
    'no action space',
    () =>
      new (class extends SoundEnv {
        override readonly actionSpace = undefined as never;
      })(),
    'error',
    /action space is not a Space but missing/,
  ],
  [
    'a seed method',
    () =>
      new (class extends SoundEnv {
        override readonly actionSpace = new Discrete(3);
        readonly extra = Object.assign(this, { seed: () => 1 });
      })(),
    'warning',
    /`seed` method has no place/,
  ],
  [
    'a box with no room',
    () =>
      new (class extends SoundEnv {
        override readonly observationSpace = new Box([0, 0.5], [1, 0.5]);
        protected override observe() {
          return Float32Array.of(this.random.next(), 0.5);
        }
      })(),
    'warning',
    /lower and upper bound are equal/,
  ],
];
