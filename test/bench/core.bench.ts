import seedrandom from 'seedrandom';
import {
  ClipReward,
  DelayObservation,
  OrderEnforcing,
  PassiveEnvChecker,
  RandomStream,
  RecordEpisodeStatistics,
  type ResetOptions,
  type SyncEnv,
  SyncVectorEnv,
  TimeLimit,
  TransformReward,
  type VectorEnv,
} from '../../env/core/index.js';
import { CartPole } from '../core/cart-pole.js';
import { CartPoleVector } from '../core/cart-pole-vector.js';
import type { BenchLine } from './bench-line.js';

type Bare = SyncEnv<Float32Array, number>;
type Step = ReturnType<Bare['step']>;

/** The standard stack as one would write it for simulated environments only: the peer of the wrappers that go on with after(). */
class PlainChecker {
  private checked = false;
  private readonly env: Pick<Bare, 'reset' | 'step'>;
  constructor(env: Pick<Bare, 'reset' | 'step'>) {
    this.env = env;
  }
  reset(options?: ResetOptions) {
    return this.env.reset(options);
  }
  step(action: number): Step {
    const result = this.env.step(action);
    if (!this.checked) this.checked = result.observation.length === 4;
    return result;
  }
}

class PlainOrder {
  private wasReset = false;
  private readonly env: Pick<Bare, 'reset' | 'step'>;
  constructor(env: Pick<Bare, 'reset' | 'step'>) {
    this.env = env;
  }
  reset(options?: ResetOptions) {
    this.wasReset = true;
    return this.env.reset(options);
  }
  step(action: number): Step {
    if (!this.wasReset) throw new Error('reset first');
    return this.env.step(action);
  }
}

class PlainLimit {
  private elapsed = 0;
  private readonly env: Pick<Bare, 'reset' | 'step'>;
  constructor(env: Pick<Bare, 'reset' | 'step'>) {
    this.env = env;
  }
  reset(options?: ResetOptions) {
    this.elapsed = 0;
    return this.env.reset(options);
  }
  step(action: number): Step {
    const result = this.env.step(action);
    if (++this.elapsed < 500) return result;
    const { observation, reward, terminated, info } = result;
    return { observation, reward, terminated, truncated: true, info };
  }
}

const standard = (env: Bare) => new TimeLimit(new OrderEnforcing(new PassiveEnvChecker(env)), { maxEpisodeSteps: 500 });

const eight = (env: Bare) =>
  new RecordEpisodeStatistics(
    new ClipReward(
      new TransformReward(
        new TransformReward(new DelayObservation(standard(env), { delay: 1 }), { func: (reward) => reward * 2 }),
        { func: (reward) => reward / 2 },
      ),
      { maxReward: 10 },
    ),
  );

/** Best of nine interleaved rounds for each contestant: nanoseconds an operation. */
function race(contestants: Readonly<Record<string, () => number>>): Record<string, number> {
  const best: Record<string, number> = {};
  for (let round = 0; round < 9; round++)
    for (const [name, run] of Object.entries(contestants)) {
      const start = process.hrtime.bigint();
      const operations = run();
      const each = Number(process.hrtime.bigint() - start) / operations;
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, each);
    }
  return best;
}

let kept = 0;

function play(env: Pick<Bare, 'reset' | 'step'>, steps = 400_000): () => number {
  env.reset({ seed: 1 });
  return () => {
    for (let i = 0; i < steps; i++) {
      const result = env.step(i & 1);
      kept += result.reward;
      if (result.terminated || result.truncated) env.reset();
    }
    return steps;
  };
}

function playVector(env: VectorEnv<Float32Array, Int32Array, 'sync'>, envSteps: number): () => number {
  const even = new Int32Array(env.numEnvs);
  const odd = new Int32Array(env.numEnvs).fill(1);
  env.reset({ seed: 1 });
  const rounds = Math.ceil(envSteps / env.numEnvs);
  return () => {
    for (let i = 0; i < rounds; i++) kept += env.step((i & 1) === 0 ? even : odd).rewards[0]!;
    return rounds * env.numEnvs;
  };
}

