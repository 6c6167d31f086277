import { RandomStream } from '../../env/core/random.js';
import { limitFor } from '../../env/vertical/admission/limit-scaling.js';
import { kubernetesUpdaterDefaults as thresholds } from '../../env/vertical/updater/defaults.js';
import { assessPod } from '../../env/vertical/updater/pod-priority.js';
import { decideSingle } from '../../env/vertical/updater/priority.js';
import type { BenchLine } from './bench-line.js';

const pods = 4096;
const columns = 9;

/** Request, lower, target, upper of CPU and memory, and age, a row a pod. */
function podTable(inRangeShare: number): Float64Array {
  const random = new RandomStream('bench', 'updater');
  const table = new Float64Array(pods * columns);
  for (let pod = 0; pod < pods; pod++) {
    const inRange = random.next() < inRangeShare;
    const cpu = random.integer(50, 4000);
    const memory = random.integer(1e8, 1e10);
    const low = inRange ? 0.7 : 1.1;
    const row = [cpu, memory, cpu * low, cpu * 1.2, cpu * 2, memory * low, memory * 1.2, memory * 2].map(Math.round);
    table.set([...row, random.integer(0, 86400)], pod * columns);
  }
  return table;
}

function decideAll(table: Float64Array): number {
  let updates = 0;
  for (let at = 0; at < table.length; at += columns) {
    const code = decideSingle(
      table[at]!,
      table[at + 1]!,
      table[at + 2]!,
      table[at + 3]!,
      table[at + 4]!,
      table[at + 5]!,
      table[at + 6]!,
      table[at + 7]!,
      table[at + 8]!,
      Number.NaN,
      thresholds,
    );
    if (code > 0) updates++;
  }
  return updates;
}

function asObjects(table: Float64Array) {
  return Array.from({ length: pods }, (_, pod) => {
    const [cpu, memory, cpuLower, cpuTarget, cpuUpper, memoryLower, memoryTarget, memoryUpper, ageSeconds] =
      table.subarray(pod * columns) as unknown as number[];
    return {
      pod: {
        containers: [{ name: 'app', requests: { cpuMillicores: cpu!, memoryBytes: memory! }, limits: {} }],
        ageSeconds: ageSeconds!,
      },
      recommendations: [
        {
          containerName: 'app',
          target: { cpuMillicores: cpuTarget!, memoryBytes: memoryTarget! },
          lowerBound: { cpuMillicores: cpuLower!, memoryBytes: memoryLower! },
          upperBound: { cpuMillicores: cpuUpper!, memoryBytes: memoryUpper! },
        },
      ],
    };
  });
}

/** Nanoseconds a call: the best of seven rounds, each of `rounds` passes over all pods. */
function nanoseconds(rounds: number, pass: () => number): number {
  let best = Number.POSITIVE_INFINITY;
  let kept = 0;
  for (let repeat = 0; repeat < 7; repeat++) {
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; round++) kept += pass();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / (rounds * pods));
  }
  if (Number.isNaN(kept)) throw new Error('the benchmark computed nothing');
  return best;
}

const line = (name: string, ns: number, note: string): BenchLine => ({
  name,
  value: `${ns.toFixed(1)} ns a call`,
  note,
});

/** Cost of one decision of the VPA updater and of one proportional limit. */
export async function bench(): Promise<BenchLine[]> {
  const common = podTable(0.98);
  const mixed = podTable(0.5);
  const scalar = nanoseconds(500, () => decideAll(common));
  const scalarMixed = nanoseconds(500, () => decideAll(mixed));
  const objects = asObjects(common);
  const object = nanoseconds(20, () => {
    let updates = 0;
    for (const { pod, recommendations } of objects)
      if (assessPod(pod, recommendations, thresholds).decision > 0) updates++;
    return updates;
  });
  const limits = nanoseconds(200, () => {
    let sum = 0;
    for (let at = 0; at < common.length; at += columns)
      sum += limitFor(common[at + 7]! + 1, common[at + 1]!, common[at + 6]!);
    return sum;
  });
  const bigints = nanoseconds(20, () => {
    let sum = 0;
    for (let at = 0; at < common.length; at += columns)
      sum += Number((BigInt(common[at + 7]! + 1) * BigInt(common[at + 6]!)) / BigInt(common[at + 1]!));
    return sum;
  });
  return [
    line(
      'updater decision, one container, 98 % in range',
      scalar,
      `${(object / scalar).toFixed(1)} × as fast as over objects`,
    ),
    line('updater decision, one container, half in range', scalarMixed, 'numbers in, code out'),
    line('updater decision over objects', object, 'the multi-container form'),
    line(
      'proportional memory limit, exact',
      limits,
      `${(bigints / limits).toFixed(1)} × as fast as BigInt (${bigints.toFixed(1)} ns)`,
    ),
  ];
}
