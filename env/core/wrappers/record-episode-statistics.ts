import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link RecordEpisodeStatistics}. */
export interface RecordEpisodeStatisticsOptions {
  /** How many of the last episodes the queues keep; 100 without it. */
  readonly bufferLength?: number;
  /** The key in `info`; `episode` without it. */
  readonly statsKey?: string;
  /**
   * A clock in seconds. Only with one is the episode's duration recorded: the wall clock may not leak into results unasked.
   */
  readonly clock?: () => number;
}

/** What `info` says at an episode's end. */
export interface EpisodeStatistics {
  /** Return: the sum of rewards. */
  readonly r: number;
  /** Length: the number of steps. */
  readonly l: number;
  /** Duration, seconds; only with a clock. */
  readonly t?: number;
}

/** Adds the return and length of an episode to `info` at its end, and keeps those of the last episodes. */
export class RecordEpisodeStatistics<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:RecordEpisodeStatistics';
  /** Episodes that have ended. */
  episodeCount = 0;
  /** Of the last episodes, oldest first. */
  readonly returnQueue: number[] = [];
  readonly lengthQueue: number[] = [];
  /** Seconds; stays empty without a clock. */
  readonly timeQueue: number[] = [];
  private readonly bufferLength: number;
  private readonly statsKey: string;
  private readonly clock: (() => number) | undefined;
  private episodeReturn = 0;
  private episodeLength = 0;
  private startTime = 0;

  /** @throws InputError unless the buffer's length is a whole number ≥ 0 */
  constructor(env: Env<O, A, When>, options: RecordEpisodeStatisticsOptions = {}) {
    super(env, options);
    const { bufferLength = 100, statsKey = 'episode', clock } = options;
    if (!Number.isSafeInteger(bufferLength) || bufferLength < 0)
      throw new InputError({ field: 'bufferLength', value: bufferLength }, 'a whole number ≥ 0');
    this.bufferLength = bufferLength;
    this.statsKey = statsKey;
    this.clock = clock;
  }

  override reset(options?: ResetOptions): Answer<ResetResult<O>, When> {
    return after(this.env.reset(options), (result: ResetResult<O>) => {
      this.begin();
      return result;
    });
  }

  /** @throws InputError when the environment's info has something under the key already */
  override step(action: A): Answer<StepResult<O>, When> {
    return after(this.env.step(action), (result: StepResult<O>) => {
      this.episodeReturn += result.reward;
      this.episodeLength++;
      return result.terminated || result.truncated ? this.end(result) : result;
    });
  }

  private begin(): void {
    this.episodeReturn = 0;
    this.episodeLength = 0;
    this.startTime = this.clock?.() ?? 0;
  }

  private end({ observation, reward, terminated, truncated, info }: StepResult<O>): StepResult<O> {
    if (this.statsKey in info)
      throw new InputError({ field: 'statsKey', value: this.statsKey }, 'a key that info does not have yet');
    const episode: EpisodeStatistics = {
      r: this.episodeReturn,
      l: this.episodeLength,
      ...(this.clock === undefined ? {} : { t: this.clock() - this.startTime }),
    };
    this.episodeCount++;
    this.remember(this.returnQueue, episode.r);
    this.remember(this.lengthQueue, episode.l);
    if (episode.t !== undefined) this.remember(this.timeQueue, episode.t);
    return { observation, reward, terminated, truncated, info: { ...info, [this.statsKey]: episode } };
  }

  private remember(queue: number[], value: number): void {
    queue.push(value);
    if (queue.length > this.bufferLength) queue.shift();
  }
}
