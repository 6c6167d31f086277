import { describe, expect, it } from 'vitest';
import { horizontalConfig } from '../../../env/horizontal/config-schema.js';
import { startUpSeconds } from '../../../env/horizontal/demand/index.js';
import { EventPlatform, type PlatformOptions, platformPreset } from '../../../env/horizontal/platform/index.js';

const certain = (mean: number) => ({ kind: 'deterministic', mean }) as const;

describe('start-up time', () => {
  const lifeCycle: PlatformOptions['lifeCycle'] = {
    mode: 'kubernetes',
    schedulingSeconds: certain(0.5),
    imagePull: { seconds: certain(20), cachedProbability: 1 },
    startSeconds: certain(11),
    readiness: { initialDelaySeconds: 2, periodSeconds: 5 },
    endpointDelaySeconds: certain(3),
  };
  const of = (changes: Partial<Extract<PlatformOptions['lifeCycle'], { mode: 'kubernetes' }>>) =>
    startUpSeconds(
      horizontalConfig({ platform: { preset: 'web', changes: { lifeCycle: { ...lifeCycle, ...changes } } } }),
    );

  it('is scheduling, pull, the probe after the start, and endpoints', () => {
    expect(of({})).toBeCloseTo(0.5 + 12 + 3, 9);
    expect(of({ imagePull: { seconds: certain(20), cachedProbability: 0.9 } })).toBeCloseTo(35.5, 9);
    expect(of({ imagePull: { seconds: certain(20), cachedProbability: 0.97 } })).toBeCloseTo(15.5, 9);
    expect(of({ startSeconds: certain(1) })).toBeCloseTo(0.5 + 2 + 3, 9);
    expect(of({ nodes: { podsPerNode: 2, initial: 9, max: 9, provisionSeconds: certain(100) } })).toBeCloseTo(115.5, 9);
  });

  it('is 0 where pods come at once and where decisions wait for them', () => {
    expect(startUpSeconds(horizontalConfig({ platform: 'orange' }))).toBe(0);
    expect(startUpSeconds(horizontalConfig({ platform: 'web', settle: 'instant' }))).toBe(0);
    expect(startUpSeconds(horizontalConfig({ platform: 'web', settle: 'wait-ready' }))).toBe(0);
  });

  it('is kept by 95 % of the pods of the platform', () => {
    const atOnce = { ...(platformPreset('web').lifeCycle as object), endpointDelaySeconds: certain(0) };
    const changes = { lifeCycle: atOnce as PlatformOptions['lifeCycle'] };
    const seconds = startUpSeconds(horizontalConfig({ platform: { preset: 'web', changes } }));
    const platform = new EventPlatform(
      platformPreset('web', {
        ...changes,
        load: { kind: 'open', rate: { kind: 'constant', requestsPerSecond: 0 } },
        initialReplicas: 0,
      }),
    );
    platform.reset(3);
    platform.setReplicas(4000);
    platform.advance(seconds);
    expect(platform.readyReplicas / 4000).toBeGreaterThan(0.935);
    expect(platform.readyReplicas / 4000).toBeLessThan(0.965);
  });
});
