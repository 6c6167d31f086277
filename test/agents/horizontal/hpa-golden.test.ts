import { describe, expect, it } from 'vitest';
import { KubernetesHpa, kubernetesHpaConfigSchema } from '../../../agents/horizontal/kubernetes-hpa/index.js';
import type { PodSnapshot } from '../../../env/horizontal/view.js';
import { cluster, desiredMetric, pod, replay, view } from './views.js';

/** Golden vectors of the specification, §1.8. */

function following(behavior?: object): KubernetesHpa {
  const spec = {
    metrics: [desiredMetric],
    controller: { tolerance: 0 },
    ...(behavior === undefined ? {} : { behavior }),
  };
  return new KubernetesHpa(kubernetesHpaConfigSchema.parse(spec));
}

const forever = (desired: number, times: number) => new Array<number>(times).fill(desired);

describe('rates and windows', () => {
  it.each([
    ['3 to 40 without behavior', undefined, 3, forever(40, 4), [3, 6, 12, 24, 40]],
    ['3 to 40 with the default behavior', {}, 3, forever(40, 4), [3, 7, 14, 28, 40]],
    ['1 to 40 without behavior', undefined, 1, forever(40, 5), [1, 4, 8, 16, 32, 40]],
    ['1 to 40 with the default behavior', {}, 1, forever(40, 4), [1, 5, 10, 20, 40]],
    [
      '80 to 1, 10 % a minute',
      {
        scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] },
      },
      80,
      forever(1, 13),
      [80, 72, 72, 72, 72, 64, 64, 64, 64, 57, 57, 57, 57, 51],
    ],
    [
      '100 to 1, the smaller of 10 % and 5 pods a minute',
      {
        scaleDown: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Min',
          policies: [
            { type: 'Percent', value: 10, periodSeconds: 60 },
            { type: 'Pods', value: 5, periodSeconds: 60 },
          ],
        },
      },
      100,
      forever(1, 9),
      [100, 95, 95, 95, 95, 90, 90, 90, 90, 85],
    ],
    [
      'the lowest of a minute on the way up',
      { scaleUp: { stabilizationWindowSeconds: 60 } },
      5,
      [10, 12, 9, 11, 14, 14, 14, 14, 14],
      [5, 5, 5, 5, 5, 9, 9, 11, 14, 14],
    ],
    [
      '1 to 50, 10 % a sync, rounded up',
      { scaleUp: { policies: [{ type: 'Percent', value: 10, periodSeconds: 15 }] } },
      1,
      forever(50, 12),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15],
    ],
  ])('%s', (_name, behavior, start, desired, expected) => {
    expect(replay(following(behavior), start, desired)).toEqual(expected);
  });

  it('scales down after 300 s: the edge of the window counts without behavior and does not with it', () => {
    const desired = [20, ...forever(5, 30)];
    const firstDrop = (hpa: KubernetesHpa) => (replay(hpa, 20, desired).findIndex((count) => count < 20) - 1) * 15;
    expect(firstDrop(following())).toBe(315);
    expect(firstDrop(following({}))).toBe(300);
  });
});

describe('utilisation', () => {
  const many = (count: number, make: (i: number) => PodSnapshot) => Array.from({ length: count }, (_, i) => make(i));
  const unready = (name: string, cpu: number) =>
    pod(name, cpu, 100, { startTimeSeconds: -10, ready: { status: 'False', lastTransitionSeconds: -10 } });

  it.each([
    ['424m and 475m of 200m', 50, [pod('a', 424, 200), pod('b', 475, 200)], 224, 9],
    ['nine of ten measured at 20m', 50, [...many(9, (i) => pod(`p${i}`, 20)), pod('missing', null)], 20, 6],
    ['two at 150m, one unready', 50, [pod('a', 150), pod('b', 150), unready('c', 10)], 150, 6],
    ['three at 60m, one missing, target 120', 120, [...many(3, (i) => pod(`p${i}`, 60)), pod('missing', null)], 60, 3],
    [
      'four at 90m, four unready: hold',
      50,
      [...many(4, (i) => pod(`p${i}`, 90)), ...many(4, (i) => unready(`u${i}`, 5))],
      90,
      8,
    ],
  ])('%s', (_name, target, pods, utilization, expected) => {
    const spec = { targetCPUUtilizationPercentage: target, behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } };
    const hpa = new KubernetesHpa(kubernetesHpaConfigSchema.parse(spec));
    hpa.decide(view({ cluster: cluster(pods) }));
    expect(hpa.status?.metrics).toEqual([{ kind: 'replicas', replicas: expected, measured: utilization }]);
  });
});
