import { describe, expect, it } from 'vitest';
import { kubernetesConfig } from '../../../agents/vertical/kubernetes/index.js';
import {
  confidence,
  confidenceInterval,
  Estimator,
  lowerFactor,
  upperFactor,
} from '../../../agents/vertical/kubernetes/logic/estimator.js';
import { containerMinimum, settingsOf } from '../../../agents/vertical/kubernetes/logic/settings.js';
import { AggregateBank } from '../../../agents/vertical/kubernetes/model/aggregate-bank.js';
import { loadAggregate, saveAggregate } from '../../../agents/vertical/kubernetes/model/aggregate-checkpoint.js';
import { ContainerBank } from '../../../agents/vertical/kubernetes/model/container-bank.js';
import { day, hour, minute } from '../../../agents/vertical/kubernetes/model/time.js';
import { describeShared } from '../../shared.js';
import { bits, golden, type Operation, type Scenario } from './golden.js';

const start = Date.UTC(2026, 0, 1);
const Mi = 1048576;

/** A CPU and a memory sample every `interval`, in the order of the reference. */
function samples(
  count: number,
  cpu: (i: number) => number,
  memory: (i: number) => number,
  interval = minute,
  aggregate = 0,
): Operation[] {
  return Array.from({ length: count }, (_, i) => {
    const T = start + i * interval;
    return [
      { K: 'cpu', A: aggregate, C: aggregate, T, V: cpu(i) },
      { K: 'mem', A: aggregate, C: aggregate, T, V: memory(i) },
    ] as const;
  }).flat();
}

const growing = samples(
  1441,
  (i) => (i % 100) * 10 + 5,
  (i) => 300 * Mi + i * 102400,
);

/** Operations of the scenarios that are too long for the reference to list, as their descriptions say. */
const longScenarios: Readonly<Record<string, readonly Operation[]>> = {
  R3: samples(
    1440,
    () => 100,
    () => 512 * Mi,
  ),
  R4: samples(
    11520,
    () => 100,
    () => 512 * Mi,
  ),
  R5: growing,
  R6: growing,
  R13: samples(
    11520,
    (i) => (i < 10080 ? 100 : 800),
    (i) => (i < 10080 ? 1024 : 3072) * Mi,
  ),
  R14: samples(
    193,
    () => 250,
    () => 700 * Mi,
    hour,
  ),
  R15: [
    ...samples(
      720,
      () => 100,
      () => 256 * Mi,
    ),
    ...samples(
      720,
      () => 900,
      () => 2048 * Mi,
      minute,
      1,
    ),
  ],
  R16: growing,
  R19: samples(
    2880,
    (i) => Math.round(500 + 400 * Math.sin((2 * Math.PI * i) / 1440)),
    () => 600 * Mi,
  ),
};

const config = kubernetesConfig();
const settings = settingsOf(config);

function run(scenario: Scenario): { readonly merged: AggregateBank; readonly accepted: string } {
  const size = scenario.aggregates;
  const aggregates = new AggregateBank(size, settings.halfLives);
  const containers = new ContainerBank(size);
  let accepted = '';
  for (const { K, A, C, T, V } of longScenarios[scenario.id] ?? scenario.ops ?? []) {
    const counts =
      K === 'cpu'
        ? containers.addCpuSample(C, aggregates, A, T, V, 0.1)
        : K === 'mem'
          ? containers.addMemorySample(C, aggregates, A, T, V, settings.window)
          : containers.recordOom(C, aggregates, A, T, V, settings.window);
    accepted += counts ? '1' : '0';
  }
  const merged = new AggregateBank(1, settings.halfLives);
  for (let a = 0; a < size; a++) merged.merge(0, aggregates, a);
  if (scenario.checkpointRoundTrip) {
    const loaded = new AggregateBank(1, settings.halfLives);
    loadAggregate(loaded, 0, saveAggregate(aggregates, 0));
    merged.merge(0, loaded, 0);
  }
  return { merged, accepted };
}

