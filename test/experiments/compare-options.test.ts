import { describe, expect, it } from 'vitest';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { InputError } from '../../env/core/input-error.js';
import {
  choiceFromFlag,
  chosenAgents,
  referenceFromFlag,
  seedsFromFlag,
  splitAgents,
  workersFromFlag,
} from '../../experiments/cli/compare-options.js';
import {
  historyFromFlags,
  intervalFromFlags,
  standingRecommenders,
  verticalConfigFromFlags,
} from '../../experiments/cli/compare-vertical.js';

const recommenders = (flags: { readonly agents?: readonly string[]; readonly bound: boolean }) =>
  chosenAgents(verticalRoster, flags.agents, standingRecommenders(flags)).map(({ id }) => id);

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

describe('chosenAgents', () => {
  it('takes every deterministic recommender and the optimum when none is named', () => {
    const ids = recommenders({ bound: true });
    expect(ids).toContain('kubernetes');
    expect(ids).toContain('autopilot');
    expect(ids).not.toContain('random');
    expect(ids.at(-1)).toBe('optimum');
  });

  it('adds the optimum once, or not at all', () => {
    expect(recommenders({ agents: ['static'], bound: true })).toEqual(['static', 'optimum']);
    expect(recommenders({ agents: ['optimum,static'], bound: true })).toEqual(['optimum', 'static']);
    expect(recommenders({ agents: ['static'], bound: false })).toEqual(['static']);
  });
});

describe('verticalConfigFromFlags', () => {
  it('puts flags over the defaults', () => {
    const config = verticalConfigFromFlags({
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
    expect(() => verticalConfigFromFlags(bad)).toThrow(InputError);
    expect(() => verticalConfigFromFlags(bad)).toThrow(message);
  });
});

describe('numbers and times', () => {
  it('counts seeds from 1', () => {
    expect(seedsFromFlag('3')).toEqual([1, 2, 3]);
  });

  it.each([
    [() => seedsFromFlag('0'), /--seeds.*"0"/],
    [() => seedsFromFlag('many'), /many/],
    [() => seedsFromFlag('1e9'), /--seeds.*at most/],
    [() => workersFromFlag('-1'), /--workers.*-1/],
    [() => workersFromFlag('1.5'), /1\.5/],
    [() => historyFromFlags({ history: 'yesterday' }), /--history.*yesterday/],
    [() => intervalFromFlags({ interval: '0' }), /--interval/],
    [() => recommenders({ agents: ['oracle'], bound: true }), /oracle/],
  ])('refuses %s', (read, message) => {
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });
});

describe('referenceFromFlag', () => {
  const agents = (...labels: string[]) => [
    ...labels.map((label) => ({ label, role: 'recommender' as const })),
    { label: 'optimum', role: 'bound' as const },
  ];

  it('is the first of the usual ones that takes part and is not alone', () => {
    expect(referenceFromFlag(undefined, agents('static', 'kubernetes'), ['kubernetes'])).toBe('kubernetes');
    expect(referenceFromFlag(undefined, agents('kubernetes'), ['kubernetes'])).toBeNull();
    expect(referenceFromFlag(undefined, agents('static', 'autopilot'), ['kubernetes'])).toBeNull();
    expect(referenceFromFlag(undefined, agents('static', 'b', 'a'), ['a', 'b'])).toBe('a');
  });

  it('is the one that is named, if it competes', () => {
    expect(referenceFromFlag('static', agents('static', 'kubernetes'), ['kubernetes'])).toBe('static');
    expect(referenceFromFlag('none', agents('static', 'kubernetes'), ['kubernetes'])).toBeNull();
    for (const name of ['nobody', 'optimum'])
      expect(() => referenceFromFlag(name, agents('static'), [])).toThrow(new RegExp(name));
  });
});

describe('choiceFromFlag', () => {
  it('tells a number from names', () => {
    expect(choiceFromFlag('0')).toEqual({ kind: 'telling', count: 0 });
    expect(choiceFromFlag('web,db')).toEqual({ kind: 'named', workloads: ['web', 'db'] });
  });
});
