import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { EventPlatform, type Platform, type PlatformOptions } from '../../../env/horizontal/platform/index.js';
import { randomConfig } from './random-config.js';

/** Scales and changes the load at random, as a learning agent would. */
function disturb(platform: Platform, random: RandomStream): void {
  if (random.next() < 0.6) platform.setReplicas(random.integer(0, 12));
  if (random.next() > 0.3) return;
  if (platform.config.load.kind === 'closed') platform.setUsers(random.integer(0, 80));
  else platform.setRate(random.uniform(0, 80));
}

/** Everything that can be read off a platform. */
function readings(platform: EventPlatform): string {
  const { interval } = platform;
  return JSON.stringify([
    interval.fromSeconds,
    interval.toSeconds,
    interval.arrivals,
    interval.completed,
    interval.failed,
    interval.inFlight,
    interval.meanInFlight,
    interval.meanPods,
    interval.meanReadyPods,
    interval.meanLatencySeconds,
    interval.latencySeconds(0.95),
    interval.violationRate(0.6),
    [...platform.latencies()].sort((a, b) => a - b),
    [...platform.context()],
    platform.pods(),
    platform.podMetrics(),
    platform.totals,
    platform.littlesLaw(),
    platform.nodes,
    platform.users,
  ]);
}

describe('requests are conserved, whatever happens to them', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('configuration %i', (seed) => {
    const random = new RandomStream(seed, 'conservation');
    const platform = new EventPlatform(randomConfig(random));
    platform.reset(seed);
    for (let step = 0; step < 40; step++) {
      disturb(platform, random);
      platform.advance(random.uniform(0.5, 20));
      const { arrivals, completed, rejected, lost, timedOut, requests, retries } = platform.totals;
      expect(arrivals).toBe(completed + rejected + lost + timedOut + platform.inFlight);
      expect(arrivals).toBe(requests + retries);
      const { area, sojourns } = platform.littlesLaw();
      expect(area).toBe(sojourns);
      expect(platform.interval.inFlight).toBe(platform.inFlight);
      expect(platform.latencies()).toHaveLength(platform.interval.succeeded);
    }
    if (platform.config.load.kind === 'closed') platform.setUsers(0);
    else platform.setRate(0);
    platform.setReplicas(5);
    for (let hour = 0; hour < 30 && platform.inFlight > 0; hour++) platform.advance(3600);
    platform.advance(10);
    const { requests, succeeded, failed } = platform.totals;
    expect(platform.inFlight).toBe(0);
    expect(requests).toBe(succeeded + failed);
  });

  it('these configurations reach every fate a request can have', () => {
    const total = { completed: 0, rejected: 0, lost: 0, timedOut: 0, retries: 0, wasted: 0, failed: 0 };
    let restarts = 0;
    for (let seed = 0; seed < 40; seed++) {
      const random = new RandomStream(seed, 'conservation');
      const platform = new EventPlatform(randomConfig(random));
      platform.reset(seed);
      for (let step = 0; step < 15; step++) {
        disturb(platform, random);
        platform.advance(10);
        restarts += platform.pods().reduce((sum, pod) => sum + pod.restarts, 0);
      }
      for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += platform.totals[name];
    }
    for (const count of Object.values(total)) expect(count).toBeGreaterThan(20);
    expect(restarts).toBeGreaterThan(20);
  });
});

