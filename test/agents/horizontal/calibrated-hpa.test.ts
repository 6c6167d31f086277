import { describe, expect, it } from 'vitest';
import { calibratedHpaAgent } from '../../../agents/horizontal/calibrated-hpa.js';
import { kubernetesHpaConfigSchema } from '../../../agents/horizontal/kubernetes-hpa/index.js';
import { horizontalConfig } from '../../../env/horizontal/config-schema.js';
import { calibrationCosts } from '../../../experiments/horizontal/calibration.js';
import { loadOf } from './rehearsals.js';

const candidates = (options: object = {}) =>
  calibratedHpaAgent.candidates(calibratedHpaAgent.configSchema.parse(options));

describe('the calibrated HPA', () => {
  it('begins with the HPA as Kubernetes configures it, which so wins ties', () => {
    const [first] = candidates();
    expect(first!.id).toBe('kubernetes-hpa');
    expect(kubernetesHpaConfigSchema.parse(first!.config)).toEqual(kubernetesHpaConfigSchema.parse({}));
  });

  it('has every target with every window once, each an HPA of its own', () => {
    const specs = candidates({ targets: [80, 50], stabilizationSeconds: [300, 60] }).map(({ config }) =>
      kubernetesHpaConfigSchema.parse(config),
    );
    const read = specs.map(({ metrics: [metric], behavior }) => [
      metric!.kind === 'resource' && metric!.target.kind === 'utilization' ? metric!.target.percent : null,
      behavior?.scaleDown?.stabilizationWindowSeconds ?? 300,
    ]);
    expect(read).toEqual([
      [80, 300],
      [50, 300],
      [80, 60],
      [50, 60],
    ]);
    expect(calibratedHpaAgent.configSchema.safeParse({ targets: [] }).success).toBe(false);
  });

  it('keeps nobody from seeing that 80 % is no target where half a core is the limit and .6 are requested', () => {
    const config = horizontalConfig({ platform: 'orange', engine: 'fluid' });
    const load = loadOf(
      'users',
      15,
      Array.from({ length: 160 }, (_, t) => 30 - 25 * Math.cos(t / 12)),
    );
    const costs = calibrationCosts(candidates({ targets: [80, 60, 40] }), 1, {
      config,
      load,
      reference: { id: load.id, hash: 'of the test' },
    });
    const best = costs.reduce((a, b) => (b.meanCost < a.meanCost ? b : a));
    expect(best.meanCost).toBeLessThan(0.6 * costs[0]!.meanCost);
    expect(best.agent.config['targetCPUUtilizationPercentage']).not.toBe(80);
  });
});
