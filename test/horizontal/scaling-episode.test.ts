import { describe, expect, it } from 'vitest';
import { ResetNeeded } from '../../env/core/reset-needed.js';
import { type HorizontalConfigOptions, horizontalConfig, ScalingEpisode } from '../../env/horizontal/index.js';
import { EventPlatform, platformPreset } from '../../env/horizontal/platform/index.js';
import type { RecordedTable } from '../../env/horizontal/table/recorded-table.js';
import { ContextIndex } from '../../env/horizontal/view.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { loadOf, steadyRate, steadyUsers } from './loads.js';

function begun(options: HorizontalConfigOptions, load: LoadSeries, seed: number | string = 1): ScalingEpisode {
  const episode = new ScalingEpisode(horizontalConfig(options), load);
  episode.reset(seed);
  return episode;
}

/** What a decision of this many pods led to, copied. */
function played(episode: ScalingEpisode, decide: (episode: ScalingEpisode) => number) {
  const steps = [];
  while (!episode.over) {
    const { readings, ...step } = { ...episode.step(decide(episode)) };
    steps.push({ ...step, cost: { ...step.cost }, readings: { ...readings } });
  }
  return steps;
}

describe('ScalingEpisode', () => {
  it('judges decision i on interval i of the load', () => {
    const users = [5, 10, 15, 20, 25, 30];
    const episode = begun({ initialReplicas: 4 }, loadOf('users', users));
    expect(episode.steps).toBe(6);
    expect(episode.loadSeconds).toBe(0);
    const steps = played(episode, () => 4);
    expect(steps.map(({ readings }) => readings.offeredLoad)).toEqual(users);
    expect(steps.map(({ readings }) => readings.toSeconds - episode.leadSeconds)).toEqual([15, 30, 45, 60, 75, 90]);
    expect(episode.taken).toBe(6);
  });

  it('plays whole intervals only', () => {
    const episode = begun({ decisionSeconds: 20 }, steadyUsers(5, 75));
    expect(episode.steps).toBe(3);
    expect(played(episode, () => 1)).toHaveLength(3);
    expect(() => new ScalingEpisode(horizontalConfig({ decisionSeconds: 90 }), steadyUsers(5, 75))).toThrow(
      /at least 90 s of load/,
    );
  });

  it('shows something before the first decision, and unscored', () => {
    const episode = begun({}, steadyUsers(10, 60));
    const { context, timeSeconds } = episode.view();
    expect(timeSeconds).toBe(episode.leadSeconds);
    expect(context[ContextIndex.requestsPerSecond]).toBeGreaterThan(5);
    expect(context[ContextIndex.p95LatencyMs]).toBeGreaterThan(100);
    expect(episode.taken).toBe(0);
    expect(episode.view().context).not.toBe(context);
  });

  it('has no old cluster to show', () => {
    const episode = begun({}, steadyUsers(10, 60));
    const [early, late] = [episode.view(), episode.view()];
    expect(early.cluster.pods).toHaveLength(1);
    episode.step(3);
    expect(early.cluster.pods).toHaveLength(1);
    expect(() => late.cluster).toThrow(/before the next step/);
  });

  it('plays a window as the whole load would have been played there', () => {
    const load = loadOf('users', [5, 10, 15, 20, 25, 30]);
    const window = new ScalingEpisode(horizontalConfig({ initialReplicas: 4 }), load, { first: 2, steps: 3 });
    window.reset(1);
    expect(window.loadSeconds).toBe(30);
    expect(played(window, () => 4).map(({ readings }) => readings.offeredLoad)).toEqual([15, 20, 25]);
    expect(window.loadSeconds).toBe(75);
    for (const bad of [{ first: 6 }, { first: 0.5 }, { first: -1 }, { steps: 0 }, { steps: 1.5 }])
      expect(() => new ScalingEpisode(horizontalConfig(), load, bad)).toThrow(/"(first|steps)"/);
  });

  it('needs a reset before the first step and after the end', () => {
    const episode = new ScalingEpisode(horizontalConfig(), steadyUsers(5, 15));
    expect(() => episode.step(1)).toThrow(ResetNeeded);
    expect(() => episode.view()).toThrow(ResetNeeded);
    episode.reset(1);
    episode.step(1);
    expect(episode.over).toBe(true);
    expect(() => episode.step(1)).toThrow(ResetNeeded);
  });

  it('refuses what is no count', () => {
    const episode = begun({}, steadyUsers(5, 60));
    for (const decided of [1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => episode.step(decided)).toThrow(/"decided"/);
  });

  it('clamps to the limits, and to those that come while it runs', () => {
    const episode = begun({ limits: { minReplicas: 2, maxReplicas: 6 }, initialReplicas: 3 }, steadyUsers(10, 300));
    expect({ ...episode.step(9) }).toMatchObject({ decided: 9, applied: 6, before: 3 });
    expect({ ...episode.step(-4) }).toMatchObject({ decided: -4, applied: 2, before: 6 });
    episode.limits = { minReplicas: 4, maxReplicas: 5 };
    expect(episode.view().limits).toEqual({ minReplicas: 4, maxReplicas: 5 });
    expect(episode.view().specReplicas).toBe(2);
    expect({ ...episode.step(2) }).toMatchObject({ applied: 4, before: 2 });
    expect(() => {
      episode.limits = { minReplicas: 4, maxReplicas: 3 };
    }).toThrow(/"limits.maxReplicas"/);
    episode.reset(1);
    expect(episode.limits).toEqual({ minReplicas: 2, maxReplicas: 6 });
  });

  it('pays for every pod from creation to deletion', () => {
    const episode = begun({ platform: 'orange', initialReplicas: 1 }, steadyUsers(5, 150));
    for (const decided of [1, 4, 4, 9, 3]) {
      const { readings, cost, applied } = episode.step(decided);
      // Pods that go finish what they hold, so they may outlive the decision by their last requests.
      expect(readings.podSeconds).toBeGreaterThanOrEqual(applied * 15 - 1e-9);
      expect(readings.podSeconds).toBeLessThan(applied * 15 + 3);
      expect(cost.pods).toBeCloseTo((readings.podSeconds / 3600) * episode.config.prices.podHour, 15);
    }
  });

  it('agrees with the platform on the pods that existed', () => {
    const { service } = begun({ platform: 'web' }, steadyRate(100, 600));
    service.setReplicas(6);
    let pods = 0;
    let seconds = 0;
    for (let i = 0; i < 600; i++) {
      service.advance(0.1);
      pods += service.cluster().pods.length * 0.1;
      seconds += service.readings.podSeconds;
    }
    // A pod that comes or goes within a tenth of a second is counted for all of it or not at all.
    expect(Math.abs(seconds - pods)).toBeLessThan(0.1 * 6);
  });

  it('violates by latency, or when requests end and none is answered', () => {
    const overloaded = played(begun({ initialReplicas: 1 }, steadyUsers(40, 300)), () => 1);
    expect(overloaded.at(-1)!.readings.latencyMs).toBeGreaterThan(600);
    expect(overloaded.at(-1)!.violated).toBe(true);
    expect(overloaded.at(-1)!.cost.violations).toBeCloseTo((15 / 3600) * horizontalConfig().prices.violationHour, 15);
    const ample = played(begun({ initialReplicas: 8 }, steadyUsers(10, 300)), () => 8);
    expect(ample.every(({ violated, cost }) => !violated && cost.violations === 0)).toBe(true);

    const nobody = played(begun({ limits: { minReplicas: 0 }, initialReplicas: 0 }, steadyUsers(5, 60)), () => 0);
    for (const { readings, violated } of nobody) {
      expect(readings.failedRequests).toBe(readings.requests);
      expect(readings.requests).toBeGreaterThan(0);
      expect(readings.latencyMs).toBeNaN();
      expect(violated).toBe(true);
    }
    const idle = played(begun({ limits: { minReplicas: 0 }, initialReplicas: 0 }, steadyUsers(0, 60)), () => 0);
    expect(idle.every(({ violated, reward }) => !violated && reward > 0)).toBe(true);
  });

  it('counts the requests that broke the objective as the platform lists their latencies', () => {
    const episode = begun({ initialReplicas: 2 }, steadyUsers(25, 600));
    const { platform } = episode.service as unknown as { readonly platform: EventPlatform };
    while (!episode.over) {
      const { readings } = episode.step(2);
      const latencies = [...platform.latencies()].map((microseconds) => microseconds / 1000);
      expect(readings.requests).toBe(latencies.length);
      expect(readings.violatedRequests).toBe(latencies.filter((latency) => latency > 600).length);
      expect(readings.meanLatencyMs).toBeCloseTo(latencies.reduce((sum, one) => sum + one, 0) / latencies.length, 6);
    }
  });

  it('is the platform itself: the same calls give the same readings', () => {
    const decide = [2, 3, 5, 4, 4, 1, 2, 6];
    const episode = begun({ initialReplicas: 2 }, steadyUsers(30, 15 * decide.length), 'paired');
    const bare = new EventPlatform(
      platformPreset('orange', { load: { kind: 'closed', users: 30 }, initialReplicas: 2 }),
    );
    bare.reset('paired');
    bare.advance(episode.leadSeconds);
    for (const replicas of decide) {
      const { readings } = episode.step(replicas);
      bare.setReplicas(replicas);
      bare.advance(15);
      expect(readings.latencyMs).toBe(bare.interval.latencySeconds(0.95) * 1000);
      expect(episode.view().context).toEqual(bare.context());
    }
  });

  it('repeats itself bit by bit with a seed, and not with another', () => {
    const decide = ({ service }: ScalingEpisode) => 2 + (Math.round(service.nowSeconds / 15) % 3);
    const load = loadOf('requestsPerSecond', [60, 120, 30, 90], 60);
    const [one, again, other] = [1, 1, 2].map((seed) => played(begun({ platform: 'web' }, load, seed), decide));
    expect(JSON.stringify(again)).toBe(JSON.stringify(one));
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(one));
  });

  it('keeps R5 multiplier for the episode alone', () => {
    const reward = { kind: 'lagrangian', budget: 0.1, rate: 0.5, initialMultiplier: 1 } as const;
    const episode = begun({ reward, initialReplicas: 1 }, steadyUsers(40, 150));
    let multiplier = 1;
    while (!episode.over) {
      const { violated, reward: given } = episode.step(1);
      expect(given).toBeCloseTo(-(1 / 10 + multiplier * ((violated ? 1 : 0) - 0.1)), 12);
      multiplier = Math.max(0, multiplier + 0.5 * ((violated ? 1 : 0) - 0.1));
      expect(episode.lagrangeMultiplier).toBeCloseTo(multiplier, 12);
    }
    episode.reset(2);
    expect(episode.lagrangeMultiplier).toBe(1);
  });
});

