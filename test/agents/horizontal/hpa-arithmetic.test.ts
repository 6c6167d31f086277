import { describe, expect, it } from 'vitest';
import { KubernetesHpa, kubernetesHpaConfigSchema } from '../../../agents/horizontal/kubernetes-hpa/index.js';
import {
  ExactSum,
  saturatingSum,
  truncatedMean,
  truncatedPercent,
  truncatedShare,
} from '../../../agents/horizontal/kubernetes-hpa/int64.js';
import { isWithin } from '../../../agents/horizontal/kubernetes-hpa/tolerance.js';
import { RandomStream } from '../../../env/core/random.js';
import { cluster, pod, view } from './views.js';

function sumOf(amounts: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const amount of amounts) sum.add(amount);
  return sum;
}

const bigSum = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);

describe('64-bit arithmetic', () => {
  const random = new RandomStream('int64');
  const lists = Array.from({ length: 400 }, (_, i) => {
    const size = 2 ** random.integer(4, 53);
    return Array.from({ length: 1 + (i % 50) }, () => Math.floor(random.uniform(0, size)));
  });

  it('adds exactly, however large, in one sum or two', () => {
    for (const list of lists) {
      const together = sumOf(list);
      expect(together.int64()).toBe(bigSum(list));
      together.addAll(sumOf(list));
      expect(together.int64()).toBe(2n * bigSum(list));
    }
  });

  it('divides as integers do, and wraps round where the register ends', () => {
    for (const list of lists) {
      const request = sumOf([1, ...list.map((amount) => Math.floor(amount / 3))]);
      const expected = BigInt.asIntN(32, BigInt.asIntN(64, bigSum(list) * 100n) / request.int64());
      expect(truncatedPercent(sumOf(list), request)).toBe(Number(expected));
      expect(truncatedMean(sumOf(list), list.length)).toBe(Number(bigSum(list) / BigInt(list.length)));
      const share = BigInt.asIntN(64, BigInt(list[0]!) * 120n) / 100n;
      expect(truncatedShare(list[0]!, 120)).toBe(Number(share));
    }
  });

  it('stops sums of series at 2⁶³−1; average targets take a negative sum for an overflow', () => {
    expect(saturatingSum([2 ** 62, 2 ** 62, 5], false)).toBe(2 ** 63);
    expect(saturatingSum([1, 2, 3], true)).toBe(6);
    expect(saturatingSum([-5, 2], false)).toBe(-3);
    expect(saturatingSum([-5, 2], true)).toBe(2 ** 63);
  });
});

/** What an HPA with a CPU target in percent proposes for pods that use `usage` millicores each. */
function propose(target: number, usage: readonly number[], request: number, controller: object = {}): number {
  const hpa = new KubernetesHpa(
    kubernetesHpaConfigSchema.parse({ targetCPUUtilizationPercentage: target, controller }),
  );
  hpa.reconcile(view({ cluster: cluster(usage.map((cpu, i) => pod(`p${i}`, cpu, request))) }));
  const [proposal] = hpa.status!.metrics;
  return proposal!.kind === 'replicas' ? proposal!.replicas : Number.NaN;
}

const repeat = <T>(value: T, times: number) => new Array<T>(times).fill(value);

describe('the floating-point hazards of the controller are kept', () => {
  it.each([
    [50, 56, 25, 29],
    [50, 7, 50, 8],
  ])(
    'target %i %%, utilisation %i %%, %i pods: %i, one more than the exact ceiling',
    (target, utilization, pods, answer) => {
      expect(Math.ceil((utilization * pods) / target)).toBe(answer - 1);
      expect(propose(target, repeat(utilization, pods), 100)).toBe(answer);
    },
  );

  it('over-rounds about one in 800 of all targets, utilisations and counts, and never under-rounds', () => {
    let over = 0;
    let wrong = 0;
    let all = 0;
    for (let target = 1; target <= 100; target++)
      for (let utilization = 1; utilization <= 200; utilization += 3)
        for (let pods = 1; pods <= 100; pods += 7) {
          const exact = Math.floor((utilization * pods + target - 1) / target);
          const ceiling = Math.ceil((utilization / target) * pods);
          if (ceiling === exact + 1) over++;
          else if (ceiling !== exact) wrong++;
          all++;
        }
    expect(wrong).toBe(0);
    expect(over / all).toBeGreaterThan(0.0005);
    expect(over / all).toBeLessThan(0.003);
  });

  it('holds at 55 % of 50 % since 1.33 and scaled before', () => {
    expect(propose(50, repeat(55, 10), 100, { toleranceSemantics: 'interval' })).toBe(10);
    expect(propose(50, repeat(55, 10), 100, { toleranceSemantics: 'abs' })).toBe(11);
  });

  it('the two tolerances differ only on the boundary', () => {
    const tolerance = { scaleUp: 0.1, scaleDown: 0.1 };
    let different = 0;
    let inside = 0;
    for (let target = 1; target <= 200; target++)
      for (let utilization = 1; utilization <= 300; utilization++) {
        const ratio = utilization / target;
        const same =
          isWithin({ ...tolerance, semantics: 'abs' }, ratio) ===
          isWithin({ ...tolerance, semantics: 'interval' }, ratio);
        if (!same && 10 * Math.abs(utilization - target) !== target) inside++;
        if (!same) different++;
      }
    expect(inside).toBe(0);
    expect(different).toBeGreaterThan(0);
    for (const semantics of ['abs', 'interval'] as const) {
      expect(isWithin({ ...tolerance, semantics }, Number.NaN)).toBe(false);
      expect(isWithin({ ...tolerance, semantics }, Number.POSITIVE_INFINITY)).toBe(false);
    }
  });
});

describe('taking unmeasured pods for idle ones on the way up', () => {
  it('does not lower the answer where requests are equal and nothing is truncated: it only holds more often', () => {
    const random = new RandomStream('fill');
    let scaled = 0;
    let held = 0;
    while (scaled < 300) {
      const target = random.integer(1, 100);
      const measured = random.integer(1, 20);
      const all = measured + random.integer(1, 10);
      const filledUtilization = random.integer(1, 200);
      const usage = (filledUtilization * all) / measured;
      if (!Number.isInteger(usage) || usage <= target) continue;
      const pods = Array.from({ length: all }, (_, i) => pod(`p${i}`, i < measured ? usage : null, 100));
      const hpa = new KubernetesHpa(
        kubernetesHpaConfigSchema.parse({ targetCPUUtilizationPercentage: target, controller: { tolerance: 0 } }),
      );
      hpa.reconcile(view({ cluster: cluster(pods) }));
      const proposal = hpa.status!.metrics[0]!;
      const replicas = proposal.kind === 'replicas' ? proposal.replicas : Number.NaN;
      const needed = Math.floor((usage * measured + target - 1) / target);
      if (filledUtilization <= target) {
        expect(replicas).toBe(all);
        held++;
      } else {
        expect([needed, needed + 1]).toContain(replicas);
        expect(replicas).toBe(Math.ceil((filledUtilization / target) * all));
        scaled++;
      }
    }
    expect(held).toBeGreaterThan(50);
  });
});
