import * as Plot from '@observablehq/plot';
import { quantile } from 'simple-statistics';
import type { MetricKey, TrialMetrics } from '../vertical/metric-definitions.js';
import type { VerticalReport } from '../vertical/report-data.js';
import type { AgentStyle } from './agent-style.js';
import { drawPlot, figureWithCaption } from './figure.js';
import { type Html, html } from './html.js';
import { shortLabel } from './label-room.js';
import { spreadLabels } from './label-spread.js';
import { numberText } from './number-text.js';
import { squareRootTicks } from './square-root-axis.js';

const billTerms: readonly MetricKey[] = ['cpuCostPerDay', 'memoryCostPerDay'];
const harmTerms: readonly MetricKey[] = ['throttledCostPerDay', 'oomCostPerDay', 'restartCostPerDay', 'downCostPerDay'];

const frame = { width: 1000, height: 460, marginLeft: 56, marginRight: 120, marginTop: 26, marginBottom: 44 };

/** Room a name takes beside its mark, pixels. */
const labelWidth = 110;

/** An agent's place in the trade-off: what its requests cost and what its shortages cost. */
interface Place {
  readonly bill: number;
  readonly harm: number;
}

interface WorkloadPlace extends Place {
  readonly agent: number;
  readonly workload: string;
}

/**
 * Waste against harm: the bill for requested resources across, the price of shortages up. With a bound in the run both are
 * relative to what the optimum pays on the same workload, so that small and large workloads count alike.
 */
export function paretoFigure(report: VerticalReport, styles: readonly AgentStyle[]): Html {
  const bound = report.agents.findIndex(({ role }) => role === 'bound');
  const places = report.workloads.flatMap((workload) => {
    const unit = bound < 0 ? 1 : workload.metrics[bound]!.costPerDay!;
    return workload.metrics.map(
      (metrics, agent): WorkloadPlace => ({
        agent,
        workload: workload.id,
        bill: total(billTerms, metrics) / unit,
        harm: total(harmTerms, metrics) / unit,
      }),
    );
  });
  const means = report.agents.map((_, agent): Place => {
    const own = places.filter((place) => place.agent === agent);
    const average = (key: keyof Place) => own.reduce((sum, place) => sum + place[key], 0) / own.length;
    return { bill: average('bill'), harm: average('harm') };
  });
  const top = { bill: axisTop(places, means, 'bill'), harm: axisTop(places, means, 'harm') };
  const shown = places.filter(({ bill, harm }) => bill <= top.bill && harm <= top.harm);
  const unitText = bound < 0 ? '$ per container-day' : `multiples of the optimum's cost`;
  const deployable = means.filter((_, i) => report.agents[i]!.role === 'recommender');
  const frontier = paretoFrontier(deployable).map((i) => deployable[i]!);
  const tip = (agent: number, { bill, harm }: Place, where: string) =>
    `${styles[agent]!.label}${where}\nbill ${numberText(bill, 3)}, harm ${numberText(harm, 3)}`;
  const plot = drawPlot({
    ...frame,
    x: {
      label: `bill for requested CPU and memory, ${unitText} →`,
      domain: [0, top.bill],
      grid: true,
    },
    y: {
      label: `↑ price of throttling, OOM kills, restarts and downtime, ${unitText}`,
      type: 'sqrt',
      domain: [0, top.harm],
      ticks: squareRootTicks(top.harm),
      tickFormat: String,
      grid: true,
    },
    marks: [
      Plot.dot(shown, {
        x: 'bill',
        y: 'harm',
        r: 2.6,
        fill: (d: WorkloadPlace) => styles[d.agent]!.colour,
        fillOpacity: 0.35,
        title: (d: WorkloadPlace) => tip(d.agent, d, ` on ${d.workload}`),
      }),
      Plot.line(frontier, { x: 'bill', y: 'harm', stroke: '#888', strokeDasharray: '4 3', curve: 'step-after' }),
      Plot.dot(means, {
        x: 'bill',
        y: 'harm',
        r: 6.5,
        symbol: (_: Place, i: number) => styles[i]!.symbol,
        fill: (_: Place, i: number) => styles[i]!.colour,
        stroke: 'white',
        strokeWidth: 1.2,
        title: (d: Place, i: number) => tip(i, d, ', mean'),
      }),
      ...labels(means, top, styles),
      Plot.ruleX([0]),
      Plot.ruleY([0]),
    ],
    symbol: { type: 'identity' },
    color: { type: 'identity' },
  });
  const hidden = places.length - shown.length;
  return figureWithCaption(
    plot,
    html`<b>Waste against harm.</b> Large marks are means over workloads, small dots single workloads${
      hidden === 0 ? '' : ` (${hidden} lie outside the frame)`
    }; the vertical axis is a square root. Down and to the left is better; the dashed line joins the agents that
    no other that can be deployed beats in both (the Pareto front).`,
  );
}

/** Positions that no other place beats in both directions, by rising bill. */
export function paretoFrontier(places: readonly Place[]): readonly number[] {
  const order = places
    .map((_, i) => i)
    .sort((a, b) => places[a]!.bill - places[b]!.bill || places[a]!.harm - places[b]!.harm);
  const front: number[] = [];
  for (const i of order) {
    const last = front.at(-1);
    if (last === undefined || places[i]!.harm < places[last]!.harm) front.push(i);
  }
  return front;
}

/** Names beside the large marks; where several marks stand near each other, their names are moved apart vertically. */
function labels(means: readonly Place[], top: Place, styles: readonly AgentStyle[]): readonly Plot.Markish[] {
  const innerWidth = frame.width - frame.marginLeft - frame.marginRight;
  const innerHeight = frame.height - frame.marginTop - frame.marginBottom;
  const across = means.map(({ bill }) => (bill / top.bill) * innerWidth);
  const down = means.map(({ harm }) => (1 - Math.sqrt(harm / top.harm)) * innerHeight);
  const heights = new Array<number>(means.length);
  for (const group of neighbours(across, labelWidth)) {
    const spread = spreadLabels(
      group.map((i) => down[i]!),
      15,
      innerHeight,
    );
    group.forEach((i, k) => {
      heights[i] = spread[k]!;
    });
  }
  return means.map((place, i) =>
    Plot.text([place], {
      x: 'bill',
      frameAnchor: 'top',
      dx: 12,
      dy: heights[i]!,
      text: () => shortLabel(styles[i]!.label),
      fill: () => styles[i]!.colour,
      stroke: 'white',
      strokeWidth: 3,
      fontWeight: 600,
      textAnchor: 'start',
      lineAnchor: 'middle',
    }),
  );
}

/** Groups positions so that neighbours inside a group are less than `reach` apart. */
function neighbours(positions: readonly number[], reach: number): readonly (readonly number[])[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a]! - positions[b]! || a - b);
  const groups: number[][] = [];
  for (const i of order) {
    const last = groups.at(-1);
    if (last !== undefined && positions[i]! - positions[last.at(-1)!]! < reach) last.push(i);
    else groups.push([i]);
  }
  return groups;
}

/** Room for every mean and nine tenths of the workloads; 1 where all is zero. */
function axisTop(places: readonly Place[], means: readonly Place[], key: keyof Place): number {
  const most = quantile(
    places.map((place) => place[key]),
    0.9,
  );
  const top = 1.1 * Math.max(most, ...means.map((place) => place[key]));
  return top > 0 ? top : 1;
}

function total(keys: readonly MetricKey[], metrics: TrialMetrics): number {
  return keys.reduce((sum, key) => sum + (metrics[key] ?? 0), 0);
}
