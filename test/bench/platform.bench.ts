import { RandomStream } from '../../env/core/random.js';
import {
  EventPlatform,
  FluidPlatform,
  fluidAtLevels,
  fluidDistance,
  type Platform,
  type PlatformOptions,
  type PlatformPreset,
  platformPreset,
} from '../../env/horizontal/platform/index.js';
import type { BenchLine } from './bench-line.js';

const users = 50;
const pods = 5;
const workSeconds = 0.11;

const closed: PlatformOptions = {
  load: { kind: 'closed', users },
  work: { kind: 'deterministic', mean: workSeconds },
  initialReplicas: pods,
};

/** A timeout that never comes sends a configuration the general way. */
const never = { timeoutSeconds: 1e7 };

interface PlainEvent {
  readonly at: number;
  readonly kind: 'send' | 'done';
  readonly user: number;
  readonly pod: number;
  readonly sentAt: number;
}

/**
 * The same closed system as one writes it first: an object an event, kept in order in an array by binary search and splice, an array of
 * waiting users a pod, latencies in an array.
 * @returns requests answered
 */
function plainSimulation(seconds: number): number {
  const random = new RandomStream(1, 'plain');
  const events: PlainEvent[] = [];
  const waiting: PlainEvent[][] = Array.from({ length: pods }, () => []);
  const busy = new Array<boolean>(pods).fill(false);
  const latencies: number[] = [];
  const add = (event: PlainEvent) => {
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (events[middle]!.at > event.at) low = middle + 1;
      else high = middle;
    }
    events.splice(low, 0, event);
  };
  const serve = (event: PlainEvent, now: number) => {
    busy[event.pod] = true;
    add({ ...event, at: now + workSeconds, kind: 'done' });
  };
  for (let user = 0; user < users; user++) add({ at: random.uniform(0, 2), kind: 'send', user, pod: -1, sentAt: 0 });
  let turn = 0;
  for (;;) {
    const event = events.pop()!;
    if (event.at > seconds) return latencies.length;
    if (event.kind === 'send') {
      const request = { ...event, pod: turn++ % pods, sentAt: event.at };
      if (busy[request.pod]) waiting[request.pod]!.push(request);
      else serve(request, event.at);
    } else {
      busy[event.pod] = false;
      latencies.push(event.at - event.sentAt);
      add({ ...event, at: event.at + random.uniform(0, 2), kind: 'send' });
      const next = waiting[event.pod]!.shift();
      if (next !== undefined) serve(next, event.at);
    }
  }
}

/** CPU seconds of this process, which other processes on the machine disturb less than the clock. */
function cpuSeconds(): number {
  return process.cpuUsage().user / 1e6;
}

/** Best of three: units a CPU second. */
function perSecond(run: () => number): number {
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const start = cpuSeconds();
    const units = run();
    best = Math.max(best, units / (cpuSeconds() - start));
  }
  return best;
}

function requestsPerSecond(options: PlatformOptions, seconds: number): number {
  const platform = new EventPlatform(options);
  return perSecond(() => {
    platform.reset(1);
    platform.advance(seconds);
    return platform.totals.completed;
  });
}

/** Control steps of 15 s with everything an environment reads and does. */
function stepsPerSecond(platform: Platform, steps: number): number {
  const context = new Float64Array(7);
  return perSecond(() => {
    platform.reset(1);
    for (let step = 0; step < steps; step++) {
      platform.setReplicas(3 + (step % 5));
      platform.advance(15);
      platform.context(context);
      platform.interval.latencySeconds(0.95);
    }
    return steps;
  });
}

/** The presets' objectives, seconds. */
const objectives: Readonly<Record<PlatformPreset, number>> = {
  orange: 0.6,
  web: 0.25,
  'cpu-heavy': 1.5,
  'llm-serving': 30,
};

