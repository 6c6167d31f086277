import type { Bandit } from '../../agents/horizontal/bandits/bandit.js';
import { DLinUcb } from '../../agents/horizontal/bandits/d-linucb.js';
import { EpsilonGreedy } from '../../agents/horizontal/bandits/epsilon-greedy.js';
import { Exp3 } from '../../agents/horizontal/bandits/exp3.js';
import { HsLinUcb } from '../../agents/horizontal/bandits/hslinucb.js';
import { LinTs } from '../../agents/horizontal/bandits/lin-ts.js';
import { LinUcb } from '../../agents/horizontal/bandits/linucb.js';
import { baselineSplit, LinUcbHybrid } from '../../agents/horizontal/bandits/linucb-hybrid.js';
import { NeuralLinear } from '../../agents/horizontal/bandits/neural-linear/neural-linear.js';
import { SlidingWindowLinUcb } from '../../agents/horizontal/bandits/sliding-window-linucb.js';
import { RandomStream } from '../../env/core/random.js';
import { type HorizontalView, lazyView } from '../../env/horizontal/view.js';
import type { BenchLine } from './bench-line.js';

const arms = 3;
const features = 8;
const shape = { arms, features };
const allowed = new Uint8Array(arms).fill(1);

/** LinUCB as it is mostly written: every update inverts the played arm's matrix in full, and every array is made anew. */
class NaiveLinUcb implements Pick<Bandit, 'select' | 'update'> {
  private readonly a = Array.from({ length: arms }, () => identity());
  private readonly b = Array.from({ length: arms }, () => new Array<number>(features).fill(0));
  private readonly inverse = this.a.map(invert);
  private readonly theta = this.b.map((moments) => moments.slice());

  select(x: Float64Array): number {
    const scores = this.theta.map((theta, arm) => {
      const image = this.inverse[arm]!.map((row) => inner(row, x));
      return inner(theta, x) + Math.sqrt(inner(image, x));
    });
    return scores.indexOf(Math.max(...scores));
  }

  update(arm: number, x: Float64Array, reward: number): void {
    const [a, b] = [this.a[arm]!, this.b[arm]!];
    for (let i = 0; i < features; i++) {
      for (let j = 0; j < features; j++) a[i]![j]! += x[i]! * x[j]!;
      b[i]! += reward * x[i]!;
    }
    this.inverse[arm] = invert(a);
    this.theta[arm] = this.inverse[arm]!.map((row) => inner(row, b));
  }
}

function identity(): number[][] {
  return Array.from({ length: features }, (_, i) => Array.from({ length: features }, (_, j) => (i === j ? 1 : 0)));
}

function inner(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  return sum;
}

/** Gauss and Jordan without pivots, which positive definite matrices do not need. */
function invert(matrix: readonly (readonly number[])[]): number[][] {
  const left = matrix.map((row) => row.slice());
  const right = identity();
  for (let column = 0; column < features; column++) {
    const scale = 1 / left[column]![column]!;
    for (let j = 0; j < features; j++) {
      left[column]![j]! *= scale;
      right[column]![j]! *= scale;
    }
    for (let i = 0; i < features; i++) {
      if (i === column) continue;
      const weight = left[i]![column]!;
      for (let j = 0; j < features; j++) {
        left[i]![j]! -= weight * left[column]![j]!;
        right[i]![j]! -= weight * right[column]![j]!;
      }
    }
  }
  return right;
}

const contexts = 4096;
const stream = new RandomStream(1, 'bench');
const rows = Array.from({ length: contexts }, () =>
  Float64Array.from({ length: features }, (_, i) => (i === 0 ? 1 : stream.normal())),
);
const rewards = Float64Array.from({ length: contexts }, () => stream.next());

let kept = 0;

/** One round is a select and an update of the arm that was selected. */
function rounds(bandit: Pick<Bandit, 'select' | 'update'>, count: number): () => number {
  return () => {
    for (let i = 0; i < count; i++) {
      const row = rows[i % contexts]!;
      const arm = bandit.select(row, allowed);
      bandit.update(arm, row, rewards[i % contexts]!);
      kept += arm;
    }
    return count;
  };
}

/** Contexts of 1 to 10 pods that meet an objective of 600 ms, so that no rule decides. */
const views: readonly HorizontalView[] = Array.from({ length: contexts }, () => {
  const pods = stream.integer(1, 10);
  const cpu = stream.uniform(0.2, 0.9);
  const context = Float64Array.of(pods, stream.uniform(100, 590), 10 * pods * cpu, cpu, 0.24 * cpu, 0.4, 0.2);
  const limits = { minReplicas: 1, maxReplicas: 10 };
  return lazyView({ timeSeconds: 0, specReplicas: pods, statusReplicas: pods, limits, context }, () => {
    throw new Error('no agent of this benchmark looks at the cluster');
  });
});