describe('settling', () => {
  const load = steadyRate(100, 900);

  it('shows the start-up of pods when nothing waits', () => {
    const episode = begun({ platform: 'web' }, load);
    const first = { ...episode.step(8) };
    expect(first.readings.readyPodSeconds).toBeLessThan(8 * 15);
    expect(episode.view().statusReplicas).toBe(8);
    expect(episode.service.readyReplicas).toBeLessThan(8);
    for (let i = 0; i < 6; i++) episode.step(8);
    expect(episode.service.readyReplicas).toBe(8);
  });

  it('has pods at once when decisions settle at once', () => {
    const episode = begun({ platform: 'web', settle: 'instant' }, load);
    const { readings } = episode.step(8);
    expect(readings.readyPodSeconds).toBe(8 * 15);
    expect(readings.podSeconds).toBe(8 * 15);
  });

  it('waits in whole scrapes until pods are ready, and one scrape more', () => {
    const episode = begun({ platform: 'web', settle: 'wait-ready' }, load);
    const before = episode.service.nowSeconds;
    const step = { ...episode.step(8) };
    expect(step.settleSeconds).toBeGreaterThan(5);
    expect(step.settleSeconds % 5).toBe(0);
    expect(step.readings.fromSeconds).toBe(before + step.settleSeconds);
    expect(step.readings.readyPodSeconds).toBeCloseTo(8 * 15, 9);
    expect(step.settlePodSeconds).toBeGreaterThan(7 * step.settleSeconds);
    const { podHour } = episode.config.prices;
    expect(step.cost.pods).toBeCloseTo(((step.readings.podSeconds + step.settlePodSeconds) / 3600) * podHour, 12);
    expect({ ...episode.step(8) }).toMatchObject({ settleSeconds: 0, settlePodSeconds: 0 });
    // Going down, the pods that stay are ready already: the one scrape that shows it.
    expect(episode.step(4).settleSeconds).toBe(5);
  });

  it('waits no longer than it may, nor longer than leaves an interval of the load', () => {
    const patient = begun({ platform: 'web', settle: { kind: 'wait-ready', maxSeconds: 7 } }, load);
    expect(patient.step(8).settleSeconds).toBe(5);
    const late = begun({ platform: 'web', settle: 'wait-ready' }, steadyRate(100, 32));
    expect({ ...late.step(12) }.settleSeconds).toBe(15);
    expect(late.over).toBe(true);
    expect(late.taken).toBe(1);
  });
});

describe('a recorded table', () => {
  const table: RecordedTable = {
    id: 'four-cells',
    pod: {
      cpuRequestMillicores: 600,
      cpuLimitMillicores: 2500,
      memoryRequestMebibytes: 640,
      memoryLimitMebibytes: 1536,
    },
    windowSeconds: 12,
    loadUnit: 'users',
    cells: [5, 10].flatMap((load) =>
      [1, 2].map((pods) => ({ load, pods, rows: [[pods, (100 * load) / pods, load * 0.9, 0.5, 0.12, 0.6, 0.25]] })),
    ),
  };

  it('answers with the row of load and pods', () => {
    const episode = begun({ table, objective: { latencyMs: 600 } }, loadOf('users', [5, 10, 10, 5]));
    const steps = played(episode, ({ taken }) => [1, 1, 2, 2][taken]!);
    expect(steps.map(({ readings }) => readings.latencyMs)).toEqual([500, 1000, 500, 250]);
    expect(steps.map(({ violated }) => violated)).toEqual([false, true, false, false]);
    expect([...episode.view().context]).toEqual(table.cells[1]!.rows[0]);
  });
});
