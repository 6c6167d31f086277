import { describe, expect, it } from 'vitest';
import { kedaConfigSchema } from '../../../agents/horizontal/keda/index.js';
import { KubernetesHpa, kubernetesHpaConfigSchema } from '../../../agents/horizontal/kubernetes-hpa/index.js';
import { predictiveHpaConfigSchema } from '../../../agents/horizontal/predictive-hpa/index.js';
import { InputError } from '../../../env/core/input-error.js';
import { asking, desiredMetric } from './views.js';

const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
const policy = { type: 'Pods', value: 1, periodSeconds: 60 };

describe('an HPA’s spec', () => {
  it('reads as it stands in a manifest', () => {
    const spec = {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 12,
      metrics: [
        cpu({ type: 'Utilization', averageUtilization: 60 }),
        { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '512Mi' } } },
        {
          type: 'Pods',
          pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '1500m' } },
        },
      ],
      behavior: { scaleDown: { policies: [policy], tolerance: '50m' } },
    };
    const { metrics, behavior, minReplicas } = kubernetesHpaConfigSchema.parse(spec);
    expect(minReplicas).toBe(2);
    expect(metrics.map((metric) => (metric.kind === 'resource' ? metric.target : metric))).toEqual([
      { kind: 'utilization', percent: 60 },
      { kind: 'averageValue', milliValue: 2 ** 29 * 1000 },
      { kind: 'pods', name: 'rps', milliValue: 1500 },
    ]);
    expect(behavior?.scaleDown?.tolerance).toBe(0.05);
  });

  it('without metrics means CPU at 80 %', () => {
    const target = { kind: 'utilization', percent: 80 };
    expect(kubernetesHpaConfigSchema.parse({}).metrics).toEqual([
      { kind: 'resource', selection: { resource: 'cpu', container: null }, target },
    ]);
  });

  it('tolerances are the API’s doubles, which can differ from the literal', () => {
    const toleranceOf = (tolerance: unknown) =>
      kubernetesHpaConfigSchema.parse({ behavior: { scaleUp: { tolerance } } }).behavior?.scaleUp?.tolerance;
    expect(toleranceOf('0.57')).toBe(570 * 0.001);
    expect(toleranceOf(0.1)).toBe(0.1);
    expect(toleranceOf('2')).toBe(2);
  });

  it.each([
    [{ minReplicas: 5, maxReplicas: 4 }, 'minReplicas', /minReplicas <= maxReplicas/],
    [{ minReplicas: 0 }, 'minReplicas', /Object or External/],
    [{ minReplicas: 0, metrics: [desiredMetric], controller: { scaleToZero: 'off' } }, 'minReplicas', /scaleToZero/],
    [{ metrics: [] }, 'metrics', /./],
    [
      { metrics: [cpu({ type: 'Utilization', averageUtilization: 0 })] },
      'metrics.0.resource.target.averageUtilization',
      /./,
    ],
    [
      { metrics: [cpu({ type: 'AverageValue', averageValue: '5 pods' })] },
      'metrics.0.resource.target.averageValue',
      /quantity/,
    ],
    [
      { metrics: [cpu({ type: 'AverageValue', averageValue: '0' })] },
      'metrics.0.resource.target.averageValue',
      /above zero/,
    ],
    [{ metrics: [{ type: 'Cpu' }] }, 'metrics.0.type', /./],
    [{ behavior: { scaleUp: { policies: [] } } }, 'behavior.scaleUp.policies', /at least one policy/],
    [
      { behavior: { scaleUp: { policies: [{ ...policy, periodSeconds: 1801 }] } } },
      'behavior.scaleUp.policies.0.periodSeconds',
      /1800/,
    ],
    [
      { behavior: { scaleDown: { stabilizationWindowSeconds: 3601 } } },
      'behavior.scaleDown.stabilizationWindowSeconds',
      /3600/,
    ],
    [{ behavior: { scaleDown: { tolerance: '-1' } } }, 'behavior.scaleDown.tolerance', /at least zero/],
    [{ metrics: [desiredMetric], targetCPUUtilizationPercentage: 50 }, 'targetCPUUtilizationPercentage', /either/],
  ])('refuses %j at %s', (spec, path, message) => {
    const issue = kubernetesHpaConfigSchema.safeParse(spec).error!.issues[0]!;
    expect(issue.path.join('.')).toBe(path);
    expect(issue.message).toMatch(message);
  });

  it('whose bounds leave nothing beside the environment’s is an input error', () => {
    const hpa = new KubernetesHpa(kubernetesHpaConfigSchema.parse({ minReplicas: 9 }));
    expect(() => hpa.reconcile(asking(1, { limits: { minReplicas: 1, maxReplicas: 4 } }))).toThrow(InputError);
  });
});

describe('specs on top of it', () => {
  it('are checked as an HPA’s', () => {
    expect(predictiveHpaConfigSchema.safeParse({ minReplicas: 5, maxReplicas: 4 }).error!.issues[0]!.path).toEqual([
      'minReplicas',
    ]);
    expect(predictiveHpaConfigSchema.parse({}).hpa.controller.cpuInitializationPeriodSeconds).toBe(30);
  });

  it('a ScaledObject’s idle count is below its minimum', () => {
    expect(kedaConfigSchema.safeParse({ minReplicaCount: 2, idleReplicaCount: 2 }).error!.issues[0]!.path).toEqual([
      'idleReplicaCount',
    ]);
    expect(kedaConfigSchema.safeParse({ triggers: [{ type: 'kafka' }] }).success).toBe(false);
  });
});
