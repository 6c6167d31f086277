import type { AsyncEnv, RandomStream, ResetOptions, SyncEnv } from '../../env/core/index.js';

/** A simulated environment that answers with promises, as an emulated one does. */
export class PromisedEnv<O, A> implements AsyncEnv<O, A> {
  private readonly env: SyncEnv<O, A>;
  constructor(env: SyncEnv<O, A>) {
    this.env = env;
  }
  get observationSpace() {
    return this.env.observationSpace;
  }
  get actionSpace() {
    return this.env.actionSpace;
  }
  get metadata() {
    return this.env.metadata;
  }
  get renderMode() {
    return this.env.renderMode;
  }
  get spec() {
    return this.env.spec;
  }
  set spec(spec) {
    this.env.spec = spec;
  }
  get unwrapped(): AsyncEnv {
    return this;
  }
  get random(): RandomStream {
    return this.env.random;
  }
  set random(stream: RandomStream) {
    this.env.random = stream;
  }
  get randomSeed() {
    return this.env.randomSeed;
  }
  async reset(options?: ResetOptions) {
    return this.env.reset(options);
  }
  async step(action: A) {
    return this.env.step(action);
  }
  async render() {
    return this.env.render();
  }
  async close() {
    this.env.close();
  }
}
