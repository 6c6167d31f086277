import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { applyRecommendation } from '../../../env/vertical/admission/apply.js';
import {
  capAmount,
  capRecommendation,
  limitRangeMaximum,
  limitRangeMinimum,
} from '../../../env/vertical/admission/capping.js';
import type { LimitRanges } from '../../../env/vertical/admission/limit-range.js';
import { limitFor } from '../../../env/vertical/admission/limit-scaling.js';
import type {
  AmountName,
  Amounts,
  Container,
  ContainerPolicy,
  ContainerRecommendation,
} from '../../../env/vertical/admission/resources.js';
import { describeShared, sharedPath } from '../../shared.js';
import { amounts, bytes } from './amounts.js';
import { type SlowBounds, slowCap, slowPodRange } from './slow-capping.js';

const a: Container = { name: 'a', requests: amounts('100m', '100Mi'), limits: amounts('200m', '200Mi') };
const b: Container = { name: 'b', requests: amounts('200m', '200Mi'), limits: amounts('400m', '400Mi') };
const recommendedA: ContainerRecommendation = {
  containerName: 'a',
  target: amounts('587m', '380258472'),
  lowerBound: amounts('300m', '262144k'),
  upperBound: amounts('2', '1Gi'),
};
const recommendedB: ContainerRecommendation = {
  containerName: 'b',
  target: amounts('1', '500Mi'),
  lowerBound: amounts('500m', '300Mi'),
  upperBound: amounts('3', '2Gi'),
};

interface Scenario {
  readonly containers: readonly Container[];
  readonly recommendations: readonly ContainerRecommendation[];
  readonly policies?: readonly ContainerPolicy[];
  readonly ranges?: LimitRanges;
}

const onlyA = { containers: [a], recommendations: [recommendedA] };
const both = { containers: [a, b], recommendations: [recommendedA, recommendedB] };

/** The pods and objects behind the vectors' headings. */
const scenarios: Readonly<Record<string, Scenario>> = {
  'plain 1 container': onlyA,
  'requestsOnly caps to limit': { ...onlyA, policies: [{ containerName: 'a', controlledValues: 'RequestsOnly' }] },
  'policy min/max': {
    ...onlyA,
    policies: [{ containerName: '*', minAllowed: amounts('400m', ''), maxAllowed: amounts('500m', '300Mi') }],
  },
  'container LR max cpu 1': { ...onlyA, ranges: { container: { max: amounts('1', '') } } },
  'container LR min mem 1Gi': { ...onlyA, ranges: { container: { min: amounts('', '1Gi') } } },
  'pod LR max cpu 2': { ...both, ranges: { pod: { max: amounts('2', '') } } },
  'pod LR min mem 4Gi': { ...both, ranges: { pod: { min: amounts('', '4Gi') } } },
  'pod LR max cpu 10 (no cap), b no rec': {
    containers: [a, b],
    recommendations: [recommendedA],
    ranges: { pod: { max: amounts('10', '') } },
  },
};

function run({ containers, recommendations, policies, ranges }: Scenario) {
  const capped = capRecommendation(containers, recommendations, policies, ranges)!;
  return { capped, applied: applyRecommendation(containers, capped, policies, ranges?.container) };
}

function parseList(text: string): Amounts {
  const [, cpu = ''] = /cpu:(\S+)/.exec(text) ?? [];
  const [, memory = ''] = /memory:(\S+)/.exec(text) ?? [];
  return amounts(cpu, memory);
}

