import { BaseEnv, Box, Discrete, type RenderMode, type ResetOptions, type StepResult } from '../../env/core/index.js';

/** Constants of the published task (Barto, Sutton and Anderson, 1983), as Gymnasium has them. */
const gravity = 9.8;
const poleMass = 0.1;
const totalMass = poleMass + 1;
const halfPole = 0.5;
const poleMassLength = poleMass * halfPole;
const force = 10;
const secondsPerStep = 0.02;
export const angleLimit = (12 * 2 * Math.PI) / 360;
export const positionLimit = 2.4;

export const cartPoleObservationSpace = new Box(
  [-positionLimit * 2, Number.NEGATIVE_INFINITY, -angleLimit * 2, Number.NEGATIVE_INFINITY],
  [positionLimit * 2, Number.POSITIVE_INFINITY, angleLimit * 2, Number.POSITIVE_INFINITY],
);

/** A pole on a cart, to be kept upright by pushing left (0) or right (1). */
export class CartPole extends BaseEnv<Float32Array, number> {
  readonly metadata = { renderModes: ['ansi', 'svg'] as readonly RenderMode[] };
  readonly observationSpace = cartPoleObservationSpace;
  readonly actionSpace = new Discrete(2);
  /** Position, velocity, angle, angular velocity. */
  state: [number, number, number, number] = [0, 0, 0, 0];

  constructor({ renderMode = null }: { readonly renderMode?: RenderMode | null } = {}) {
    super(renderMode);
  }

  reset(options?: ResetOptions) {
    this.reseed(options);
    const draw = () => this.random.uniform(-0.05, 0.05);
    this.state = [draw(), draw(), draw(), draw()];
    return { observation: Float32Array.from(this.state), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    const [x, speed, angle, spin] = this.state;
    const push = action === 1 ? force : -force;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const shared = (push + poleMassLength * spin * spin * sin) / totalMass;
    const angularAcceleration =
      (gravity * sin - cos * shared) / (halfPole * (4 / 3 - (poleMass * cos * cos) / totalMass));
    const acceleration = shared - (poleMassLength * angularAcceleration * cos) / totalMass;
    const state = this.state;
    state[0] = x + secondsPerStep * speed;
    state[1] = speed + secondsPerStep * acceleration;
    state[2] = angle + secondsPerStep * spin;
    state[3] = spin + secondsPerStep * angularAcceleration;
    const terminated = Math.abs(state[0]) > positionLimit || Math.abs(state[2]) > angleLimit;
    const observation = new Float32Array(4);
    observation[0] = state[0];
    observation[1] = state[1];
    observation[2] = state[2];
    observation[3] = state[3];
    return { observation, reward: 1, terminated, truncated: false, info: {} };
  }

  render(): string | null {
    const [x, , angle] = this.state;
    if (this.renderMode === 'ansi') return `x ${x.toFixed(3)} angle ${angle.toFixed(3)}`;
    if (this.renderMode === null) return null;
    const tip = `x2="${x + Math.sin(angle)}" y2="${-Math.cos(angle)}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3 -2 6 3"><line x1="${x}" y1="0" ${tip}/></svg>`;
  }

  close(): void {}
}