describe('a seed fixes the trajectory', () => {
  it.each([1, 2, 3, 4, 5, 6])('configuration %i: same seed same readings, before and after other episodes', (seed) => {
    const play = (platform: EventPlatform, episode: number) => {
      const random = new RandomStream(seed, 'play');
      platform.reset(episode);
      return Array.from({ length: 20 }, () => {
        disturb(platform, random);
        platform.advance(7.3);
        return readings(platform);
      }).join('\n');
    };
    const config = randomConfig(new RandomStream(seed, 'conservation'));
    const platform = new EventPlatform(config);
    const first = play(platform, 11);
    const other = play(platform, 12);
    expect(play(platform, 11)).toBe(first);
    expect(play(new EventPlatform(config), 11)).toBe(first);
    expect(other).not.toBe(first);
  });

  it('how time is cut into steps changes nothing but the steps', () => {
    const config = randomConfig(new RandomStream(3, 'conservation'));
    const whole = new EventPlatform(config);
    const cut = new EventPlatform(config);
    for (const platform of [whole, cut]) platform.reset(5);
    for (let minute = 0; minute < 10; minute++) {
      for (const platform of [whole, cut]) platform.setReplicas(2 + (minute % 4));
      whole.advance(60);
      for (let part = 0; part < 100; part++) cut.advance(0.6);
      expect(cut.totals).toEqual(whole.totals);
      expect(cut.pods()).toEqual(whole.pods());
      expect(cut.podMetrics()).toEqual(whole.podMetrics());
      expect(cut.context()).toEqual(whole.context());
      expect(cut.littlesLaw()).toEqual(whole.littlesLaw());
    }
  });

  it('another policy meets the same arrivals and the same work', () => {
    const arrivals = (replicas: number) => {
      const platform = new EventPlatform({
        load: { kind: 'open', rate: { kind: 'constant', requestsPerSecond: 20 } },
        work: { kind: 'exponential', mean: 0.1 },
        balancer: { kind: 'power-of-d' },
        initialReplicas: replicas,
      });
      platform.reset(9);
      const counts = Array.from({ length: 50 }, () => {
        platform.advance(10);
        return platform.interval.arrivals;
      });
      platform.setRate(0);
      platform.advance(1000);
      return { counts, cpu: platform.pods().length };
    };
    expect(arrivals(8).counts).toEqual(arrivals(4).counts);
  });
});

describe('the fast way through closed first-come-first-served pods', () => {
  it.each([1, 2, 3, 4])('seed %i: its readings are those of the general way, bit for bit', (seed) => {
    const options: PlatformOptions = {
      load: { kind: 'closed', users: 30, spawnRate: seed % 2 ? 2 : null },
      work: { kind: 'lognormal', mean: 0.08, cv: 0.7 },
      overheadSeconds: 0.004,
      contention: 0.01,
      warmUp: { extra: 1, seconds: 20 },
      initialReplicas: 3,
      balancer: { kind: seed % 2 ? 'round-robin' : 'random' },
      lifeCycle:
        seed === 4
          ? { mode: 'instant' }
          : {
              mode: 'kubernetes',
              crash: { perPodHour: 20 },
              nodes: { podsPerNode: 4, initial: 2, max: 5 },
              termination: { graceSeconds: 4, preStop: { kind: 'sleep', seconds: 3 } },
            },
    };
    const random = new RandomStream(seed, 'fast');
    const fast = new EventPlatform(options);
    /** A timeout that never comes is all it takes to go the general way. */
    const general = new EventPlatform({ ...options, client: { timeoutSeconds: 1e7 } });
    const both = [fast, general];
    for (const platform of both) platform.reset(seed);
    for (let step = 0; step < 150; step++) {
      const replicas = random.integer(0, 9);
      const users = random.integer(0, 90);
      const seconds = random.uniform(1, 20);
      for (const platform of both) {
        platform.setReplicas(replicas);
        if (step % 3 === 0) platform.setUsers(users);
        platform.advance(seconds);
      }
      expect(readings(fast) === readings(general), `step ${step}`).toBe(true);
    }
    expect(fast.totals.completed).toBeGreaterThan(5000);
    if (seed !== 4) expect(fast.totals.lost).toBeGreaterThan(0);
  });

  it.each([3, 10, 35, 60])('%i users: round robin with deterministic work is a shared queue, bit for bit', (users) => {
    const options = {
      load: { kind: 'closed', users },
      work: { kind: 'deterministic', mean: 0.11 },
      overheadSeconds: 0.004,
      initialReplicas: 3,
    } as const;
    const turns = new EventPlatform({ ...options, balancer: { kind: 'round-robin' } });
    const shared = new EventPlatform({ ...options, balancer: { kind: 'shared-queue' } });
    for (const platform of [turns, shared]) platform.reset(2);
    for (let step = 0; step < 100; step++) {
      for (const platform of [turns, shared]) platform.advance(15);
      expect(turns.totals).toEqual(shared.totals);
      expect(turns.latencies().slice().sort()).toEqual(shared.latencies().slice().sort());
      expect(turns.littlesLaw()).toEqual(shared.littlesLaw());
    }
    expect(turns.totals.completed).toBeGreaterThan(1500);
  });
});
