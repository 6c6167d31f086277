import { describe, expect, it } from 'vitest';
import { KubernetesHpa, kubernetesHpaConfigSchema } from '../../../agents/horizontal/kubernetes-hpa/index.js';
import { RecommendationHistory } from '../../../agents/horizontal/kubernetes-hpa/recommendation-history.js';
import { ScaleEvents } from '../../../agents/horizontal/kubernetes-hpa/scale-events.js';
import { asking, desiredMetric, replay } from './views.js';

function following(spec: object = {}): KubernetesHpa {
  return new KubernetesHpa(
    kubernetesHpaConfigSchema.parse({ metrics: [desiredMetric], controller: { tolerance: 0 }, ...spec }),
  );
}

describe('edges of windows', () => {
  it('a recommendation exactly as old as the window counts only where the edge is included', () => {
    const history = new RecommendationHistory(300);
    history.record(20, 0);
    history.record(5, 100);
    expect(history.highest(3, 300, 300, true)).toBe(20);
    expect(history.highest(3, 300, 300, false)).toBe(5);
    expect(history.lowest(30, 300, 300)).toBe(5);
    expect(history.lowest(30, 299, 300)).toBe(5);
    expect(history.highest(3, 500, 0, false)).toBe(3);
  });

  it('forgets nothing inside the window over ten thousand recommendations, and keeps no more than it needs', () => {
    const history = new RecommendationHistory(3600);
    for (let i = 0; i < 10_000; i++) history.record(i % 1000, i * 15);
    const last = 9_999 * 15;
    expect(history.highest(0, last, 3600, true)).toBe(999);
    expect(history.lowest(5000, last, 300)).toBe(980);
    expect(JSON.stringify(history).length).toBeLessThan(10_000);
  });

  it('an event exactly as old as the period no longer counts', () => {
    const events = new ScaleEvents(60);
    events.record(4, 0);
    events.record(2, 30);
    expect(events.within(59, 60)).toBe(6);
    expect(events.within(60, 60)).toBe(2);
    expect(events.within(60, 30)).toBe(0);
  });

  it('an event past its own direction’s periods is overwritten by the next, though the other direction still counts it', () => {
    const events = new ScaleEvents(15);
    events.record(10, 0);
    expect(events.within(60, 600)).toBe(10);
    events.record(1, 60);
    expect(events.within(60, 600)).toBe(1);
  });
});

describe('a restarted controller', () => {
  it('takes the present count for its first recommendation, so that it cannot shrink for a whole window', () => {
    const counts = replay(following(), 20, new Array(25).fill(2));
    expect(counts.slice(0, 22)).toEqual(new Array(22).fill(20));
    expect(counts[22]).toBe(2);
  });
});

describe('counts outside the bounds', () => {
  it('come back at once, past every rate limit and without a look at the metrics', () => {
    const slow = { scaleUp: { selectPolicy: 'Disabled' }, scaleDown: { selectPolicy: 'Disabled' } };
    const hpa = following({ minReplicas: 5, maxReplicas: 50, behavior: slow });
    expect(hpa.reconcile(asking(null, { specReplicas: 80 }))).toBe(50);
    expect(hpa.status).toMatchObject({ metrics: [], scalingActive: 'NotEvaluated', ableToScale: 'SucceededRescale' });
    expect(hpa.reconcile(asking(null, { specReplicas: 2, timeSeconds: 15 }))).toBe(5);
  });

  it('follow the environment’s limits while the spec has none, also when they change', () => {
    const hpa = following();
    const limits = (minReplicas: number, maxReplicas: number) => ({ limits: { minReplicas, maxReplicas } });
    expect(hpa.reconcile(asking(9, { specReplicas: 4, ...limits(1, 6) }))).toBe(6);
    expect(hpa.reconcile(asking(9, { specReplicas: 6, timeSeconds: 15, ...limits(1, 8) }))).toBe(8);
    expect(hpa.reconcile(asking(9, { specReplicas: 8, timeSeconds: 30, ...limits(1, 3) }))).toBe(3);
  });

  it('recommendations are remembered as the metrics gave them, not as the bounds cut them', () => {
    const hpa = following();
    const upTo = (maxReplicas: number) => ({ specReplicas: 10, limits: { minReplicas: 1, maxReplicas } });
    expect(hpa.reconcile(asking(40, upTo(10)))).toBe(10);
    expect(hpa.status).toMatchObject({ ableToScale: 'ReadyForNewScale', scalingLimited: 'TooManyReplicas' });
    expect(hpa.reconcile(asking(2, { timeSeconds: 45, ...upTo(30) }))).toBe(20);
    expect(hpa.status).toMatchObject({ scalingActive: 'ValidMetricFound', scalingLimited: 'ScaleUpLimit' });
  });
});

describe('the sync period', () => {
  it('lets the count alone between reconciles, on a grid that keeps the mean period', () => {
    const hpa = following({ behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1 }] } } });
    expect(replay(hpa, 1, new Array(10).fill(50), {}, 10)).toEqual([1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8]);
  });
});