/** The fluid against the events at three levels of load on 4 pods. */
function levelLines(): BenchLine[] {
  const change = ({ event, fluid }: { readonly event: number; readonly fluid: number }) =>
    `${(100 * (fluid / event - 1)).toFixed(1)} %`;
  return (Object.entries(objectives) as [PlatformPreset, number][]).flatMap(([preset, objective]) =>
    fluidAtLevels(platformPreset(preset), objective, { intervals: 80 }).map(({ name, cell }) => ({
      name: `fluid against events, ${preset}, ${name}`,
      value: `${(100 * Math.abs(cell.violationRate.fluid - cell.violationRate.event)).toFixed(1)} points`,
      note: `error of the violation rate; answers/s ${change(cell.throughput)}, p95 ${change(cell.p95Seconds)}`,
    })),
  );
}

const millions = (rate: number) => `${(rate / 1e6).toFixed(2)} M requests/s`;
const times = (rate: number, peer: number) => `${(rate / peer).toFixed(1)} × the plain queue of objects`;

export async function bench(): Promise<BenchLine[]> {
  const plain = perSecond(() => plainSimulation(20_000));
  const fast = requestsPerSecond(closed, 60_000);
  const general = requestsPerSecond({ ...closed, client: never }, 30_000);
  const exponential = { kind: 'exponential', mean: 0.1 } as const;
  const open = { kind: 'open', rate: { kind: 'constant', requestsPerSecond: 40 } } as const;
  const fcfs = requestsPerSecond({ load: open, work: exponential, initialReplicas: pods }, 20_000);
  const sharing = requestsPerSecond(
    { load: open, work: exponential, initialReplicas: pods, server: { kind: 'processor-sharing' } },
    20_000,
  );
  const quota = requestsPerSecond(
    { load: open, work: exponential, initialReplicas: pods, server: { kind: 'cpu-quota' } },
    10_000,
  );
  const web = requestsPerSecond(platformPreset('web'), 5000);
  const orange = platformPreset('orange', { load: { kind: 'closed', users } });
  const steps = stepsPerSecond(new EventPlatform(orange), 4000);
  const fluidSteps = stepsPerSecond(new FluidPlatform(orange), 20_000);
  const webSteps = stepsPerSecond(new EventPlatform(platformPreset('web')), 300);
  const webFluidSteps = stepsPerSecond(new FluidPlatform(platformPreset('web')), 10_000);
  const distance = fluidDistance(platformPreset('orange'), {
    loads: [5, 10, 15, 20, 25, 30, 35, 40, 45, 50],
    replicas: [1, 2, 3, 4, 5, 6, 7, 8],
    objectiveSeconds: 0.6,
  });
  const points = (rate: number) => (100 * rate).toFixed(1);
  return [
    { name: `plain queue of objects, ${users} users on ${pods} FCFS pods`, value: millions(plain) },
    { name: 'event platform, the same (one event a request)', value: millions(fast), note: times(fast, plain) },
    { name: 'event platform, the same the general way', value: millions(general), note: times(general, plain) },
    { name: 'open load, FCFS', value: millions(fcfs), note: times(fcfs, plain) },
    { name: 'open load, processor sharing', value: millions(sharing), note: times(sharing, plain) },
    { name: 'open load, CPU quota', value: millions(quota), note: times(quota, plain) },
    { name: 'preset web: power of 2, timeouts, retries', value: millions(web), note: times(web, plain) },
    { name: 'control steps of 15 s, orange, 50 users', value: `${Math.round(steps)} steps/s` },
    {
      name: 'the same as a fluid',
      value: `${Math.round(fluidSteps)} steps/s`,
      note: `${(fluidSteps / steps).toFixed(1)} × events`,
    },
    { name: 'control steps of 15 s, web, 100 requests/s', value: `${Math.round(webSteps)} steps/s` },
    {
      name: 'the same as a fluid',
      value: `${Math.round(webFluidSteps)} steps/s`,
      note: `${(webFluidSteps / webSteps).toFixed(1)} × events`,
    },
    {
      name: 'fluid against events, orange, 80 cells',
      value: `${points(distance.meanViolationRateError)} points`,
      note: `mean error of the violation rate; bias ${points(distance.violationRateBias)}, RMS log p95 ${distance.rmsLogP95.toFixed(3)}`,
    },
    ...levelLines(),
  ];
}
