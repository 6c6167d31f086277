import { after } from '../answer.js';
import type { Answer, RenderMode, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import type { Space } from '../spaces/space.js';
import type { EnvSpec } from '../spec.js';
import { requireResetMask } from './reset-options.js';
import type {
  VectorEnv,
  VectorEnvMetadata,
  VectorResetOptions,
  VectorResetResult,
  VectorStepResult,
} from './vector-env.js';

/** Options of {@link VectorRecordEpisodeStatistics}. */
export interface VectorRecordEpisodeStatisticsOptions {
  /** How many of the last episodes the queues keep; 100 without it. */
  readonly bufferLength?: number;
  /** The key in `infos`; `episode` without it. */
  readonly statsKey?: string;
}

/**
 * Adds `infos.episode` with the arrays r (return) and l (length), and the mask `infos._episode`, to every step in which an
 * episode ends, and keeps those of the last episodes. The step that only resets (mode `NextStep`) counts towards no episode.
 * A reset with a mask begins new episodes under the mask alone (Gymnasium 1.4.0 means to, but forgets all returns there).
 */
export class VectorRecordEpisodeStatistics<O, A, When extends Timing> implements VectorEnv<O, A, When> {
  /** Episodes that have ended. */
  episodeCount = 0;
  /** Of the last episodes, oldest first. */
  readonly returnQueue: number[] = [];
  readonly lengthQueue: number[] = [];
  readonly env: VectorEnv<O, A, When>;
  private readonly bufferLength: number;
  private readonly statsKey: string;
  private readonly returns: Float64Array;
  private readonly lengths: Int32Array;
  private readonly ended: Uint8Array;

  constructor(
    env: VectorEnv<O, A, When>,
    { bufferLength = 100, statsKey = 'episode' }: VectorRecordEpisodeStatisticsOptions = {},
  ) {
    this.env = env;
    this.bufferLength = bufferLength;
    this.statsKey = statsKey;
    this.returns = new Float64Array(env.numEnvs);
    this.lengths = new Int32Array(env.numEnvs);
    this.ended = new Uint8Array(env.numEnvs);
  }

  get numEnvs(): number {
    return this.env.numEnvs;
  }
  get singleObservationSpace(): Space<unknown> {
    return this.env.singleObservationSpace;
  }
  get singleActionSpace(): Space<unknown> {
    return this.env.singleActionSpace;
  }
  get observationSpace(): Space<O> {
    return this.env.observationSpace;
  }
  get actionSpace(): Space<A> {
    return this.env.actionSpace;
  }
  get metadata(): VectorEnvMetadata {
    return this.env.metadata;
  }
  get renderMode(): RenderMode | null {
    return this.env.renderMode;
  }
  get unwrapped(): VectorEnv<unknown, unknown, When> {
    return this.env.unwrapped;
  }
  get spec(): EnvSpec | null {
    return this.env.spec;
  }
  set spec(spec: EnvSpec | null) {
    this.env.spec = spec;
  }

  reset(options?: VectorResetOptions): Answer<VectorResetResult<O>, When> {
    const mask = options?.options?.resetMask;
    if (mask !== undefined) requireResetMask(mask, this.numEnvs);
    return after(this.env.reset(options), (result: VectorResetResult<O>) => {
      for (let i = 0; i < this.numEnvs; i++) if (mask === undefined || mask[i] === 1) this.begin(i);
      return result;
    });
  }

  step(actions: A): Answer<VectorStepResult<O>, When> {
    return after(this.env.step(actions), (result: VectorStepResult<O>) => this.count(result));
  }

  render(): Answer<readonly (string | null)[], When> {
    return this.env.render();
  }

  close(): Answer<void, When> {
    return this.env.close();
  }

  private count(result: VectorStepResult<O>): VectorStepResult<O> {
    const { rewards, terminations, truncations } = result;
    const { returns, lengths, ended } = this;
    const mode = this.metadata.autoresetMode;
    let anyEnd = false;
    for (let i = 0; i < rewards.length; i++) {
      if (mode === 'NextStep' && ended[i] === 1) {
        this.begin(i);
        continue;
      }
      returns[i]! += rewards[i]!;
      lengths[i]!++;
      ended[i] = terminations[i]! | truncations[i]!;
      anyEnd ||= ended[i] === 1;
    }
    return anyEnd ? this.report(result) : result;
  }

  private report(result: VectorStepResult<O>): VectorStepResult<O> {
    const { statsKey, ended } = this;
    if (statsKey in result.infos)
      throw new InputError({ field: 'statsKey', value: statsKey }, 'a key that infos do not have yet');
    const r = this.returns.map((sum, i) => (ended[i] === 1 ? sum : 0));
    const l = this.lengths.map((steps, i) => (ended[i] === 1 ? steps : 0));
    const mask = ended.slice();
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === 0) continue;
      this.episodeCount++;
      this.remember(this.returnQueue, r[i]!);
      this.remember(this.lengthQueue, l[i]!);
      if (this.metadata.autoresetMode === 'SameStep') this.begin(i);
    }
    return { ...result, infos: { ...result.infos, [statsKey]: { r, l }, [`_${statsKey}`]: mask } };
  }

  private begin(index: number): void {
    this.returns[index] = 0;
    this.lengths[index] = 0;
    this.ended[index] = 0;
  }

  private remember(queue: number[], value: number): void {
    queue.push(value);
    if (queue.length > this.bufferLength) queue.shift();
  }
}
