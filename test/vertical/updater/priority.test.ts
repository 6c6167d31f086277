import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import type { Amounts, ContainerRecommendation } from '../../../env/vertical/admission/resources.js';
import { kubernetesUpdaterDefaults as defaults } from '../../../env/vertical/updater/defaults.js';
import {
  assessPod,
  byPriority,
  type PodPriority,
  parseObservedContainers,
  type RunningContainer,
} from '../../../env/vertical/updater/pod-priority.js';
import {
  decideSingle,
  resourceDiffSingle,
  scaleUpSingle,
  UpdateDecision,
} from '../../../env/vertical/updater/priority.js';
import { type SlowAmounts, type SlowContainer, slowUpdater } from './slow-updater.js';

const none = Number.NaN;

function pod(containers: readonly { requests: Amounts; target: Amounts }[]) {
  return {
    containers: containers.map(({ requests }, i): RunningContainer => ({ name: `c${i}`, requests, limits: {} })),
    recommendations: containers.map(({ target }, i): ContainerRecommendation => ({ containerName: `c${i}`, target })),
  };
}

function diffOf(...containers: readonly { requests: Amounts; target: Amounts }[]): PodPriority {
  const { containers: running, recommendations } = pod(containers);
  return assessPod({ containers: running, ageSeconds: 0 }, recommendations, defaults);
}

describe('resourceDiff (vector G46)', () => {
  const of = (cpuMillicores: number, memoryBytes?: number): Amounts => ({ cpuMillicores, memoryBytes });

  it.each([
    [4, [{ requests: of(2000), target: of(10_000) }], true],
    [89, [{ requests: of(10), target: of(900) }], true],
    [1.5, [{ requests: of(4000, 10e6), target: of(2000, 20e6) }], true],
    [
      0.75,
      [
        { requests: of(6000, 10e6), target: of(8000, 20e6) },
        { requests: of(4000, 30e6), target: of(7000, 30e6) },
      ],
      true,
    ],
    [
      0.7,
      [
        { requests: of(3000), target: of(1000) },
        { requests: of(7000), target: of(2000) },
      ],
      false,
    ],
  ])('is %d', (expected, containers, scaleUp) => {
    expect(diffOf(...containers).resourceDiff).toBe(expected);
    expect(diffOf(...containers).scaleUp).toBe(scaleUp);
  });

  it('counts a missing request as one thousandth', () => {
    expect(diffOf({ requests: {}, target: of(5, 2) }).resourceDiff).toBe(4 + 1999);
    expect(resourceDiffSingle(none, 5, none, 2)).toBe(4 + 1999);
  });
});

describe('one container', () => {
  /** In range: 1 core requested of 500m … 1 … 2, and 1000 bytes of 500 … 1000 … 2000. */
  const inRange = { cpu: 1000, memory: 1000, lower: 500, target: 1000, upper: 2000, age: 43200, oom: none };
  const decideWith = (change: Partial<typeof inRange>) => {
    const { cpu, memory, lower, target, upper, age, oom } = { ...inRange, ...change };
    return decideSingle(cpu, memory, lower, target, upper, 500, 1000, 2000, age, oom, defaults);
  };

  it.each([
    ['a request below its lower bound', { cpu: 499 }, 'outsideRange'],
    ['a request above its upper bound', { memory: 2001 }, 'outsideRange'],
    ['a request at its lower bound', { cpu: 500, age: 0 }, 'young'],
    ['a request at its upper bound', { memory: 2000, age: 0 }, 'young'],
    ['a missing request', { cpu: none, age: 0 }, 'outsideRange'],
    ['a pod without start time', { target: 1500, age: none }, 'notStarted'],
    ['a pod of 11:59:59', { target: 1500, age: 43199 }, 'young'],
    ['a pod of 12 h', { target: 1500 }, 'significantChange'],
    ['a change of exactly 10 %', { target: 1100 }, 'significantChange'],
    ['a change of 9.9 %', { target: 1099 }, 'insignificantChange'],
    ['a young pod that was OOM-killed within 10 min', { target: 1001, age: 1, oom: 599 }, 'quickOom'],
    ['a young pod that was OOM-killed after 10 min', { target: 1500, age: 1, oom: 600 }, 'young'],
    ['a quick OOM kill that changed nothing', { oom: 30 }, 'quickOomUnanswered'],
    [
      'a quick OOM kill that changed nothing, though outside',
      { lower: 1001, target: 1000, oom: 30 },
      'quickOomUnanswered',
    ],
    ['a quick OOM kill, outside', { lower: 1001, target: 1002, oom: 30 }, 'outsideRange'],
    ['a tiny change, outside', { cpu: 999, lower: 1000, age: 0 }, 'outsideRange'],
    ['absent bounds', { cpu: 1e9, lower: none, upper: none, target: 1e9, age: 0 }, 'young'],
    ['an uncontrolled resource', { cpu: none, lower: none, target: none, upper: none, age: 0 }, 'young'],
  ] as const)('%s', (_, change, expected) => {
    expect(decideWith(change)).toBe(UpdateDecision[expected]);
  });
});