/** One round is a decision on a view, and its lesson from the next. */
function decisions(learner: HsLinUcb, count: number): () => number {
  return () => {
    for (let i = 0; i < count; i++) {
      const before = views[i % contexts]!;
      const decided = learner.decide(before);
      const after = views[(i + 1) % contexts]!;
      learner.learn({ before, decided, applied: decided, reward: 0, after, terminated: false });
      kept += decided;
    }
    return count;
  };
}

/** Best of five interleaved passes for each contestant: microseconds a round. */
function race<Name extends string>(contestants: Readonly<Record<Name, () => number>>): Record<Name, number> {
  const best = {} as Record<Name, number>;
  for (let pass = 0; pass < 5; pass++)
    for (const name of Object.keys(contestants) as Name[]) {
      const start = process.hrtime.bigint();
      const count = contestants[name]();
      const each = Number(process.hrtime.bigint() - start) / 1000 / count;
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, each);
    }
  return best;
}

const one = { lambda: 1 };
const hsOptions = { alpha: 0.5, lambda: 0.1, margin: 2, downMargin: 0.5, initialNoise: 0.3, maxStep: 1 };
const network = { hiddenUnits: 64, batches: 50, batchSize: 32, learningRate: 0.003, memory: 2000 };

/** A decision and its lesson at 8 features and 3 arms: select + update. */
export async function bench(): Promise<BenchLine[]> {
  const random = () => new RandomStream(2);
  const times = race({
    naive: rounds(new NaiveLinUcb(), 20_000),
    linUcb: rounds(new LinUcb(shape, { alpha: 1, ...one }, random()), 200_000),
    everyRound: rounds(new LinUcb(shape, { alpha: 1, ...one, refreshEvery: 1 }, random()), 50_000),
    sliding: rounds(new SlidingWindowLinUcb(shape, { window: 2000, alpha: 1, ...one }, random()), 100_000),
    epsilon: rounds(new EpsilonGreedy(shape, { epsilon: 0.05, ...one }, random()), 200_000),
    hsLinUcb: decisions(new HsLinUcb(600, hsOptions), 100_000),
    hybrid: rounds(new LinUcbHybrid(arms, baselineSplit(features), { alpha: 1, ...one }, random()), 50_000),
    thompson: rounds(new LinTs(shape, { scale: 0.3, ...one }, random()), 100_000),
    discounted: rounds(new DLinUcb(shape, { discount: 0.999, beta: 1, ...one }, random()), 50_000),
    exp3: rounds(new Exp3(arms, { gamma: 0.1 }, random()), 200_000),
    neural: rounds(new NeuralLinear(shape, { ...network, lambda: 0.25, trainEvery: 1e9 }, 2), 1000),
    neuralTraining: rounds(new NeuralLinear(shape, { ...network, lambda: 0.25, trainEvery: 200 }, 2), 1000),
  });
  if (Number.isNaN(kept)) throw new Error('the benchmark computed nothing');

  const us = (value: number) => `${value.toFixed(2)} µs`;
  const ofLinUcb = (value: number) => `${(value / times.linUcb).toFixed(2)} × LinUCB`;
  return [
    {
      name: 'LinUCB (Sherman–Morrison)',
      value: us(times.linUcb),
      note: `a round; the naive full inverse takes ${(times.naive / times.linUcb).toFixed(1)} × as long (${us(times.naive)})`,
    },
    {
      name: 'LinUCB, inverse every round',
      value: us(times.everyRound),
      note: `Cholesky; ${ofLinUcb(times.everyRound)}`,
    },
    { name: 'LinUCB, sliding window', value: us(times.sliding), note: ofLinUcb(times.sliding) },
    {
      name: 'HSLinUCB corrected',
      value: us(times.hsLinUcb),
      note: `decide and learn, features included; ${ofLinUcb(times.hsLinUcb)}`,
    },
    { name: 'LinUCB, hybrid', value: us(times.hybrid), note: ofLinUcb(times.hybrid) },
    { name: 'D-LinUCB', value: us(times.discounted), note: ofLinUcb(times.discounted) },
    { name: 'LinTS', value: us(times.thompson), note: ofLinUcb(times.thompson) },
    { name: 'ε-greedy', value: us(times.epsilon), note: ofLinUcb(times.epsilon) },
    { name: 'EXP3', value: us(times.exp3), note: ofLinUcb(times.exp3) },
    {
      name: 'neural-linear, untrained',
      value: us(times.neural),
      note: 'a 64–64 network and three draws from 64 dimensions',
    },
    { name: 'neural-linear', value: us(times.neuralTraining), note: 'with its training every 200 rounds' },
  ];
}
