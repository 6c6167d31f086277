import { beforeAll, describe, expect, it } from 'vitest';
import { correctedPairs } from '../../../experiments/orange/agents.js';
import { type OrangeSummary, orangeTable, planOrange, runOrange } from '../../../experiments/orange/index.js';
import { renderOrangeReport } from '../../../experiments/orange/report/render.js';

let summary: OrangeSummary;
let rows: (part: string) => ReadonlyMap<string, OrangeSummary['parts'][number]['rows'][number]>;

beforeAll(async () => {
  summary = await runOrange({ plan: planOrange({ runs: 3 }) });
  rows = (part) => new Map(summary.parts.find(({ key }) => key === part)!.rows.map((row) => [row.label, row]));
});

describe('three runs of the experiment', () => {
  it.each(['hslinucb-as-released', 'q-learning-as-released'])('%s agrees with what was published', (label) => {
    expect(rows('cold').get(label)!.verdict).toMatchObject({ agrees: true });
    expect(rows('hot-seen').get(label)!.verdict!.meanPods.within).toBe(true);
  });

  it('records latencies like the published ones', () => {
    const { rmsLogError, publishedNoise, cells } = summary.latencies;
    expect(cells).toHaveLength(39);
    expect(publishedNoise).toBeCloseTo(0.108, 3);
    expect(rmsLogError.d1).toBeLessThan(0.18);
    expect(rmsLogError.d2).toBeLessThan(0.18);
  });

  it('has an oracle that needs as many pods as on the published tables, violates nothing and regrets nothing', () => {
    for (const part of ['cold', 'hot-seen', 'hot-unseen']) {
      const { metrics, published } = rows(part).get('oracle')!;
      expect([metrics!.violations.mean, metrics!.regret.mean]).toEqual([0, 0]);
      expect(Math.abs(metrics!.meanPods.mean - published!.meanPods!)).toBeLessThan(0.25);
    }
  });

  it('lets what was learned help: hot starts violate less than cold ones', () => {
    for (const label of ['hslinucb-as-released', 'q-learning-as-released', 'q-learning'])
      expect(rows('hot-seen').get(label)!.metrics!.violations.mean).toBeLessThan(
        rows('cold').get(label)!.metrics!.violations.mean,
      );
  });

  it('shows why the HPA needs its target calibrated: the default never scales', () => {
    expect(rows('cold').get('kubernetes-hpa')!.metrics).toMatchObject({ changes: { mean: 0 }, meanPods: { mean: 1 } });
    expect(rows('cold').get('kubernetes-hpa-calibrated')!.metrics!.violationPercent.mean).toBeLessThan(2);
    expect(orangeTable(summary)).toContain('never scales here: a pod can use 85 % of its request');
  });

  it('keeps DQN as published only', () => {
    expect(rows('cold').get('dqn-as-released')).toMatchObject({
      agent: null,
      metrics: null,
      published: { violations: 560.5 },
    });
  });

  it('released HSLinUCB violates far more than its log says once staying is observed, too, and the corrected one does not', () => {
    const cold = rows('cold');
    const violations = (label: string) => cold.get(label)!.metrics!.violations.mean;
    expect(violations('hslinucb-as-released (observed)')).toBeGreaterThan(3 * violations('hslinucb-as-released'));
    expect(violations('hslinucb')).toBeLessThan(violations('hslinucb-as-released (observed)') / 3);
  });

  it('pairs corrected and released agents by run', () => {
    expect(summary.findings).toHaveLength(3 * correctedPairs.length);
    for (const { part, corrected, released, differences } of summary.findings)
      for (const { key, difference, verdict } of differences) {
        const [a, b] = [rows(part).get(corrected)!, rows(part).get(released)!];
        expect(difference.mean).toBeCloseTo(a.metrics![key].mean - b.metrics![key].mean, 9);
        expect(difference.units).toBe(3);
        // Eight sign patterns: no p-value below 1/4, whatever the difference.
        expect(verdict).toBe('unclear');
      }
    expect(summary.findings[0]!.sentence).toContain('too few runs to tell (3)');
  });

  it('has curves that end where the metrics do, and a stretch of one cycle', () => {
    for (const row of rows('cold').values()) {
      if (row.metrics === null) continue;
      expect(row.violations.at(-1)!.mean).toBe(row.metrics.violations.mean);
      expect(row.regret.at(-1)!.mean).toBeCloseTo(row.metrics.regret.mean, 9);
    }
    expect(summary.curveRounds.at(-1)).toBe(9000);
    expect(summary.stretch.from).toBe(8000);
    for (const { pods, p95Ms } of summary.stretch.agents) expect([pods.length, p95Ms.length]).toEqual([1000, 1000]);
  });

  it('draws the same page from the same summary, with every agent in it', () => {
    const page = renderOrangeReport(summary);
    expect(renderOrangeReport(JSON.parse(JSON.stringify(summary)) as OrangeSummary)).toBe(page);
    for (const { title } of summary.plan.agents) expect(page).toContain(title);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the plan', () => {
  it('takes further agents, once each, and knows its options from another’s', () => {
    const further = { id: 'hslinucb', config: { alpha: 0.25 } };
    const plan = planOrange({ runs: 1, agents: [further, further, { id: 'hslinucb', config: {} }] });
    expect(plan.agents.filter(({ spec }) => spec.id === 'hslinucb').map(({ label }) => label)).toEqual([
      'hslinucb',
      'hslinucb:alpha=0.25',
    ]);
    expect(plan.id).not.toBe(planOrange({ runs: 1 }).id);
  });

  it.each([
    [{ runs: 0 }, /"runs" got 0/],
    [{ rounds: 1.5 }, /"rounds" got 1\.5/],
    [{ seed: -1 }, /"seed" got -1/],
    [{ agents: [{ id: 'nobody', config: {} }] }, /nobody/],
  ])('refuses %j', (options, message) => {
    expect(() => planOrange(options)).toThrow(message);
  });
});
