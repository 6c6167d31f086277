import { describe, expect, it } from 'vitest';
import {
  allenCunneenWait,
  erlangB,
  erlangC,
  fluidOverload,
  gammaTail,
  kingmanWait,
  logGamma,
  machineRepair,
  machineRepairStates,
  meanValueAnalysis,
  mg1Wait,
  mm1k,
  mm1Sharing,
  mmcResponseQuantile,
  mmcResponseTail,
  mmcWait,
  mmcWaitQuantile,
  mmppDispersion,
  mmppMean,
  mmppVariance,
  saturationPoint,
  serversForTail,
  serversForWaiting,
  sharingResponseOf,
  supermarketResponse,
} from '../../../env/horizontal/platform/index.js';

/** Values of horizontal.md §3.3, computed there with 30 digits. */
describe('closed forms', () => {
  it('M/M/1 and M/M/c: waits, responses and their quantiles', () => {
    expect(mmcResponseQuantile(0.95, 8, 10, 1)).toBeCloseTo(1.497866136777, 11);
    expect(mmcResponseQuantile(0.99, 8, 10, 1)).toBeCloseTo(Math.LN10, 11);
    expect(erlangB(4, 3)).toBeCloseTo(0.20610687022901, 13);
    expect(erlangC(4, 3)).toBeCloseTo(0.50943396226415, 13);
    expect(mmcWait(30, 10, 4)).toBeCloseTo(0.050943396226415, 14);
    expect(mmcWaitQuantile(0.95, 30, 10, 4)).toBeCloseTo(0.23212772260062, 13);
    expect(mmcResponseQuantile(0.95, 30, 10, 4)).toBeCloseTo(0.41280998024176, 11);
    expect(mmcResponseQuantile(0.99, 30, 10, 4)).toBeCloseTo(0.60063081765618, 11);
    expect(erlangC(5, 3)).toBeCloseTo(0.23615160349854, 13);
    expect(mmcWait(30, 10, 5)).toBeCloseTo(0.011807580174927, 14);
    expect(mmcResponseQuantile(0.95, 30, 10, 5)).toBeCloseTo(0.31999170333558, 11);
  });

  it('an unstable queue waits for ever', () => {
    expect([mmcWait(40, 10, 4), mmcResponseQuantile(0.9, 50, 10, 4), mg1Wait(10, 0.1, 1)]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect([erlangC(4, 4), mmcResponseTail(1, 50, 10, 4)]).toEqual([1, 1]);
  });

  it('M/M/1/K, M/G/1, processor sharing, Kingman, Allen and Cunneen', () => {
    const bounded = mm1k(12, 10, 5);
    expect(bounded.loss).toBeCloseTo(0.25058812155586, 13);
    expect(bounded.throughput).toBeCloseTo(8.9929425413296, 12);
    expect(bounded.response).toBeCloseTo(0.33594925822404, 13);
    expect(mg1Wait(8, 0.1, 0)).toBeCloseTo(0.2, 14);
    expect(mg1Wait(8, 0.1, 4)).toBeCloseTo(1, 14);
    expect(mm1Sharing(8, 10).variance).toBeCloseTo(0.58333333333333, 13);
    expect(sharingResponseOf(0.25, 0.8)).toBeCloseTo(1.25, 14);
    expect(allenCunneenWait(30, 10, 4, 2, 0.5)).toBeCloseTo(0.063679245283019, 14);
    expect(kingmanWait(8, 0.1, 1.5, 0.5)).toBeCloseTo(0.4, 14);
  });

  it('closed networks: mean-value analysis and machine repair', () => {
    const cases: [number, number[], number, number][] = [
      [25, [0.11], 9.0908481352017, 1.7500184392251],
      [20, [0.055, 0.055], 14.458903655126, 0.3832307398293],
      [35, Array(3).fill(0.11 / 3), 22.948872156858, 0.52512941641625],
      [50, Array(5).fill(0.022), 35.123207036103, 0.42356021045018],
    ];
    for (const [users, demands, throughput, response] of cases) {
      const result = meanValueAnalysis(users, 1, demands);
      expect(result.throughput).toBeCloseTo(throughput, 11);
      expect(result.response).toBeCloseTo(response, 12);
    }
    expect(saturationPoint(1, [0.11])).toBeCloseTo(10.090909, 6);
    expect(machineRepair(35, 1, 0.11, 3).throughput).toBeCloseTo(26.290853026836, 11);
    expect(machineRepair(35, 1, 0.11, 3).response).toBeCloseTo(0.33126148338641, 13);
  });

  it('machine repair with one server is mean-value analysis of one queue, and does not overflow', () => {
    expect(machineRepair(300, 1, 0.01, 1).response).toBeCloseTo(meanValueAnalysis(300, 1, [0.01]).response, 10);
    const states = machineRepairStates(20_000, 1, 0.1, 1);
    expect(states.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 10);
  });

  it('MMPP, supermarket, staffing, fluid overload', () => {
    const process = { rates: [50, 10], switching: [1 / 60, 1 / 240] } as const;
    expect(mmppMean(process)).toBeCloseTo(18, 12);
    expect(mmppDispersion(process)).toBeCloseTo(1366.3333333333, 9);
    expect(mmppVariance(process, 10)).toBeCloseTo(24091.086864, 6);
    expect(supermarketResponse(0.9, 1)).toBeCloseTo(10, 12);
    expect(supermarketResponse(0.9, 2)).toBeCloseTo(2.6140573773, 10);
    expect(supermarketResponse(0.9, 3)).toBeCloseTo(2.027855969, 10);
    expect(serversForTail(100, 10, 0.3, 0.05)).toBe(18);
    expect(mmcResponseTail(0.3, 100, 10, 18)).toBeCloseTo(0.049900357259, 11);
    expect(mmcResponseTail(0.3, 100, 10, 17)).toBeCloseTo(0.050043273531, 11);
    expect(serversForTail(100, 10, 0.1, 0.05)).toBeNull();
    expect(serversForWaiting(100, 10, 0.2)).toBe(14);
    expect(erlangC(14, 10)).toBeCloseTo(0.17413193359, 10);
    expect(fluidOverload(60, 40, 45, 80)).toEqual({ backlog: 900, drainSeconds: 45, lastWaitSeconds: 11.25 });
  });

  it('gamma tails: exponential, Erlang and chi-square special cases', () => {
    for (const x of [0.01, 0.5, 1, 3, 10, 40]) {
      expect(gammaTail(x, 1, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 11);
      expect(gammaTail(x, 3, 1) / (Math.exp(-x) * (1 + x + x ** 2 / 2))).toBeCloseTo(1, 11);
    }
    expect(gammaTail(3.841458820694124, 0.5, 2)).toBeCloseTo(0.05, 12);
    expect(logGamma(10)).toBeCloseTo(Math.log(362880), 12);
    expect(logGamma(0.25)).toBeCloseTo(1.2880225246980774, 12);
  });
});
