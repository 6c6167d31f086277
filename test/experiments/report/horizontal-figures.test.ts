import { beforeAll, describe, expect, it } from 'vitest';
import { episodeFigure, violatedSpans } from '../../../experiments/horizontal/report/episode-figure.js';
import { learningCurves } from '../../../experiments/horizontal/report/learning-curves.js';
import { tradeOffFigure, tradeOffsByWorkload } from '../../../experiments/horizontal/report/trade-off-figure.js';
import type { HorizontalReport } from '../../../experiments/horizontal/report-data.js';
import { agentStyles } from '../../../experiments/report/agent-style.js';
import { drawn, pathPoints, readAxis, translation } from './drawn.js';
import { madeUpReport } from './horizontal-report.js';

describe('figures of the horizontal report', () => {
  let report: HorizontalReport;
  beforeAll(() => {
    report = madeUpReport({
      agents: [
        { id: 'clairvoyant', role: 'bound', excess: 0.05, violated: 0.002 },
        { id: 'calibrated-hpa', excess: 0.3, violated: 0.02 },
        { id: 'threshold', excess: 0.6, violated: 0.1 },
        { id: 'hslinucb', excess: 0.5, violated: 0.3, learning: 0.5 },
        { id: 'random', excess: 0.7, violated: 0.9 },
      ],
      workloads: ['wave', 'crowd'],
      seeds: 4,
      reference: 'calibrated-hpa',
    });
  });

  /** Marks by agent with the values read off the axes. */
  function marksOf(svg: Element): Map<string, { x: number; y: number }> {
    const x = readAxis(svg, 'x');
    const y = readAxis(svg, 'y', Math.sqrt);
    const marks = [...svg.querySelectorAll('[aria-label="dot"] path')];
    return new Map(
      marks.map((mark) => {
        const [right, down] = translation(mark);
        const name = mark.querySelector('title')!.textContent!.split(/ on |\n/)[0]!;
        return [name, { x: x(right), y: y(down) ** 2 }] as const;
      }),
    );
  }

  it('puts every agent where its pods and violations are, relative to the plan of the same load and seed', () => {
    const svg = drawn(tradeOffFigure(report, agentStyles(report.agents))).querySelector('svg')!;
    const marks = marksOf(svg);
    const plan = report.agents.findIndex(({ role }) => role === 'bound');
    report.agents.forEach(({ label, metrics }, agent) => {
      const ratios = report.trials
        .filter((trial) => trial.agent === agent)
        .map((trial) => {
          const twin = report.trials.find(
            (other) => other.agent === plan && other.workload === trial.workload && other.seed === trial.seed,
          )!;
          return trial.metrics.podCostPerHour! / twin.metrics.podCostPerHour!;
        });
      const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
      expect(marks.get(label)!.x).toBeCloseTo(mean, 2);
      expect(marks.get(label)!.y / metrics.violatedTimePercent!.mean).toBeCloseTo(1, 1);
    });
    expect(marks.get('clairvoyant')!.x).toBeCloseTo(1, 2);
  });

  it('gives a comparison in which nothing costs and nothing is violated axes that can be read', () => {
    const zero = { mean: 0, low: 0, high: 0, units: 4 };
    const idle: HorizontalReport = {
      ...report,
      agents: report.agents.map((agent) => ({
        ...agent,
        metrics: { ...agent.metrics, podCostPerHour: zero, violatedTimePercent: zero },
      })),
      workloads: report.workloads.map((workload) => ({
        ...workload,
        estimates: workload.estimates.map((own) => ({ ...own, podCostPerHour: zero, violatedTimePercent: zero })),
      })),
      trials: report.trials.map((trial) => ({ ...trial, metrics: { ...trial.metrics, podCostPerHour: 0 } })),
      curves: report.curves.map((curve) => ({
        ...curve,
        regret: curve.hours.map(() => zero),
        violationHours: curve.hours.map(() => zero),
      })),
    };
    const styles = agentStyles(report.agents);
    for (const figure of [
      learningCurves(idle, styles),
      tradeOffFigure(idle, styles),
      tradeOffsByWorkload(idle, styles),
    ]) {
      const ticks = [...drawn(figure).querySelectorAll('[aria-label$="axis tick label"] text')].map(
        (t) => t.textContent!,
      );
      expect(ticks).toContain('0.2');
      expect(figure.html).not.toMatch(/0\.00000|NaN|Infinity/);
    }
  });

  it('uses dollars load by load, and where no plan takes part', () => {
    const styles = agentStyles(report.agents);
    const panels = [...drawn(tradeOffsByWorkload(report, styles)).querySelectorAll('svg')];
    expect(panels).toHaveLength(report.workloads.length);
    panels.forEach((svg, workload) => {
      const marks = marksOf(svg);
      report.agents.forEach(({ label }, agent) => {
        const { podCostPerHour } = report.workloads[workload]!.metrics[agent]!;
        expect(marks.get(label)!.x / podCostPerHour!).toBeCloseTo(1, 1);
      });
    });
  });

  it('draws whiskers as long as the intervals', () => {
    const svg = drawn(tradeOffFigure(report, agentStyles(report.agents))).querySelector('svg')!;
    const y = readAxis(svg, 'y', Math.sqrt);
    const [, upright] = [...svg.querySelectorAll('[aria-label="rule"]')].map((rules) => [...rules.children]) as [
      Element[],
      Element[],
    ];
    expect(upright.length).toBe(report.agents.length);
    report.agents.forEach(({ metrics }, agent) => {
      const ends = ['y1', 'y2'].map((end) => y(Number(upright[agent]!.getAttribute(end))) ** 2).sort((a, b) => a - b);
      const { low, high } = metrics.violatedTimePercent!;
      expect(ends[0]! - low!).toBeCloseTo(0, 0);
      expect(ends[1]! - high!).toBeCloseTo(0, 0);
    });
  });

  it('marks exactly the violated buckets, by their share', () => {
    const [episode] = report.episodes as [HorizontalReport['episodes'][number]];
    const document = drawn(episodeFigure(episode, 'p95', agentStyles(report.agents)));
    const rows = [...document.querySelectorAll('.row')].slice(1);
    expect(rows).toHaveLength(report.agents.length);
    const width = 535 - 50 - 8;
    let violations = 0;
    episode.timelines.forEach(({ violated }, row) => {
      const marks = [...rows[row]!.querySelectorAll('.violated rect')];
      expect(marks).toHaveLength(violatedSpans(violated).length);
      const drawnBuckets = marks.reduce((sum, mark) => sum + Number(mark.getAttribute('width')), 0);
      const buckets = violated.filter((share) => share! > 0).length;
      // Each mark is rounded to a tenth of a pixel.
      expect(Math.abs((drawnBuckets / width) * violated.length - buckets)).toBeLessThan(1);
      for (const mark of marks) {
        const bucket = Math.round(((Number(mark.getAttribute('x')) - 50) / width) * violated.length);
        expect(violated[bucket]).toBeGreaterThan(0);
        expect(Number(mark.getAttribute('fill-opacity'))).toBeCloseTo(0.12 + 0.24 * violated[bucket]!, 3);
      }
      violations += buckets;
    });
    expect(violations).toBeGreaterThan(20);
  });

  it('joins violated buckets of one share and no others', () => {
    expect(violatedSpans([0, 1, 1, 0.5, null, 0.5, 0, 1])).toEqual([
      { from: 1, to: 3, share: 1 },
      { from: 3, to: 4, share: 0.5 },
      { from: 5, to: 6, share: 0.5 },
      { from: 7, to: 8, share: 1 },
    ]);
    expect(violatedSpans([0, null, 0])).toEqual([]);
  });

  it('draws latencies on a logarithmic axis, with a gap where nothing was answered', () => {
    const [episode] = report.episodes as [HorizontalReport['episodes'][number]];
    const document = drawn(episodeFigure(episode, 'p95', agentStyles(report.agents)));
    const panel = document.querySelectorAll('.row')[2]!.querySelector('svg')!;
    const y = readAxis(panel, 'y', Math.log);
    const line = panel.querySelector('[aria-label="line"] path')!;
    const { latencyMs } = episode.timelines[1]!;
    const known = latencyMs.filter((latency) => latency !== null);
    const points = pathPoints(line);
    expect(points).toHaveLength(known.length);
    points.forEach(([, down], i) => {
      expect(Math.exp(y(down)) / known[i]!).toBeCloseTo(1, 1);
    });
    expect(line.getAttribute('d')!.split('M')).toHaveLength(
      2 + latencyMs.slice(0, -1).filter((value) => value === null).length,
    );
    const objective = panel.querySelector('[aria-label="rule"] line')!;
    expect(Math.exp(y(Number(objective.getAttribute('y1')))) / episode.objectiveMs).toBeCloseTo(1, 1);
  });

  it('gives all rows of an episode one scale', () => {
    const [episode] = report.episodes as [HorizontalReport['episodes'][number]];
    const document = drawn(episodeFigure(episode, 'p95', agentStyles(report.agents)));
    const ticks = (panel: 0 | 1) =>
      new Set(
        [...document.querySelectorAll('.row')].slice(1).map((row) => {
          const labels = row.querySelectorAll('svg')[panel]!.querySelectorAll('[aria-label="y-axis tick label"] text');
          return [...labels].map((label) => `${label.textContent}@${translation(label)[1]}`).join(' ');
        }),
      );
    expect(ticks(0).size).toBe(1);
    expect(ticks(1).size).toBe(1);
  });

  it('ends learning curves at their values, and names the value of those that leave the frame', () => {
    const document = drawn(learningCurves(report, agentStyles(report.agents)));
    const rows = [...document.querySelectorAll('.row')];
    expect(rows).toHaveLength(report.workloads.length);
    rows.forEach((row, workload) => {
      const [regret, violations] = row.querySelectorAll('svg');
      const competing = report.agents.flatMap(({ role }, agent) => (role === 'bound' ? [] : [agent]));
      expectEnds(regret!, competing, (agent) => curveOf(workload, agent).regret!.at(-1)!.mean);
      expectEnds(
        violations!,
        [...report.agents.keys()],
        (agent) => curveOf(workload, agent).violationHours.at(-1)!.mean,
      );
    });
    expect(rows[0]!.textContent).toMatch(/random ↑ \d/);
  });

  function curveOf(workload: number, agent: number) {
    return report.curves.find((curve) => curve.workload === workload && curve.agent === agent)!;
  }

  function expectEnds(svg: Element, agents: readonly number[], endOf: (agent: number) => number): void {
    const x = readAxis(svg, 'x');
    const y = readAxis(svg, 'y');
    const lines = [...svg.querySelectorAll('[aria-label="line"] path')];
    expect(lines).toHaveLength(agents.length);
    agents.forEach((agent, i) => {
      const [right, down] = pathPoints(lines[i]!).at(-1)!;
      if (svg.textContent!.includes(`${report.agents[agent]!.label} ↑`)) expect(y(down)).toBeLessThan(endOf(agent));
      else {
        expect(y(down)).toBeCloseTo(endOf(agent), 1);
        expect(x(right)).toBeCloseTo(24, 1);
      }
    });
  }
});
