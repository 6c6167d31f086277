import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { ContextIndex } from '../../../env/horizontal/view.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import { ReleasedArm, type ReleasedLearner, releasedAutoscaler } from '../bandits/released-round.js';
import { hotStartOptions } from '../bandits/scaling/options.js';
import { QTable } from './q-table.js';

/** Hyper-parameters of {@link QLearningAsReleased}; the defaults are the released ones. */
const options = {
  /** Share of the way a value moves towards its target. */
  learningRate: z.number().gt(0).max(1).default(0.1),
  /** Discount of the next state's value; the defect leaves it nearly without effect. */
  discount: z.number().min(0).max(1).default(0.9),
  /** Learning steps over which the chance to exploit grows from its start to 1. */
  learningSteps: z.int().min(1).default(6000),
  /** Chance to exploit at the beginning; a hot start brings its own. */
  initialExploitation: z.number().min(0).max(1).default(0),
};

/** What the released Q-learning is told; see the options above. */
export interface QLearningAsReleasedConfig {
  readonly learningRate: number;
  readonly discount: number;
  readonly learningSteps: number;
  readonly initialExploitation: number;
}

/**
 * A context's place in the table: pods, latency to 100 ms, requests/s to 10, tenths of CPU and memory over their
 * requests.
 */
function stateOf(context: Float64Array): string {
  return key(context, 100 * Math.round(latency(context) / 100), 10 * Math.round(requests(context) / 10));
}

/** Where the released code looks for the next state: latency to 1 ms, requests/s to 1. Hardly ever a visited place. */
function nextStateAsReleased(context: Float64Array): string {
  return key(context, Math.round(latency(context)), Math.round(requests(context)));
}

const latency = (context: Float64Array): number => context[ContextIndex.p95LatencyMs]!;
const requests = (context: Float64Array): number => context[ContextIndex.requestsPerSecond]!;

function key(context: Float64Array, latencyMs: number, requestsPerSecond: number): string {
  const tenths = (index: number) => Math.round(context[index]! * 10);
  const cpu = tenths(ContextIndex.cpuToRequest);
  const memory = tenths(ContextIndex.memoryToRequest);
  return `${context[ContextIndex.containers]} ${latencyMs} ${requestsPerSecond} ${cpu} ${memory}`;
}

/**
 * Tabular Q-learning as released beside HSLinUCB (specification §2.3), its defect included: the next state is looked up
 * without the rounding that states are stored with, so its value is nearly always 0 and the learner sees no further
 * than one round. The table is a hash map instead of 9 GB; otherwise the same: random while the chance to exploit has
 * not grown or both values are 0, DOWN on equal values. The repaired agent is {@link qLearningAgent}.
 */
export class QLearningAsReleased implements ReleasedLearner {
  readonly table = new QTable(2);
  private exploitation: number;
  private readonly config: QLearningAsReleasedConfig;
  private readonly stream: RandomStream;

  constructor(config: QLearningAsReleasedConfig, stream: RandomStream) {
    this.config = config;
    this.exploitation = config.initialExploitation;
    this.stream = stream;
  }

  choose(context: Float64Array): ReleasedArm {
    const values = this.table.values(stateOf(context));
    const down = values[ReleasedArm.down]!;
    const stay = values[ReleasedArm.stay]!;
    if (this.stream.next() > this.exploitation || (down === 0 && stay === 0))
      return this.stream.next() < 0.5 ? ReleasedArm.down : ReleasedArm.stay;
    return down >= stay ? ReleasedArm.down : ReleasedArm.stay;
  }

  learn(arm: ReleasedArm, before: Float64Array, reward: number, after: Float64Array): void {
    const { learningRate, discount, learningSteps } = this.config;
    const target = reward + discount * this.table.best(nextStateAsReleased(after));
    this.table.learn(stateOf(before), arm, target, learningRate);
    this.exploitation = Math.min(1, this.exploitation + 1 / learningSteps);
  }

  save(): JsonValue {
    return { exploitation: this.exploitation, table: this.table.save() };
  }

  restore(state: unknown): void {
    const schema = z.strictObject({ exploitation: z.number().min(0).max(1), table: z.unknown() });
    const { exploitation, table } = parseWith(schema, state);
    this.table.restore(table);
    this.exploitation = exploitation;
  }
}

const configSchema = z.strictObject({ ...options, ...hotStartOptions });

/** {@link QLearningAsReleased} as an autoscaler. */
export const qLearningAsReleasedAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'q-learning-as-released',
  title: 'Q-learning (as released)',
  describe: "The 2021 paper's tabular baseline to the letter, with the look-up that makes it short-sighted.",
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create(config, { seed, latencyObjectiveMs }) {
    const learner = new QLearningAsReleased(config, new RandomStream(seed, 'agent', 'q-learning-as-released'));
    if (config.hotStart !== undefined) learner.restore(config.hotStart);
    return releasedAutoscaler(learner, latencyObjectiveMs);
  },
};
