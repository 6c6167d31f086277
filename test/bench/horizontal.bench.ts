import { HorizontalScalingEnv, horizontalConfig, loadSeriesOf, ScalingEpisode } from '../../env/horizontal/index.js';
import { EventPlatform, FluidPlatform, type Platform, platformPreset } from '../../env/horizontal/platform/index.js';
import type { BenchLine } from './bench-line.js';

const users = 50;
const steps = 4000;
const load = loadSeriesOf({ kind: 'values', stepSeconds: 15, users: new Array<number>(steps).fill(users) });

/** Replicas asked for at each decision: 3, 4, 5, 6, 7 and again, so that 50 users are served well and badly. */
function replicas(step: number): number {
  return 3 + (step % 5);
}

/** Best of five: steps a CPU second, which other processes on the machine disturb less than the clock. */
function perSecond(run: () => void): number {
  let best = 0;
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage().user;
    run();
    best = Math.max(best, (steps * 1e6) / (process.cpuUsage().user - start));
  }
  return best;
}

/** The platform alone, with the one reading a step cannot do without. */
function bare(platform: Platform): number {
  return perSecond(() => {
    platform.reset(1);
    for (let step = 0; step < steps; step++) {
      platform.setReplicas(replicas(step));
      platform.advance(15);
      platform.interval.latencySeconds(0.95);
    }
  });
}

/** @param look whether the agent looks at the context, and at the cluster as the HPA does */
function episode(engine: 'events' | 'fluid', look: 'not' | 'context' | 'cluster'): number {
  const played = new ScalingEpisode(horizontalConfig({ engine }), load);
  return perSecond(() => {
    played.reset(1);
    for (let step = 0; !played.over; step++) {
      if (look === 'context') played.view();
      else if (look === 'cluster') void played.view().cluster.pods;
      played.step(replicas(step));
    }
  });
}

function env(engine: 'events' | 'fluid'): number {
  const played = new HorizontalScalingEnv({ load, config: { engine, action: 'fixed' } });
  return perSecond(() => {
    played.reset({ seed: 1 });
    for (let step = 0; step < steps; step++) played.step(replicas(step));
  });
}

export async function bench(): Promise<BenchLine[]> {
  const orange = platformPreset('orange', { load: { kind: 'closed', users } });
  const events = bare(new EventPlatform(orange));
  const fluid = bare(new FluidPlatform(orange));
  const line = (name: string, rate: number, peer: number): BenchLine => ({
    name,
    value: `${Math.round(rate)} steps/s`,
    note: `${(rate / peer).toFixed(2)} × the bare platform`,
  });
  return [
    { name: `bare platform, orange, ${users} users, 15 s steps`, value: `${Math.round(events)} steps/s` },
    line('episode: clamped, judged, rewarded', episode('events', 'not'), events),
    line('episode with a view of the context', episode('events', 'context'), events),
    line('episode with a view of the cluster, as the HPA reads it', episode('events', 'cluster'), events),
    line('HorizontalScaling-v0', env('events'), events),
    {
      name: 'bare fluid platform',
      value: `${Math.round(fluid)} steps/s`,
      note: `${(fluid / events).toFixed(2)} × events`,
    },
    line('episode as a fluid, with a view of the context', episode('fluid', 'context'), fluid),
    line('HorizontalScaling-v0 as a fluid', env('fluid'), fluid),
  ];
}
