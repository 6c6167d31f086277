import type { AgentStyle } from '../../report/agent-style.js';
import { isDeployable } from '../../report/compared.js';
import { figureWithCaption } from '../../report/figure.js';
import { type Html, html } from '../../report/html.js';
import { numberText } from '../../report/number-text.js';
import { type Interval, type TradeOffDot, type TradeOffMark, tradeOffPlot } from '../../report/trade-off-plot.js';
import type { ReportTrial } from '../../report-data.js';
import { type Estimate, meanInterval } from '../../statistics.js';
import type { HorizontalMetricKey } from '../metric-definitions.js';
import type { HorizontalReport } from '../report-data.js';

/**
 * Money for pods against time in violation, all loads together. With the clairvoyant plan in the run pods are relative to what it
 * pays for the same load and seed, so that small and large services count alike.
 */
export function tradeOffFigure(report: HorizontalReport, styles: readonly AgentStyle[]): Html {
  const plan = report.agents.findIndex(({ role }) => role === 'bound');
  const marks = report.agents.flatMap(({ metrics }, agent): readonly TradeOffMark[] => {
    const pods = plan < 0 ? metrics.podCostPerHour : relativePods(report, agent, plan);
    const violated = metrics.violatedTimePercent;
    return pods === null || violated === null ? [] : [markOf(agent, pods, violated, styles, '')];
  });
  const dots = report.workloads.flatMap(({ id, metrics }) => {
    const unit = plan < 0 ? 1 : metrics[plan]!.podCostPerHour;
    return metrics.flatMap(({ podCostPerHour, violatedTimePercent }, agent): readonly TradeOffDot[] => {
      if (podCostPerHour === null || violatedTimePercent === null || !unit) return [];
      const title = `${styles[agent]!.label} on ${id}`;
      return [{ agent, x: podCostPerHour / unit, y: violatedTimePercent, title }];
    });
  });
  const domain = span(
    marks.flatMap(({ x, xInterval }) => xInterval ?? [x]),
    [...marks, ...dots].map(({ x }) => x),
  );
  const top = ceiling(marks, dots);
  const shown = dots.filter(({ x, y }) => x >= domain[0] && x <= domain[1] && y <= top);
  const plot = tradeOffPlot(
    {
      frame: { width: 1000, height: 440, marginLeft: 56, marginRight: 130, marginTop: 26, marginBottom: 44 },
      x: { label: plan < 0 ? 'pod cost, $/h →' : "pod cost, multiples of the clairvoyant plan's →", domain },
      y: { label: '↑ time in violation, %', top },
      marks,
      dots: shown,
      competing: competing(report),
      labelled: true,
    },
    styles,
  );
  const hidden = dots.length - shown.length;
  return figureWithCaption(
    plot,
    html`<b>Pods against violations.</b> Large marks are means over loads with their 95 % intervals over seeds, small dots single
    loads${hidden === 0 ? '' : ` (${hidden} lie outside the frame)`}; the vertical axis is a square root. Down and to the left is better; the
    dashed line joins the agents that no other that can be deployed beats in both (the Pareto front). ${
      plan < 0 ? '' : 'The star knows the future: a yardstick, not a competitor.'
    }`,
  );
}

/** The same for each load by itself, in dollars; every panel has its own scales. */
export function tradeOffsByWorkload(report: HorizontalReport, styles: readonly AgentStyle[]): Html {
  const panels = report.workloads.map((workload) => {
    const marks = workload.estimates.flatMap(({ podCostPerHour, violatedTimePercent }, agent) =>
      podCostPerHour === null || violatedTimePercent === null
        ? []
        : [markOf(agent, podCostPerHour, violatedTimePercent, styles, ` on ${workload.id}`)],
    );
    if (marks.length === 0) return null;
    const xs = marks.flatMap(({ x, xInterval }) => xInterval ?? [x]);
    return html`<div class="panel"><h4>${workload.id}</h4>${tradeOffPlot(
      {
        frame: { width: 350, height: 240, marginLeft: 40, marginRight: 12, marginTop: 20, marginBottom: 36 },
        x: { label: 'pod cost, $/h →', domain: span(xs, xs), ticks: 4 },
        y: { label: '↑ time in violation, %', top: ceiling(marks, []) },
        marks,
        dots: [],
        competing: competing(report),
        labelled: false,
      },
      styles,
    )}</div>`;
  });
  return html`<div class="grid">${panels}</div>`;
}

function markOf(
  agent: number,
  pods: Estimate,
  violated: Estimate,
  styles: readonly AgentStyle[],
  where: string,
): TradeOffMark {
  return {
    agent,
    x: pods.mean,
    y: violated.mean,
    xInterval: intervalOf(pods),
    yInterval: intervalOf(violated),
    title: `${styles[agent]!.label}${where}\npods ${numberText(pods.mean, 3)}, in violation ${numberText(violated.mean, 2)} %`,
  };
}

function intervalOf({ low, high }: Estimate): Interval | null {
  return low === null || high === null ? null : [low, high];
}

function competing({ agents }: HorizontalReport): ReadonlySet<number> {
  return new Set(agents.flatMap((agent, i) => (isDeployable(agent) ? [i] : [])));
}

/** Pod cost over the plan's: by seed the mean over loads, then mean and interval over seeds. */
function relativePods({ trials, run }: HorizontalReport, agent: number, plan: number): Estimate | null {
  const pods = new Map(trials.map((trial) => [keyOf(trial), trial.metrics.podCostPerHour]));
  const seeds = run.seeds.flatMap((seed) => {
    const ratios = trials
      .filter((trial) => trial.agent === agent && trial.seed === seed)
      .flatMap((trial) => {
        const unit = pods.get(keyOf({ ...trial, agent: plan }));
        const own = trial.metrics.podCostPerHour;
        return !unit || own === null ? [] : [own / unit];
      });
    return ratios.length === 0 ? [] : [ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length];
  });
  return seeds.length === 0 ? null : meanInterval(seeds);
}

function keyOf({
  workload,
  agent,
  seed,
}: Pick<ReportTrial<HorizontalMetricKey>, 'workload' | 'agent' | 'seed'>): string {
  return `${workload}/${agent}/${seed}`;
}

/** An axis around all marks with their intervals, and around the dots where they do not lie far out; 0 to 1 where all are 0. */
function span(marks: readonly number[], dots: readonly number[]): Interval {
  const least = Math.min(...marks);
  const most = Math.max(...marks);
  if (!(most > 0)) return [0, 1];
  const width = Math.max(most - least, 0.05 * most);
  const low = Math.max(Math.min(least, ...dots), least - 0.3 * width);
  const high = Math.min(Math.max(most, ...dots), most + 0.3 * width);
  return [Math.max(0, low - 0.06 * width), high + 0.06 * width];
}

/** Room for every mean with its interval, and for the dots, unless that were wider than all means together. */
function ceiling(marks: readonly TradeOffMark[], dots: readonly TradeOffDot[]): number {
  const most = Math.max(...marks.map(({ y }) => y));
  const highest = Math.max(...marks.map(({ y, yInterval }) => yInterval?.[1] ?? y), ...dots.map(({ y }) => y));
  const top = 1.05 * Math.min(highest, 1.6 * most);
  return top > 0 ? top : 1;
}