describe('several containers', () => {
  const request = { cpuMillicores: 1000, memoryBytes: 1000 };
  const running = (name: string, extra: Partial<RunningContainer> = {}): RunningContainer => ({
    name,
    requests: request,
    limits: {},
    ...extra,
  });
  const outside = (containerName: string): ContainerRecommendation => ({
    containerName,
    target: { cpuMillicores: 2000 },
    lowerBound: { cpuMillicores: 1500 },
  });

  it('counts only containers that admission observed', () => {
    const containers = [running('a'), running('b')];
    const assess = (observedContainers?: string) =>
      assessPod({ containers, ageSeconds: 0, observedContainers }, [outside('b')], defaults).decision;
    expect(assess()).toBe(UpdateDecision.outsideRange);
    expect(assess('a, b')).toBe(UpdateDecision.outsideRange);
    expect(assess('a')).toBe(UpdateDecision.young);
    expect(assess('')).toBe(UpdateDecision.young);
    expect(assess('a,b')).toBe(UpdateDecision.outsideRange);
    expect(assess('Not A Label')).toBe(UpdateDecision.outsideRange);
  });

  it('reads the annotation as DNS labels', () => {
    expect(parseObservedContainers('a, b-1')).toEqual(['a', 'b-1']);
    for (const bad of ['-a', 'a-', 'a_b', 'a, ', 'A', 'x'.repeat(64)]) expect(parseObservedContainers(bad)).toBeNull();
    expect(parseObservedContainers('x'.repeat(63))).toHaveLength(1);
  });

  it('ignores OOM kills of containers that are unobserved or in mode Off', () => {
    const containers = [running('a'), running('b', { oomRanSeconds: 5 })];
    const recommendations = [{ containerName: 'a', target: { cpuMillicores: 1001 } }];
    const assess = (observedContainers: string | undefined, mode: 'Auto' | 'Off') =>
      assessPod({ containers, ageSeconds: 0, observedContainers }, recommendations, defaults, [
        { containerName: 'b', mode },
      ]).decision;
    expect(assess(undefined, 'Auto')).toBe(UpdateDecision.quickOom);
    expect(assess(undefined, 'Off')).toBe(UpdateDecision.young);
    expect(assess('a', 'Auto')).toBe(UpdateDecision.young);
  });

  it('updates pods that grow first, then the larger change', () => {
    const priorities = [
      [false, 5],
      [true, 0.1],
      [true, 3],
      [false, 7],
    ].map(([scaleUp, resourceDiff]) => ({ scaleUp, resourceDiff }) as PodPriority);
    expect([...priorities].sort(byPriority).map(({ resourceDiff }) => resourceDiff)).toEqual([3, 0.1, 7, 5]);
  });
});