describeShared('scenarios of the original', () => {
  it.each(golden!.scenarios)('$id: $description', (scenario) => {
    const { merged, accepted } = run(scenario);
    expect(accepted).toHaveLength(scenario.opsCount);
    expect([...accepted].filter((flag) => flag === '0')).toHaveLength(scenario.rejectedCount);
    if (typeof scenario.accepted === 'string' && scenario.ops?.length === scenario.opsCount)
      expect(accepted).toBe(scenario.accepted);

    const estimate = new Float64Array(8);
    const minimum = containerMinimum(config, scenario.containersInPod);
    new Estimator(merged, settings.estimation).estimate(0, minimum, estimate, 0);
    const amounts = (cpu: number, memory: number) => ({ cpuMilli: estimate[cpu], memBytes: estimate[memory] });
    expect(amounts(0, 4)).toEqual(scenario.lowerBound);
    expect(amounts(1, 5)).toEqual(scenario.target);
    expect(amounts(2, 6)).toEqual(scenario.upperBound);
    expect(amounts(3, 7)).toEqual(scenario.target);

    const { cpu, memory, sampleCount } = saveAggregate(merged, 0);
    expect(sampleCount).toBe(scenario.samplesCount);
    expect([cpu.reference, memory.reference]).toEqual([scenario.cpuRefMs, scenario.memRefMs]);
    expect([cpu.totalWeight, memory.totalWeight].map(bits)).toEqual([
      scenario.cpuTotalWeightHex,
      scenario.memTotalWeightHex,
    ]);
    expect(Object.fromEntries(cpu.bucketWeights)).toEqual(scenario.cpuCheckpointWeights);
    expect(Object.fromEntries(memory.bucketWeights)).toEqual(scenario.memCheckpointWeights);
  });

  it.each(golden!.confidence)('confidence after $minutes minutes', (expected) => {
    const bank = new AggregateBank(1, settings.halfLives);
    bank.firstSample[0] = start;
    bank.lastSample[0] = start + expected.minutes * minute;
    bank.sampleCount[0] = expected.minutes;
    const worth = confidence(bank, 0, confidenceInterval(day));
    expect(bits(worth)).toBe(expected.confidence.hex);
    expect(bits(lowerFactor(worth))).toBe(expected.lower.hex);
    expect(bits(upperFactor(worth))).toBe(expected.upper.hex);
  });
});

describe('confidence', () => {
  it('G23: bounds narrow as history grows', () => {
    expect([1 / 1440, 5 / 1440, 30 / 1440, 1 / 24, 0.5, 1, 7, 8].map(upperFactor)).toEqual([
      1441, 289, 49, 25, 3, 2, 1.1428571428571428, 1.125,
    ]);
    expect([1 / 1440, 5 / 1440, 30 / 1440, 1 / 24, 0.5, 1, 7, 8].map(lowerFactor)).toEqual([
      0.16796560064498792, 0.60279310211797377, 0.91049472641454443, 0.95367431640625, 0.99601196807980852,
      0.99800299600499431, 0.99971434692711569, 0.99975004686718894,
    ]);
    expect([upperFactor(0), lowerFactor(0)]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });

  it('G48: nine samples two minutes apart are worth 9/1440 of a day, and half of 18 minutes', () => {
    const bank = new AggregateBank(1, settings.halfLives);
    for (let i = 0; i < 9; i++) bank.addCpuSample(0, start + 2 * i * minute, 3140, 0.1);
    expect(confidence(bank, 0, confidenceInterval(day))).toBe(0.00625);
    expect(confidence(bank, 0, confidenceInterval(18 * minute))).toBe(0.5);
  });
});

describe('OOM kills (G49)', () => {
  const peakAfter = (...events: readonly (readonly ['sample' | 'oom', number])[]) => {
    const aggregates = new AggregateBank(1, settings.halfLives);
    const containers = new ContainerBank(1);
    let time = start;
    return events.map(([kind, mebibytes]) => {
      time += minute;
      if (kind === 'sample') containers.addMemorySample(0, aggregates, 0, time, mebibytes * Mi, settings.window);
      else containers.recordOom(0, aggregates, 0, time, mebibytes * Mi, settings.window);
      return containers.runningPeak(0) / Mi;
    });
  };

  it.each([
    ['a fifth more than the request', [['oom', 1000]], [1200]],
    ['at least 100 MiB more', [['oom', 1]], [101]],
    [
      'from the measured peak when that is larger',
      [
        ['sample', 3000],
        ['oom', 1000],
      ],
      [3000, 3600],
    ],
    [
      'not from an earlier kill',
      [
        ['oom', 1000],
        ['oom', 999],
        ['oom', 999],
        ['oom', 2000],
      ],
      [1200, 1200, 1200, 2400],
    ],
  ] as const)('%s', (_, events, expected) => {
    expect(peakAfter(...events)).toEqual(expected);
  });
});