describeShared("capping as Kubernetes' own code did it", () => {
  const lines = (JSON.parse(readFileSync(sharedPath('golden/vpa/scenarios.json'), 'utf8')) as { cappingText: string[] })
    .cappingText;
  const headings = lines.flatMap((line) => /^## (.*) err <nil> ann map\[(.*)\]$/.exec(line)?.[1] ?? []);

  it('knows every heading of the vectors', () => {
    expect(headings).toEqual(Object.keys(scenarios));
  });

  it.each(headings)('%s', (heading) => {
    const start = lines.findIndex((line) => line.startsWith(`## ${heading} err`));
    const end = lines.findIndex((line, index) => index > start && !line.startsWith('    '));
    const { capped, applied } = run(scenarios[heading]!);
    for (const line of lines.slice(start + 1, end === -1 ? undefined : end)) {
      const bounds = /^ {4}(\S) T \{(.*)\} L \{(.*)\} U \{(.*)\}$/.exec(line);
      if (bounds) {
        const [, name, target, lower, upper] = bounds as unknown as string[];
        const entry = capped.containers.find(({ containerName }) => containerName === name)!;
        expect(entry.target).toEqual(parseList(target!));
        expect(entry.lowerBound ?? {}).toEqual(parseList(lower!));
        expect(entry.upperBound ?? {}).toEqual(parseList(upper!));
        continue;
      }
      const admitted = /^ {4}admit (\S) req \{(.*)\} lim \{(.*)\}$/.exec(line);
      if (admitted) {
        const [, name, requests, limits] = admitted as unknown as string[];
        const container = applied.find((candidate) => candidate.name === name)!;
        const old = scenarios[heading]!.containers.find((candidate) => candidate.name === name)!;
        expect(container.requests).toEqual(parseList(requests!));
        expect(container.limits).toEqual(limits === '' ? old.limits : parseList(limits!));
        continue;
      }
      const annotation = /^ {4}ann map\[(?:a:\[(.*)\])?\] <nil>$/.exec(line)!;
      const reasons = annotation[1]?.match(/(cpu|memory) .*?(?= cpu | memory |$)/g) ?? [];
      expect([...(capped.reasons.get('a') ?? [])].sort()).toEqual([...reasons].sort());
      expect(capped.reasons.has('b')).toBe(false);
    }
  });
});

describe('capping by the table', () => {
  it('G43: one container against Container LimitRanges and its own limit', () => {
    const cpu = run(scenarios['container LR max cpu 1']!);
    expect(cpu.capped.containers[0]!.target.cpuMillicores).toBe(500);
    expect(cpu.applied[0]!.limits.cpuMillicores).toBe(1000);
    const memory = run(scenarios['container LR min mem 1Gi']!);
    expect(memory.capped.containers[0]!.target.memoryBytes).toBe(bytes('1Gi'));
    expect(memory.applied[0]!.limits.memoryBytes).toBe(bytes('2Gi'));
    const only = run(scenarios['requestsOnly caps to limit']!);
    expect(only.capped.containers[0]!.target).toEqual(amounts('200m', '200Mi'));
  });

  it('G44: two containers share a Pod LimitRange maximum of 2 cores', () => {
    const { capped, applied } = run(scenarios['pod LR max cpu 2']!);
    const cpu = capped.containers.map(({ target, lowerBound, upperBound }) => [
      target.cpuMillicores,
      lowerBound!.cpuMillicores,
      upperBound!.cpuMillicores,
    ]);
    expect(cpu).toEqual([
      [369, 300, 400],
      [630, 500, 600],
    ]);
    expect(applied.map(({ limits }) => limits.cpuMillicores)).toEqual([738, 1260]);
  });

  it('G45: memory scaled up to a Pod LimitRange minimum misses it by a byte', () => {
    const { capped } = run(scenarios['pod LR min mem 4Gi']!);
    const targets = capped.containers.map(({ target }) => target.memoryBytes!);
    expect(targets).toEqual([1805543166, 2489424129]);
    expect(targets[0]! + targets[1]!).toBe(bytes('4Gi') - 1);
  });
});

describe('capping where Kubernetes crashes', () => {
  const max2 = { pod: { max: amounts('2', '') } };

  it('leaves bounds of a container without recommendation absent, and scales its requests with the others', () => {
    const capped = capRecommendation([a, b], [recommendedA], [], max2)!;
    // Upper bounds: a 2 cores (limit 4), b its request 200m (limit 400m); 4400m is scaled to 2000m.
    expect(capped.containers[0]!.upperBound!.cpuMillicores).toBe(Math.floor((2000 * 2000) / 4400));
    // Targets: limits of 1174m and 400m fit.
    expect(capped.containers[0]!.target.cpuMillicores).toBe(587);
    expect(capped.containers[1]).toEqual({ containerName: 'b', target: b.requests });
  });

  it('leaves out a container with neither recommendation nor requests', () => {
    const bare: Container = { name: 'b', requests: {}, limits: {} };
    const capped = capRecommendation([a, bare], [recommendedA], [], { pod: { max: amounts('1', '') } })!;
    expect(capped.containers.map(({ containerName }) => containerName)).toEqual(['a']);
    expect(capped.containers[0]!.target.cpuMillicores).toBe(500);
  });

  it('does not invent CPU for a recommendation of memory alone', () => {
    const memoryOnly: ContainerRecommendation = { containerName: 'a', target: amounts('', '300Mi') };
    const capped = capRecommendation([a], [memoryOnly], [], { pod: { min: amounts('1', '') } })!;
    expect(capped.containers).toEqual([memoryOnly]);
  });
});

describe('capping in general', () => {
  it('gives nothing without recommendation and policy, and drops strangers', () => {
    expect(capRecommendation([a], null)).toBeNull();
    expect(capRecommendation([a], null, [{ containerName: '*' }])).toEqual({ containers: [], reasons: new Map() });
    expect(capRecommendation([a], [recommendedB])!.containers).toEqual([]);
  });

  it('lets maxAllowed win over a larger minAllowed, and policy over LimitRange', () => {
    const policies = [{ containerName: 'a', minAllowed: amounts('700m', ''), maxAllowed: amounts('600m', '') }];
    const capped = capRecommendation([a], [recommendedA], policies, { container: { max: amounts('1', '') } })!;
    expect(capped.containers[0]!.target.cpuMillicores).toBe(600);
    expect(capped.reasons.get('a')).toEqual([
      'cpu capped to fit Max in container LimitRange',
      'cpu capped to minAllowed',
      'cpu capped to maxAllowed',
    ]);
  });

  it('prefers the policy of the exact name to the wildcard', () => {
    const policies = [
      { containerName: '*', maxAllowed: amounts('100m', '') },
      { containerName: 'a', maxAllowed: amounts('550m', '') },
    ];
    expect(capRecommendation([a], [recommendedA], policies)!.containers[0]!.target.cpuMillicores).toBe(550);
  });

  it('never changes its input nor the uncapped target', () => {
    const frozen = structuredClone(recommendedA);
    const capped = capRecommendation([a], [{ ...recommendedA, uncappedTarget: amounts('9', '9Gi') }], [], {
      pod: { max: amounts('100m', '1Mi') },
      container: { max: amounts('100m', '1Mi') },
    })!;
    expect(recommendedA).toEqual(frozen);
    expect(capped.containers[0]!.uncappedTarget).toEqual(amounts('9', '9Gi'));
  });

  it('agrees with capAmount, amount by amount', () => {
    const random = new RandomStream('capping', 'scalar');
    for (let i = 0; i < 5_000; i++) {
      const some = () => (random.next() < 0.4 ? 0 : random.integer(1, 2000));
      const [request, limit, min, max, fallback, minAllowed, maxAllowed] = [
        some(),
        some(),
        some(),
        some(),
        some(),
        some(),
        some(),
      ];
      const requestsOnly = random.next() < 0.5;
      const target = random.integer(1, 2000);
      const capped = capRecommendation(
        [{ name: 'a', requests: { cpuMillicores: request }, limits: { cpuMillicores: limit } }],
        [{ containerName: 'a', target: { cpuMillicores: target } }],
        [
          {
            containerName: '*',
            minAllowed: { cpuMillicores: minAllowed },
            maxAllowed: { cpuMillicores: maxAllowed },
            controlledValues: requestsOnly ? 'RequestsOnly' : 'RequestsAndLimits',
          },
        ],
        {
          container: { min: { cpuMillicores: min }, max: { cpuMillicores: max }, default: { cpuMillicores: fallback } },
        },
      )!;
      const scalar = capAmount(
        target,
        limitRangeMinimum(request, limit, min, fallback),
        limitRangeMaximum(request, limit, max, fallback),
        minAllowed,
        maxAllowed,
        requestsOnly ? limit : 0,
      );
      expect(capped.containers[0]!.target.cpuMillicores).toBe(scalar);
      expect(capped.reasons.has('a')).toBe(scalar !== target);
    }
  });
});

describe('capping against a slow reading of the text', () => {
  it('agrees for pods of one to four containers, both resources, all bounds', () => {
    const random = new RandomStream('capping', 'slow');
    const wrong: unknown[] = [];
    let podRanges = 0;
    for (let i = 0; i < 10_000; i++) {
      const size = random.next() < 0.1 ? 1e14 : random.next() < 0.5 ? 1e10 : 3000;
      const some = (absence: number) => (random.next() < absence ? 0 : random.integer(1, size));
      const boundsOf = (absence: number) => ({ min: some(absence), max: some(absence), default: some(0.7) });
      const [podRange, range, policy] = [boundsOf(0.5), boundsOf(0.6), boundsOf(0.6)];
      const requestsOnly = random.next() < 0.3;
      const name: AmountName = random.next() < 0.5 ? 'cpuMillicores' : 'memoryBytes';
      const as = ({ min, max, default: fallback }: typeof range) => ({
        min: { [name]: min },
        max: { [name]: max },
        default: { [name]: fallback },
      });
      const pod = Array.from({ length: random.integer(1, 4) }, (_, index) => {
        const request = some(0.2);
        const limit = random.next() < 0.3 ? 0 : random.next() < 0.3 ? request : some(0);
        const recommended = random.next() < 0.15 ? null : some(0.05);
        return {
          container: { name: `c${index}`, requests: { [name]: request }, limits: { [name]: limit } },
          recommended,
        };
      });
      const capped = capRecommendation(
        pod.map(({ container }) => container),
        pod.flatMap(({ container, recommended }) =>
          recommended === null
            ? []
            : [
                {
                  containerName: container.name,
                  target: { [name]: recommended },
                  lowerBound: { [name]: recommended },
                  upperBound: { [name]: recommended },
                },
              ],
        ),
        [
          {
            containerName: '*',
            minAllowed: { [name]: policy.min },
            maxAllowed: { [name]: policy.max },
            controlledValues: requestsOnly ? 'RequestsOnly' : 'RequestsAndLimits',
          },
        ],
        { pod: as(podRange), container: as(range) },
      )!;
      const big = ({ min, max, default: fallback }: typeof range): SlowBounds => ({
        min: BigInt(min),
        max: BigInt(max),
        default: BigInt(fallback),
      });
      for (const bound of ['target', 'lowerBound', 'upperBound'] as const) {
        const slow = pod.map(({ container, recommended }) => ({
          request: BigInt(container.requests[name]!),
          limit: BigInt(container.limits[name]!),
          // A container without recommendation is given its request as target, and no bounds.
          recommended:
            recommended === null
              ? bound === 'target'
                ? BigInt(container.requests[name]!)
                : null
              : BigInt(recommended),
        }));
        const fitted = slowPodRange(slow, big(podRange), name === 'cpuMillicores');
        if (fitted.some((amount, index) => amount !== slow[index]!.recommended)) podRanges++;
        fitted.forEach((amount, index) => {
          const expected =
            amount === null ? undefined : slowCap(amount, slow[index]!, big(range), big(policy), requestsOnly);
          const entry = capped.containers.find(({ containerName }) => containerName === `c${index}`)!;
          const got = entry[bound]?.[name];
          if (got !== (expected === undefined ? undefined : Number(expected)))
            wrong.push({ pod, bound, index, got, expected });
        });
      }
    }
    expect(wrong).toEqual([]);
    expect(podRanges).toBeGreaterThan(5000);
  });

  it('raises requests to a Pod minimum that the limits miss because a container has none', () => {
    // Requests 2000m in all, but limits of 500m: below the minimum of 1 core, so all requests double.
    const containers: Container[] = [
      { name: 'a', requests: amounts('500m', ''), limits: amounts('500m', '') },
      { name: 'b', requests: amounts('1500m', ''), limits: {} },
    ];
    const recommendations = containers.map(({ name, requests }) => ({ containerName: name, target: requests }));
    const capped = capRecommendation(containers, recommendations, [], { pod: { min: amounts('1', '') } })!;
    expect(capped.containers.map(({ target }) => target.cpuMillicores)).toEqual([1000, 3000]);
  });

  it('leaves a pod without any limit alone', () => {
    const bare: Container = { name: 'a', requests: amounts('100m', '100Mi'), limits: {} };
    const capped = capRecommendation([bare], [recommendedA], [], {
      pod: { min: amounts('9', '9Gi'), max: amounts('10m', '1Mi') },
    })!;
    expect(capped.containers).toEqual([recommendedA]);
  });
});

describe('Pod LimitRange invariants', () => {
  const resources: readonly AmountName[] = ['cpuMillicores', 'memoryBytes'];
  const podOf = (random: RandomStream, count: number) => {
    const containers: Container[] = [];
    const recommendations: ContainerRecommendation[] = [];
    for (let i = 0; i < count; i++) {
      const both = (low: number, high: number): Amounts => ({
        cpuMillicores: random.integer(low, high),
        memoryBytes: random.integer(low * 1e6, high * 1e6),
      });
      const requests = both(10, 1000);
      const limits = {
        cpuMillicores: requests.cpuMillicores! * random.integer(1, 4),
        memoryBytes: requests.memoryBytes! * random.integer(1, 4),
      };
      containers.push({ name: `c${i}`, requests, limits });
      recommendations.push({
        containerName: `c${i}`,
        target: both(10, 3000),
        lowerBound: both(10, 500),
        upperBound: both(500, 9000),
      });
    }
    return { containers, recommendations };
  };
  const sums = (
    containers: readonly Container[],
    recommendations: readonly ContainerRecommendation[],
    name: AmountName,
  ) => {
    let requests = 0;
    let limits = 0;
    containers.forEach((container, i) => {
      const target = recommendations[i]!.target[name]!;
      requests += target;
      limits += limitFor(container.limits[name]!, container.requests[name]!, target);
    });
    return { requests, limits };
  };

  it('brings limits under max, and requests or limits to min but for rounding', () => {
    const random = new RandomStream('capping', 'sums');
    let scaled = 0;
    for (let i = 0; i < 4_000; i++) {
      const { containers, recommendations } = podOf(random, random.integer(1, 4));
      for (const name of resources) {
        const before = sums(containers, recommendations, name);
        const max = Math.ceil(before.limits * random.uniform(0.3, 1.3));
        const below = sums(
          containers,
          capRecommendation(containers, recommendations, [], { pod: { max: { [name]: max } } })!.containers,
          name,
        );
        expect(below.limits).toBeLessThanOrEqual(max);
        if (before.limits <= max) expect(below).toEqual(before);
        else scaled++;

        const min = Math.ceil(before.requests * random.uniform(0.3, 2));
        const above = sums(
          containers,
          capRecommendation(containers, recommendations, [], { pod: { min: { [name]: min } } })!.containers,
          name,
        );
        if (before.requests >= min) expect(above).toEqual(before);
        else if (name === 'cpuMillicores') {
          expect(above.requests).toBeGreaterThanOrEqual(min);
          expect(above.requests).toBeLessThan(min + containers.length);
        } else {
          expect(above.requests).toBeLessThanOrEqual(min);
          expect(above.requests).toBeGreaterThan(min - containers.length);
        }
      }
    }
    expect(scaled).toBeGreaterThan(1000);
  });

  it('keeps containers in proportion, within a unit', () => {
    const random = new RandomStream('capping', 'proportion');
    for (let i = 0; i < 2_000; i++) {
      const { containers, recommendations } = podOf(random, 3);
      const { limits } = sums(containers, recommendations, 'cpuMillicores');
      const max = Math.ceil(limits * random.uniform(0.3, 0.9));
      const capped = capRecommendation(containers, recommendations, [], {
        pod: { max: { cpuMillicores: max } },
      })!.containers;
      capped.forEach(({ target }, index) => {
        const ideal = (recommendations[index]!.target.cpuMillicores! * max) / limits;
        expect(ideal - target.cpuMillicores!).toBeGreaterThanOrEqual(0);
        expect(ideal - target.cpuMillicores!).toBeLessThan(1);
      });
    }
  });
});
