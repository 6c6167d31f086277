import { describe, expect, it } from 'vitest';
import type { HorizontalAgent } from '../../../agents/horizontal/agent.js';
import type { Autoscaler } from '../../../agents/horizontal/autoscaler.js';
import { hsLinUcbAgent } from '../../../agents/horizontal/bandits/hslinucb.js';
import {
  HsLinUcbAsReleased,
  hsLinUcbAsReleasedAgent,
} from '../../../agents/horizontal/bandits/hslinucb-as-released.js';
import { qLearningAgent } from '../../../agents/horizontal/q-learning/q-learning.js';
import { qLearningAsReleasedAgent } from '../../../agents/horizontal/q-learning/q-learning-as-released.js';
import { RandomStream } from '../../../env/core/random.js';
import { platformPreset } from '../../../env/horizontal/platform/index.js';
import { type RecordedTable, recordTable } from '../../../env/horizontal/table/index.js';
import { agentContext } from '../agent-context.js';
import { driveAutoscaler, driveReleased, type Tally } from './drive.js';
import { RecordedPlatform } from './recorded-platform.js';

const oneTo = (count: number, factor = 1) => Array.from({ length: count }, (_, i) => factor * (i + 1));

/** Twenty rows a cell of the calibrated platform, as the reproduction records them; its own seeds are others. */
const tables: readonly RecordedTable[] = [101, 102, 103, 104].map((seed) =>
  recordTable(platformPreset('orange'), { loads: oneTo(10, 5), pods: oneTo(10), rowsPerCell: 20, seed }),
);

/** Every agent alike: it observes, decides, and is judged by what is observed after the decision. */
function runs<Config>(agent: HorizontalAgent<Config>): readonly Tally[] {
  return tables.map((table, run) => {
    const autoscaler: Autoscaler = agent.create(agent.configSchema.parse({}), agentContext(run));
    return driveAutoscaler(new RecordedPlatform(table), autoscaler, 9000);
  });
}

it('the log of the released round passes over what happens after STAY: judged afterwards, HSLinUCB violates far more', () => {
  const judged = runs(hsLinUcbAsReleasedAgent);
  tables.forEach((table, run) => {
    const learner = new HsLinUcbAsReleased({ alpha: 1, lambda: 1 }, new RandomStream(run));
    const logged = driveReleased(new RecordedPlatform(table), learner, 9000);
    expect(logged.violations).toBeLessThan(12);
    expect(judged[run]!.violations).toBeGreaterThan(2 * logged.violations);
  });
});

describe('corrected agents on tables recorded from the calibrated platform, 9000 rounds each, against those they correct', () => {
  it('HSLinUCB violates less in every run, and earns more reward on the whole', () => {
    const corrected = runs(hsLinUcbAgent);
    const released = runs(hsLinUcbAsReleasedAgent);
    corrected.forEach(({ violations }, run) => {
      expect(violations).toBeLessThan(released[run]!.violations / 2);
    });
    expect(sum(corrected, ({ reward }) => reward)).toBeGreaterThan(sum(released, ({ reward }) => reward));
    expect(sum(corrected, ({ changes }) => changes)).toBeLessThan(sum(released, ({ changes }) => changes));
  });

  it('Q-learning violates less, earns more reward and changes less in every run', () => {
    const corrected = runs(qLearningAgent);
    runs(qLearningAsReleasedAgent).forEach((released, run) => {
      const { violations, reward, changes } = corrected[run]!;
      expect(violations).toBeLessThan(released.violations / 10);
      expect(reward).toBeGreaterThan(released.reward + 0.05);
      expect(changes).toBeLessThan(released.changes / 2);
    });
  });
});

const sum = (tallies: readonly Tally[], of: (tally: Tally) => number) => tallies.reduce((s, tally) => s + of(tally), 0);
