import { describe, expect, it } from 'vitest';
import type { EvictionRequirement } from '../../../env/vertical/config.js';
import { admitsUpdate, meetsRequirements } from '../../../env/vertical/updater/eviction-requirements.js';

const higher = (...resources: ('cpu' | 'memory')[]): EvictionRequirement => ({
  resources,
  changeRequirement: 'TargetHigherThanRequests',
});
const lower = (...resources: ('cpu' | 'memory')[]): EvictionRequirement => ({
  resources,
  changeRequirement: 'TargetLowerThanRequests',
});

/** CPU grows from 100 to 200, memory shrinks from 1000 to 900. */
const met = (...requirements: EvictionRequirement[]) => meetsRequirements(requirements, 100, 200, 1000, 900);

describe('eviction requirements', () => {
  it('hold when any resource of each requirement moves as asked', () => {
    expect(met()).toBe(true);
    expect(met(higher('cpu'))).toBe(true);
    expect(met(higher('memory'))).toBe(false);
    expect(met(higher('cpu', 'memory'))).toBe(true);
    expect(met(lower('memory'), higher('cpu'))).toBe(true);
    expect(met(lower('cpu'), higher('cpu'))).toBe(false);
    expect(met(higher())).toBe(false);
  });

  it('are strict', () => {
    expect(meetsRequirements([higher('cpu')], 100, 100, 1, 1)).toBe(false);
    expect(meetsRequirements([lower('cpu')], 100, 100, 1, 1)).toBe(false);
  });

  it('do not bind a container that lacks a request', () => {
    expect(meetsRequirements([higher('cpu')], Number.NaN, 100, 1, 1)).toBe(true);
    expect(meetsRequirements([higher('cpu')], 100, 1, Number.NaN, 1)).toBe(true);
  });

  it('read an absent target as zero', () => {
    expect(meetsRequirements([lower('memory')], 100, 100, 1, Number.NaN)).toBe(true);
    expect(meetsRequirements([higher('memory')], 100, 100, 1, Number.NaN)).toBe(false);
  });
});

describe('admission of a pod', () => {
  const containers = ['a', 'b'].map((name) => ({
    name,
    requests: { cpuMillicores: 100, memoryBytes: 1000 },
    limits: {},
  }));
  const grow = (containerName: string) => ({ containerName, target: { cpuMillicores: 200, memoryBytes: 2000 } });
  const shrink = (containerName: string) => ({ containerName, target: { cpuMillicores: 50, memoryBytes: 500 } });

  it('needs one container that satisfies all', () => {
    expect(admitsUpdate([higher('cpu')], containers, [shrink('a'), grow('b')])).toBe(true);
    expect(admitsUpdate([higher('cpu')], containers, [shrink('a'), shrink('b')])).toBe(false);
    expect(admitsUpdate([higher('cpu'), lower('memory')], containers, [shrink('a'), grow('b')])).toBe(false);
  });

  it('needs a container with a recommendation, unless there is no update policy at all', () => {
    expect(admitsUpdate(null, containers, [])).toBe(true);
    expect(admitsUpdate([], containers, [])).toBe(false);
    expect(admitsUpdate([], containers, [grow('stranger')])).toBe(false);
    expect(admitsUpdate([], containers, [grow('b')])).toBe(true);
  });
});
