import { describe, expect, it } from 'vitest';
import { InputError } from '../../../env/core/input-error.js';
import {
  EventPlatform,
  type PlatformOptions,
  platformConfig,
  platformPreset,
  platformPresets,
} from '../../../env/horizontal/platform/index.js';
import { closed, deterministic, poisson } from './batch-means.js';

const base: PlatformOptions = { load: poisson(1), work: deterministic(0.1) };

describe('a configuration', () => {
  it.each(platformPresets)('preset %s is complete, and completing it again changes nothing', (name) => {
    const config = platformConfig(platformPreset(name));
    expect(platformConfig(config as PlatformOptions)).toEqual(config);
    const platform = new EventPlatform(platformPreset(name));
    platform.reset(1);
    platform.advance(300);
    expect(platform.totals.completed).toBeGreaterThan(100);
    expect(platform.totals.failed).toBe(0);
  });

  it.each([
    [{ ...base, work: { kind: 'gamma', mean: 1, cv: 0 } }, 'work.cv'],
    [{ ...base, work: { kind: 'hyperexponential', mean: 1, cv: 0.5 } }, 'work.cv'],
    [{ ...base, work: { kind: 'uniform', low: 2, high: 1 } }, 'work'],
    [{ ...base, spead: 1 }, 'spead'],
    [{ ...base, initialReplicas: -1 }, 'initialReplicas'],
    [{ ...base, overheadSeconds: 0.2, client: { timeoutSeconds: 0.1 } }, 'client.timeoutSeconds'],
    [{ ...base, load: { ...closed(3), thinkSeconds: deterministic(0) } }, 'load.thinkSeconds'],
    [{ ...base, stickyConnections: 3, balancer: { kind: 'shared-queue' } }, 'stickyConnections'],
    [{ ...base, metrics: { resource: { intervalSeconds: 15, jitterSeconds: 15 } } }, 'metrics.resource.jitterSeconds'],
    [
      { ...base, initialReplicas: 5, lifeCycle: { mode: 'kubernetes', nodes: { podsPerNode: 2, initial: 2, max: 3 } } },
      'initialReplicas',
    ],
    [
      {
        ...base,
        load: {
          kind: 'open',
          rate: { kind: 'series', series: { id: 'a', startTime: 0, stepSeconds: 1, users: new Float64Array(3) } },
        },
      },
      'load.rate.series',
    ],
  ])('what does not fit is named: %#', (options, field) => {
    const attempt = () => platformConfig(options as unknown as PlatformOptions, 'some.json');
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(`some.json: field "${field}"`);
  });

  it('calls that do not fit are named too', () => {
    const open = new EventPlatform(base);
    const users = new EventPlatform({ ...base, load: closed(3) });
    expect(() => open.setUsers(3)).toThrow('expected a closed load');
    expect(() => users.setRate(3)).toThrow('expected an open load');
    expect(() => open.setRate(Number.NaN)).toThrow(InputError);
    expect(() => users.setUsers(1.5)).toThrow(InputError);
    expect(() => open.setReplicas(-1)).toThrow(InputError);
    expect(() => open.advance(0)).toThrow(InputError);
    expect(() => open.advance(Number.POSITIVE_INFINITY)).toThrow(InputError);
  });
});
