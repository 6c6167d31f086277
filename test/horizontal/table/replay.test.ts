import { describe, expect, it } from 'vitest';
import { kubernetesHpaAgent } from '../../../agents/horizontal/kubernetes-hpa/agent.js';
import { serviceMetrics, serviceName } from '../../../env/horizontal/service-metrics.js';
import { TableReplay, TableService } from '../../../env/horizontal/table/index.js';
import { contextLength, lazyView } from '../../../env/horizontal/view.js';
import type { LoadSeries } from '../../../workloads/load-series.js';
import { smallTable } from './tables.js';

const load = (...users: number[]): LoadSeries => ({
  id: 'users',
  startTime: 0,
  stepSeconds: 10,
  users: Float64Array.from(users),
  source: { dataset: 'test', entity: 'users', assumptions: {} },
});

const service = (series: LoadSeries, options: Partial<ConstructorParameters<typeof TableService>[0]> = {}) => {
  const made = new TableService({
    table: smallTable(),
    load: series,
    initialReplicas: 1,
    latencyObjectiveMs: 5101,
    percentile: 0.95,
    start: 'first',
    ...options,
  });
  made.reset(1);
  return made;
};

describe('the replay of a table', () => {
  it('serves every cell in order and in a circle, each by itself', () => {
    const replay = new TableReplay(smallTable());
    const p95 = (users: number, pods: number) => replay.read(users, pods)[1];
    expect([p95(5, 1), p95(5, 1), p95(5, 2), p95(5, 1), p95(5, 1), p95(5, 2)]).toEqual([
      5100, 5101, 5200, 5102, 5100, 5201,
    ]);
    replay.begin({ kind: 'first' });
    expect(p95(5, 1)).toBe(5100);
  });

  it('begins anywhere when it is drawn, the same for the same seed', () => {
    const replay = new TableReplay(smallTable(20));
    const firsts = (seed: number) => {
      replay.begin({ kind: 'drawn', seed });
      return [5, 10].flatMap((users) => [1, 2].map((pods) => replay.read(users, pods)[1]));
    };
    expect(firsts(3)).toEqual(firsts(3));
    expect(firsts(3)).not.toEqual(firsts(4));
  });

  it('answers with the nearest load, of two as near the higher', () => {
    const replay = new TableReplay(smallTable());
    expect([0, 7.4, 7.5, 99].map((users) => replay.nearestLoad(users))).toEqual([5, 5, 10, 10]);
  });

  it('refuses pods that were not recorded', () => {
    expect(() => new TableReplay(smallTable()).read(5, 3)).toThrow(/got 3: expected .*small holds: 1, 2/);
    expect(() => service(load(5)).setReplicas(0)).toThrow(/got 0/);
  });
});

describe('a table as a service', () => {
  it('reads the row of the mean load of the stretch and scales at once', () => {
    const table = service(load(5, 5, 10, Number.NaN));
    const latencies: number[] = [];
    for (const pods of [1, 2, 2, 1]) {
      table.setReplicas(pods);
      expect(table.readyReplicas).toBe(pods);
      table.advance(10);
      latencies.push(table.readings.latencyMs);
    }
    expect(latencies).toEqual([5100, 5200, 10200, 10100]);
    table.advance(1000);
    expect(table.readings.offeredLoad).toBe(10);
    expect(Array.from(table.context(new Float64Array(contextLength)))).toEqual(smallTable().cells[2]!.rows[1]);
  });

  it('counts requests by the rate, 5 % of them above an objective that the percentile just meets', () => {
    const table = service(load(5, 5));
    table.advance(1000);
    table.advance(1000);
    const { readings } = table;
    expect(readings.requests).toBe(4500);
    expect(readings.violatedRequests).toBe(225);
    expect(readings.meanLatencyMs).toBeCloseTo(5101 / Math.log(20), 9);
    expect([readings.podSeconds, readings.failedRequests]).toEqual([1000, 0]);
  });

  it('shows the HPA pods it takes at their word', () => {
    const table = service(load(5));
    const hpa = kubernetesHpaAgent.create(
      kubernetesHpaAgent.configSchema.parse({ targetCPUUtilizationPercentage: 20 }),
      {
        seed: 1,
        decisionSeconds: 15,
        latencyObjectiveMs: 600,
        limits: { minReplicas: 1, maxReplicas: 2 },
        initialReplicas: 1,
        pod: { cpuRequestMillicores: 600, cpuLimitMillicores: 2500, memoryRequestBytes: 1, memoryLimitBytes: null },
      },
    );
    const decide = () =>
      hpa.decide(
        lazyView(
          {
            timeSeconds: table.nowSeconds,
            specReplicas: table.specReplicas,
            statusReplicas: table.statusReplicas,
            limits: { minReplicas: 1, maxReplicas: 2 },
            context: table.context(new Float64Array(contextLength)),
          },
          () => table.cluster(),
        ),
      );
    expect(decide()).toBe(1);
    table.advance(15);
    table.advance(15);
    // Row 1 uses 43 % of the request: ⌈.43 ÷ .2⌉ is 3, and the limit 2.
    expect(decide()).toBe(2);
  });

  it('answers for the metrics that scalers read of a simulated service, as far as rows know them', () => {
    const table = service(load(5));
    table.setReplicas(2);
    expect(table.cluster()).toMatchObject({ objectMetrics: [], externalMetrics: [] });
    table.advance(10);
    const { pods, objectMetrics, externalMetrics } = table.cluster();
    const answers = [
      { metric: serviceMetrics.requestsPerSecond, milliValue: 4500 },
      { metric: serviceMetrics.p95LatencyMs, milliValue: 5_200_000 },
    ];
    expect(objectMetrics).toMatchObject(answers);
    expect(externalMetrics).toMatchObject(answers);
    expect(pods.map(({ customMetrics }) => customMetrics)).toEqual([
      { [serviceMetrics.requestsPerSecond]: 2250 },
      { [serviceMetrics.requestsPerSecond]: 2250 },
    ]);
    expect(pods[0]!.containers[0]!.name).toBe(serviceName);
  });

  it('refuses a load in another unit and a percentile that was not recorded', () => {
    const { users, ...rest } = load(5);
    expect(() => service({ ...rest, requestsPerSecond: users! })).toThrow(/"load".*users/);
    expect(() => service(load(5), { percentile: 0.99 })).toThrow(/objective\.percentile.*0\.99/);
  });
});
