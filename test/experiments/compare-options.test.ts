import { describe, expect, it } from 'vitest';
import { InputError } from '../../env/core/input-error.js';
import {
  agentsFromFlags,
  configFromFlags,
  historyFromFlags,
  intervalFromFlags,
  podsFromFlags,
  referenceFromFlags,
  seedsFromFlags,
  splitAgents,
  workersFromFlags,
} from '../../experiments/cli/compare-options.js';

const flags = { seeds: '3', history: '1d', interval: '60s', bound: true, pods: '4' } as const;

describe('splitAgents', () => {
  it('keeps the options of an agent with it', () => {
    expect(splitAgents('kubernetes,moving-window:percentile=0.95,hours=24,static')).toEqual([
      'kubernetes',
      'moving-window:percentile=0.95,hours=24',
      'static',
    ]);
    expect(splitAgents('{"id":"static","config":{"cpuMillicores":1,"memoryMebibytes":2}}')).toHaveLength(1);
  });
});

describe('agentsFromFlags', () => {
  it('takes every deterministic recommender and the optimum when none is named', () => {
    const ids = agentsFromFlags({ bound: true }).map(({ id }) => id);
    expect(ids).toContain('kubernetes');
    expect(ids).toContain('autopilot');
    expect(ids).not.toContain('random');
    expect(ids.at(-1)).toBe('optimum');
  });

  it('adds the optimum once, or not at all', () => {
    expect(agentsFromFlags({ agents: ['optimum,static'], bound: true }).map(({ id }) => id)).toEqual([
      'optimum',
      'static',
    ]);
    expect(agentsFromFlags({ agents: ['static'], bound: false }).map(({ id }) => id)).toEqual(['static']);
  });
});

describe('configFromFlags', () => {
  it('puts flags over the defaults', () => {
    const config = configFromFlags({
      ...flags,
      updater: 'direct',
      updateMode: 'InPlace',
      limitRatio: 'cpu=2,memory=none',
    });
    expect(config.updater).toEqual({ rule: 'direct', mode: 'InPlace' });
    expect(config.limitToRequest).toEqual({ cpu: 2, memory: null });
  });

  it.each([
    [{ updater: 'wishful' }, /wishful/],
    [{ updateMode: 'Sometimes' }, /Sometimes/],
    [{ limitRatio: 'disk=2' }, /disk=2/],
    [{ limitRatio: 'cpu=0.5' }, /0\.5/],
    [{ config: 'no/such/file.json' }, /no\/such\/file\.json/],
  ])('refuses %o and quotes it', (bad, message) => {
    expect(() => configFromFlags({ ...flags, ...bad })).toThrow(InputError);
    expect(() => configFromFlags({ ...flags, ...bad })).toThrow(message);
  });
});

describe('numbers and times', () => {
  it('counts seeds from 1', () => {
    expect(seedsFromFlags({ seeds: '3' })).toEqual([1, 2, 3]);
  });

  it.each([
    [() => seedsFromFlags({ seeds: '0' }), /--seeds.*"0"/],
    [() => seedsFromFlags({ seeds: 'many' }), /many/],
    [() => seedsFromFlags({ seeds: '1e9' }), /--seeds.*at most/],
    [() => workersFromFlags({ workers: '-1' }), /--workers.*-1/],
    [() => workersFromFlags({ workers: '1.5' }), /1\.5/],
    [() => historyFromFlags({ history: 'yesterday' }), /--history.*yesterday/],
    [() => intervalFromFlags({ interval: '0' }), /--interval/],
    [() => agentsFromFlags({ agents: ['oracle'], bound: true }), /oracle/],
  ])('refuses %s', (read, message) => {
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });
});

describe('referenceFromFlags', () => {
  it("is Kubernetes' own recommender if it takes part and is not alone", () => {
    expect(referenceFromFlags(flags, ['static', 'kubernetes'])).toBe('kubernetes');
    expect(referenceFromFlags(flags, ['kubernetes'])).toBeNull();
    expect(referenceFromFlags(flags, ['static', 'autopilot'])).toBeNull();
    expect(referenceFromFlags({ ...flags, reference: 'static' }, ['static', 'kubernetes'])).toBe('static');
    expect(referenceFromFlags({ ...flags, reference: 'none' }, ['static', 'kubernetes'])).toBeNull();
    expect(() => referenceFromFlags({ ...flags, reference: 'nobody' }, ['static'])).toThrow(/nobody/);
  });
});

describe('podsFromFlags', () => {
  it('tells a number from names', () => {
    expect(podsFromFlags({ pods: '0' })).toEqual({ kind: 'telling', count: 0 });
    expect(podsFromFlags({ pods: 'web,db' })).toEqual({ kind: 'named', workloads: ['web', 'db'] });
  });
});
