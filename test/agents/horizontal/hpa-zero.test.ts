import { describe, expect, it } from 'vitest';
import { KubernetesHpa, kubernetesHpaConfigSchema } from '../../../agents/horizontal/kubernetes-hpa/index.js';
import { asking, desiredMetric, replay } from './views.js';

const zero = { limits: { minReplicas: 0, maxReplicas: 100 } };

function hpaWith(scaleToZero: string, spec: object = {}): KubernetesHpa {
  return new KubernetesHpa(
    kubernetesHpaConfigSchema.parse({
      metrics: [desiredMetric],
      behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
      controller: { tolerance: 0, scaleToZero },
      ...spec,
    }),
  );
}

describe('scale to zero', () => {
  it('sleeps when nothing is wanted and wakes what it put to sleep, past the tolerance', () => {
    expect(replay(hpaWith('condition'), 2, [2, 0, 0, 3, 3], zero)).toEqual([2, 2, 0, 0, 3, 3]);
  });

  it('leaves alone what somebody else set to zero', () => {
    const hpa = hpaWith('condition');
    expect(replay(hpa, 0, [3, 3], zero)).toEqual([0, 0, 0]);
    expect(hpa.status).toMatchObject({ scalingActive: 'ScalingDisabled', scaledToZero: false });
  });

  it('the alpha feature wakes whatever is at zero', () => {
    expect(replay(hpaWith('unconditional'), 0, [3], zero)).toEqual([0, 3]);
    expect(replay(hpaWith('unconditional'), 0, [3])).toEqual([0, 0]);
  });

  it('without the feature zero is a pause and one the least', () => {
    expect(replay(hpaWith('off'), 2, [0, 0], zero)).toEqual([2, 1, 1]);
    expect(replay(hpaWith('off'), 0, [5], zero)).toEqual([0, 0]);
  });

  it('no HPA on CPU alone reaches zero, whatever the environment allows', () => {
    const hpa = new KubernetesHpa(
      kubernetesHpaConfigSchema.parse({ behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } }),
    );
    const idle = asking(null, { specReplicas: 3, ...zero });
    const pods = idle.cluster.pods.map((pod) => ({
      ...pod,
      sample: { ...pod.sample!, containers: [{ name: 'app', usage: { cpu: 0 } }] },
    }));
    expect(hpa.reconcile({ ...idle, cluster: { ...idle.cluster, pods } })).toBe(1);
  });

  it('wakes to the minimum if that was raised while it slept', () => {
    const hpa = hpaWith('condition');
    replay(hpa, 2, [0], zero);
    const raised = { limits: { minReplicas: 4, maxReplicas: 100 } };
    expect(hpa.reconcile(asking(1, { specReplicas: 0, timeSeconds: 60, ...raised }))).toBe(4);
    expect(hpa.status?.scaledToZero).toBe(false);
  });
});
