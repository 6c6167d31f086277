import { kubernetesFleet } from '../../agents/vertical/kubernetes/index.js';
import { RandomStream } from '../../env/core/random.js';
import { SyncVectorEnv } from '../../env/core/vector/sync-vector-env.js';
import {
  ActionIndex,
  actionLength,
  bytesPerMebibyte,
  VerticalFleet,
  VerticalScalingEnv,
  VerticalScalingVectorEnv,
  verticalConfig,
} from '../../env/vertical/index.js';
import type { UsageSeries } from '../../workloads/usage-series.js';
import type { BenchLine } from './bench-line.js';

const stepsPerHour = 60;
const config = { initialRequest: { cpuMillicores: 1000, memoryMebibytes: 1024 } };

/** Bounds around what is requested, so that the updater has nothing to do. */
const inRange = Float64Array.of(500, 1000, 2000, 1000, 500, 1024, 2048, 1024);

/** A day's curve with noise, one a pod: CPU 100 … 900 m, memory 500 … 700 MiB. */
function workload(pod: number, steps: number): UsageSeries {
  const random = new RandomStream('bench', 'vertical', pod);
  const day = (step: number) => Math.sin((2 * Math.PI * (step + 13 * pod)) / 1440);
  return {
    id: `pod-${pod}`,
    startTime: 1_700_000_000,
    stepSeconds: 60,
    cpuMillicores: Float64Array.from({ length: steps }, (_, t) =>
      Math.max(10, 500 + 400 * day(t) + random.normal(0, 60)),
    ),
    memoryBytes: Float64Array.from(
      { length: steps },
      (_, t) => (600 + 100 * day(t) + random.normal(0, 10)) * bytesPerMebibyte,
    ),
    source: { dataset: 'bench', entity: `pod-${pod}`, assumptions: {} },
  };
}

function fleetOf(pods: number, steps: number): VerticalFleet {
  const series = Array.from({ length: pods }, (_, pod) => workload(pod, steps));
  return new VerticalFleet({ series, config: verticalConfig(config) });
}

/** Nanoseconds an item, best of several runs: the machine is shared. */
function best(items: number, run: () => void, runs = 5): number {
  let nanoseconds = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const begin = performance.now();
    run();
    nanoseconds = Math.min(nanoseconds, ((performance.now() - begin) * 1e6) / items);
  }
  return nanoseconds;
}

/** An episode in which nobody speaks after the first step. */
function held(fleet: VerticalFleet): void {
  fleet.reset(1);
  while (!fleet.stepHeld());
}

/** An episode under Kubernetes' recommender: it hears every sample and speaks once an hour. */
function recommended(fleet: VerticalFleet): void {
  const { size, oomEvents } = fleet;
  const recommender = kubernetesFleet(size);
  const said = new Float64Array(size * actionLength);
  fleet.reset(1);
  for (let done = false; !done; ) {
    const speaks = fleet.stepIndex > 0 && fleet.stepIndex % stepsPerHour === 0;
    if (speaks) {
      recommender.recommend(fleet.timeSeconds, said);
      for (let i = 0; i < said.length; i++)
        if (i % actionLength >= ActionIndex.memoryLowerBound) said[i]! /= bytesPerMebibyte;
    }
    done = speaks ? fleet.step(said) : fleet.stepHeld();
    for (let i = 0; i < oomEvents.count; i++)
      recommender.observeOom(oomEvents.workload[i]!, oomEvents.timeSeconds[i]!, oomEvents.memoryRequestBytes[i]!);
    recommender.observe(fleet.timeSeconds, fleet.cpuUsage, fleet.memoryUsageBytes);
  }
}

function perSecond(nanoseconds: number): string {
  return `${(1000 / nanoseconds).toFixed(1)} M/s`;
}

function single(): BenchLine[] {
  // One environment has few steps to warm up in.
  const warmRuns = 20;
  const steps = 20_000;
  const env = new VerticalScalingEnv({ series: workload(0, steps), config });
  const action = inRange.slice();
  const episode = (speak: (step: number) => void) => () => {
    env.reset({ seed: 1 });
    for (let step = 0; step < steps; step++) {
      speak(step);
      env.step(action);
    }
  };
  const same = best(
    steps,
    episode(() => {}),
  );
  const fresh = best(
    steps,
    episode((step) => {
      action[ActionIndex.cpuTarget] = 1000 + (step % 7);
    }),
    warmRuns,
  );
  return [
    { name: 'one environment, same action', value: perSecond(same), note: 'steps, result object included; aim 3 M/s' },
    { name: 'one environment, new action every step', value: perSecond(fresh) },
  ];
}

function vector(): BenchLine[] {
  const size = 256;
  const steps = 500;
  const series = Array.from({ length: size }, (_, pod) => workload(pod, steps + 1));
  const options = { series, config, episode: { order: 'roundRobin' } } as const;
  const batch = new VerticalScalingVectorEnv(size, options);
  const loop = new SyncVectorEnv(
    Array.from({ length: size }, () => () => new VerticalScalingEnv(options)),
    { autoresetMode: 'SameStep' },
  );
  const actions = new Float64Array(size * actionLength);
  for (let i = 0; i < size; i++) actions.set(inRange, i * actionLength);
  const episode = (env: typeof batch | typeof loop) => () => {
    env.reset({ seed: 0 });
    for (let step = 0; step < steps; step++) {
      for (let i = 0; i < size; i++) actions[i * actionLength + ActionIndex.cpuTarget] = 1000 + (step % 7);
      env.step(actions);
    }
  };
  const inBatch = best(size * steps, episode(batch));
  const inLoop = best(size * steps, episode(loop));
  return [
    { name: `vector environment of ${size}, new actions`, value: perSecond(inBatch), note: 'steps, infos included' },
    {
      name: 'the same through SyncVectorEnv',
      value: perSecond(inLoop),
      note: `vector form ${(inLoop / inBatch).toFixed(1)}×`,
    },
  ];
}

function fleets(): BenchLine[] {
  const steps = 2880;
  return [256, 1024].flatMap((pods) => {
    const fleet = fleetOf(pods, steps);
    const alone = best(pods * steps, () => held(fleet));
    const together = best(pods * steps, () => recommended(fleet));
    return [
      { name: `fleet of ${pods}`, value: perSecond(alone), note: `pod-steps, ${alone.toFixed(1)} ns` },
      {
        name: `fleet of ${pods} with Kubernetes' recommender`,
        value: perSecond(together),
        note: `pod-steps, ${together.toFixed(1)} ns, of which the environment ${alone.toFixed(1)}; aim 15 M/s`,
      },
    ];
  });
}

function growth(): BenchLine[] {
  const line = (pods: number, steps: number): BenchLine => {
    const fleet = fleetOf(pods, steps);
    const nanoseconds = best(pods * steps, () => recommended(fleet), 3);
    return {
      name: `${pods} pods × ${steps} steps, recommended`,
      value: `${nanoseconds.toFixed(1)} ns`,
      note: 'a pod-step',
    };
  };
  return [
    ...[64, 256, 1024, 4096].map((pods) => line(pods, 1440)),
    ...[1440, 2880, 5760, 11520].map((steps) => line(256, steps)),
  ];
}

/** Environment steps a second: single, vector and fleet, with and without a recommender, and how time grows with pods and steps. */
export async function bench(): Promise<BenchLine[]> {
  return [...single(), ...vector(), ...fleets(), ...growth()];
}