function draw(source: () => number, draws = 2_000_000): () => number {
  return () => {
    for (let i = 0; i < draws; i++) kept += source();
    return draws;
  };
}

const ns = (value: number) => `${value.toFixed(1)} ns`;
const ratio = (value: number, peer: number) => `${(value / peer).toFixed(2)} ×`;
const perSecond = (nanoseconds: number) => `${(1000 / nanoseconds).toFixed(1)} M/s`;

/** What the core costs around an environment, a draw and a batch. Times are the best of nine interleaved rounds. */
export async function bench(): Promise<BenchLine[]> {
  const steps = race({
    bare: play(new CartPole()),
    plain: play(new PlainLimit(new PlainOrder(new PlainChecker(new CartPole())))),
    standard: play(standard(new CartPole())),
    eight: play(eight(new CartPole())),
  }) as Record<'bare' | 'plain' | 'standard' | 'eight', number>;

  const stream = new RandomStream(1);
  const arc4 = seedrandom('1');
  const alea = seedrandom.alea('1');
  const draws = race({
    xoshiro: draw(() => stream.next()),
    arc4: draw(() => arc4.double()),
    alea: draw(() => alea.double()),
    normal: draw(() => stream.normal()),
    construction: draw(() => new RandomStream(kept > 0 ? 1 : 2, 'env', 3).uint32(), 20_000),
  }) as Record<'xoshiro' | 'arc4' | 'alea' | 'normal' | 'construction', number>;

  const loopOf = (count: number) =>
    new SyncVectorEnv<Float32Array, number>(
      Array.from({ length: count }, () => () => standard(new CartPole())),
      { autoresetMode: 'SameStep' },
    );
  const vectors = race({
    loop: playVector(loopOf(64), 200_000),
    arrays64: playVector(new CartPoleVector(64, 500), 400_000),
    arrays1024: playVector(new CartPoleVector(1024, 500), 800_000),
  }) as Record<'loop' | 'arrays64' | 'arrays1024', number>;
  if (Number.isNaN(kept)) throw new Error('the benchmark computed nothing');

  return [
    { name: 'CartPole, bare', value: ns(steps.bare), note: `a step; ${perSecond(steps.bare)}` },
    {
      name: "CartPole, make()'s three wrappers",
      value: ratio(steps.standard, steps.bare),
      note: `of bare; ${ns(steps.standard)} a step`,
    },
    {
      name: 'the same three, for values only',
      value: ratio(steps.plain, steps.bare),
      note: `of bare; serving promises too costs ${ns(steps.standard - steps.plain)} a step`,
    },
    {
      name: 'CartPole, eight wrappers',
      value: ratio(steps.eight, steps.bare),
      note: `of bare; ${ns(steps.eight)} a step`,
    },
    { name: 'RandomStream.next (53 bits)', value: ns(draws.xoshiro), note: 'a draw' },
    { name: 'seedrandom, ARC4 double', value: ratio(draws.arc4, draws.xoshiro), note: 'of RandomStream.next' },
    { name: 'seedrandom, Alea double', value: ratio(draws.alea, draws.xoshiro), note: 'of RandomStream.next' },
    { name: 'RandomStream.normal', value: ratio(draws.normal, draws.xoshiro), note: 'of RandomStream.next' },
    { name: 'new RandomStream', value: `${(draws.construction / 1000).toFixed(1)} µs`, note: 'once a stream' },
    { name: 'SyncVectorEnv of 64 stacks', value: perSecond(vectors.loop), note: 'environment steps' },
    { name: 'structure of arrays, 64', value: perSecond(vectors.arrays64), note: 'environment steps' },
    {
      name: 'structure of arrays, 1024',
      value: perSecond(vectors.arrays1024),
      note: `environment steps; ${(vectors.loop / vectors.arrays1024).toFixed(1)} × the loop, ${(steps.bare / vectors.arrays1024).toFixed(1)} × bare`,
    },
  ];
}
