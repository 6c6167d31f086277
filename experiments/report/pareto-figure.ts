import * as Plot from '@observablehq/plot';
import type { MetricKey, TrialMetrics } from '../metric-definitions.js';
import type { ReportData } from '../report-data.js';
import type { AgentStyle } from './agent-style.js';
import { drawPlot, figureWithCaption } from './figure.js';
import { type Html, html } from './html.js';
import { numberText } from './number-text.js';

const billTerms: readonly MetricKey[] = ['cpuCostPerDay', 'memoryCostPerDay'];
const harmTerms: readonly MetricKey[] = ['throttledCostPerDay', 'oomCostPerDay', 'restartCostPerDay', 'downCostPerDay'];

/** An agent's place in the trade-off: what its requests cost and what its shortages cost, dollars per container-day. */
interface Place {
  readonly bill: number;
  readonly harm: number;
}

/** Waste against harm: the bill for requested resources across, the price of shortages up. */
export function paretoFigure(report: ReportData, styles: readonly AgentStyle[]): Html {
  const means = report.agents.map((agent): Place => {
    const term = (key: MetricKey) => agent.metrics[key]?.mean ?? 0;
    return { bill: total(billTerms, term), harm: total(harmTerms, term) };
  });
  const byWorkload = report.workloads.flatMap((workload) =>
    workload.metrics.map((metrics, agent) => ({ agent, workload: workload.id, ...placeOf(metrics) })),
  );
  const frontier = paretoFrontier(means);
  const label = (i: number) => styles[i]!.label;
  const plot = drawPlot({
    width: 760,
    height: 440,
    marginLeft: 62,
    marginRight: 110,
    marginBottom: 44,
    x: { label: 'bill for requested CPU and memory, $ per container-day →', type: 'sqrt', nice: true, grid: true },
    y: {
      label: '↑ price of throttling, OOM kills, restarts, downtime, $ per container-day',
      type: 'sqrt',
      nice: true,
      grid: true,
    },
    marks: [
      Plot.dot(byWorkload, {
        x: 'bill',
        y: 'harm',
        r: 2.2,
        fill: (d: { agent: number }) => styles[d.agent]!.colour,
        fillOpacity: 0.28,
        title: (d: { agent: number; workload: string; bill: number; harm: number }) =>
          `${label(d.agent)} on ${d.workload}\nbill ${numberText(d.bill, 4)}, harm ${numberText(d.harm, 4)}`,
      }),
      Plot.line(
        frontier.map((i) => means[i]!),
        { x: 'bill', y: 'harm', stroke: '#999', strokeDasharray: '4 3', curve: 'step-after' },
      ),
      Plot.dot(means, {
        x: 'bill',
        y: 'harm',
        r: 6,
        symbol: (_: Place, i: number) => styles[i]!.symbol,
        fill: (_: Place, i: number) => styles[i]!.colour,
        stroke: 'white',
        strokeWidth: 1.2,
        title: (d: Place, i: number) => `${label(i)}\nbill ${numberText(d.bill, 4)}, harm ${numberText(d.harm, 4)}`,
      }),
      Plot.text(means, {
        x: 'bill',
        y: 'harm',
        text: (_: Place, i: number) => label(i),
        textAnchor: 'start',
        dx: 10,
        fill: (_: Place, i: number) => styles[i]!.colour,
        stroke: 'white',
        strokeWidth: 3,
        fontWeight: 600,
      }),
    ],
    symbol: { type: 'identity' },
    color: { type: 'identity' },
  });
  return figureWithCaption(
    plot,
    html`<b>Waste against harm.</b> Large marks are means over workloads, small dots single workloads; both axes are square roots.
    Down and to the left is better; the dashed line joins the agents that no other agent beats in both (the Pareto front).`,
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

function placeOf(metrics: TrialMetrics): Place {
  const term = (key: MetricKey) => metrics[key] ?? 0;
  return { bill: total(billTerms, term), harm: total(harmTerms, term) };
}

function total(keys: readonly MetricKey[], term: (key: MetricKey) => number): number {
  return keys.reduce((sum, key) => sum + term(key), 0);
}