describe('against a slow reading of the text', () => {
  const random = new RandomStream('updater', 'slow');
  const threshold = { numerator: 1n, denominator: 10n };
  const ages = [null, 0, 3600, 43199, 43200, 90000];
  const ooms = [null, null, null, 0, 599, 600, 4000];
  const pick = <T>(choices: readonly T[]): T => choices[random.integer(0, choices.length - 1)]!;
  /** Whole amounts close enough to each other for every rule to bind, sometimes huge, sometimes absent. */
  const amount = (base: number, absence: number) =>
    random.next() < absence ? null : Math.max(0, Math.round(base * pick([0, 0.5, 0.9, 1, 1, 1, 1.1, 1.5, 2, 1e6])));
  const slow = (cpu: number | null, memory: number | null): SlowAmounts => ({
    cpu: cpu === null ? null : BigInt(cpu),
    memory: memory === null ? null : BigInt(memory) * 1000n,
  });
  const fast = (cpu: number | null, memory: number | null): Amounts => ({
    ...(cpu === null ? {} : { cpuMillicores: cpu }),
    ...(memory === null ? {} : { memoryBytes: memory }),
  });

  function anyContainer(name: string) {
    const [cpu, memory] = [random.integer(1, 2000), random.integer(1, 2e9)];
    const make = (absence: number) => [amount(cpu, absence), amount(memory, absence)] as const;
    const [request, lower, target, upper] = [make(0.05), make(0.1), make(0.05), make(0.1)];
    const oomRanSeconds = pick(ooms);
    const recommended = random.next() < 0.95;
    return {
      numbers: { request, lower, target, upper, oomRanSeconds },
      slow: {
        request: slow(...request),
        recommendation: recommended ? { lower: slow(...lower), target: slow(...target), upper: slow(...upper) } : null,
        oomRanSeconds,
      } satisfies SlowContainer,
      running: {
        name,
        requests: fast(...request),
        limits: {},
        ...(oomRanSeconds === null ? {} : { oomRanSeconds }),
      } satisfies RunningContainer,
      recommendation: recommended
        ? { containerName: name, target: fast(...target), lowerBound: fast(...lower), upperBound: fast(...upper) }
        : null,
    };
  }

  it('decides the same, in objects and in numbers, and meets every decision many times', () => {
    const tally = new Map<number, number>();
    const wrong = [];
    for (let i = 0; i < 60_000; i++) {
      const containers = Array.from({ length: i % 3 === 0 ? random.integer(2, 4) : 1 }, (_, index) =>
        anyContainer(`c${index}`),
      );
      const ageSeconds = pick(ages);
      const expected = slowUpdater(
        containers.map((c) => c.slow),
        ageSeconds,
        43200,
        threshold,
        600,
      );
      const assessed = assessPod(
        { containers: containers.map(({ running }) => running), ageSeconds },
        containers.flatMap(({ recommendation }) => recommendation ?? []),
        defaults,
      );
      const exactDiff =
        Number((expected.resourceDiff.numerator * 10n ** 18n) / expected.resourceDiff.denominator) / 1e18;
      tally.set(assessed.decision, (tally.get(assessed.decision) ?? 0) + 1);
      const same =
        assessed.decision > 0 === expected.update &&
        assessed.outsideRecommendedRange === expected.outside &&
        assessed.scaleUp === expected.scaleUp &&
        Math.abs(assessed.resourceDiff - exactDiff) <= 1e-14 * Math.max(exactDiff, 1);
      if (!same) wrong.push({ containers, ageSeconds, expected, assessed });

      const [only] = containers;
      if (containers.length > 1 || only!.recommendation === null) continue;
      const { request, lower, target, upper, oomRanSeconds } = only!.numbers;
      const n = (value: number | null) => value ?? none;
      const code = decideSingle(
        n(request[0]),
        n(request[1]),
        n(lower[0]),
        n(target[0]),
        n(upper[0]),
        n(lower[1]),
        n(target[1]),
        n(upper[1]),
        n(ageSeconds),
        n(oomRanSeconds),
        defaults,
      );
      if (code !== assessed.decision) wrong.push({ only, ageSeconds, code, assessed });
      if (resourceDiffSingle(n(request[0]), n(target[0]), n(request[1]), n(target[1])) !== assessed.resourceDiff)
        wrong.push({ only, assessed });
      if (scaleUpSingle(n(request[0]), n(target[0]), n(request[1]), n(target[1])) !== assessed.scaleUp)
        wrong.push({ only, assessed });
    }
    expect(wrong).toEqual([]);
    for (const decision of Object.values(UpdateDecision)) expect(tally.get(decision) ?? 0).toBeGreaterThan(100);
  });
});
