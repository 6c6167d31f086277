import * as Plot from '@observablehq/plot';
import type { MetricKey } from '../vertical/metric-definitions.js';
import type { VerticalReport } from '../vertical/report-data.js';
import { drawPlot, figureWithCaption } from './figure.js';
import { type Html, html } from './html.js';
import { labelRoom, shortLabel } from './label-room.js';
import { numberText } from './number-text.js';

const terms: readonly { readonly key: MetricKey; readonly name: string; readonly colour: string }[] = [
  { key: 'cpuCostPerDay', name: 'requested CPU', colour: '#9ecae1' },
  { key: 'memoryCostPerDay', name: 'requested memory', colour: '#4a90c2' },
  { key: 'throttledCostPerDay', name: 'throttled demand', colour: '#f4a582' },
  { key: 'oomCostPerDay', name: 'OOM kills', colour: '#b2182b' },
  { key: 'restartCostPerDay', name: 'restarts', colour: '#c9b26b' },
  { key: 'downCostPerDay', name: 'downtime', colour: '#8a7a3a' },
];

/** Where each agent's money goes: the six cost terms, stacked, cheapest agent on top. */
export function costFigure(report: VerticalReport): Html {
  const rows = report.agents.flatMap((agent) =>
    terms.map(({ key, name }) => ({ agent: agent.label, term: name, cost: agent.metrics[key]?.mean ?? 0 })),
  );
  const totals = report.agents.map((agent) => ({ agent: agent.label, estimate: agent.metrics.costPerDay }));
  const plot = drawPlot({
    width: 1000,
    height: 46 + 30 * report.agents.length,
    marginLeft: labelRoom(
      report.agents.map(({ label }) => label),
      170,
    ),
    marginRight: 60,
    x: { label: 'cost, $ per container-day →', grid: true, nice: true },
    y: { label: null, domain: report.agents.map(({ label }) => label), tickFormat: shortLabel },
    color: { domain: terms.map(({ name }) => name), range: terms.map(({ colour }) => colour) },
    marks: [
      Plot.barX(rows, {
        x: 'cost',
        y: 'agent',
        fill: 'term',
        order: terms.map(({ name }) => name),
        insetTop: 2,
        insetBottom: 2,
        title: (d: { agent: string; term: string; cost: number }) => `${d.agent}: ${d.term} ${numberText(d.cost, 4)}`,
      }),
      Plot.ruleY(totals, {
        y: 'agent',
        x1: (d: (typeof totals)[number]) => d.estimate?.low ?? d.estimate?.mean ?? 0,
        x2: (d: (typeof totals)[number]) => d.estimate?.high ?? d.estimate?.mean ?? 0,
        stroke: '#111',
        strokeWidth: 1.2,
      }),
      Plot.text(totals, {
        y: 'agent',
        x: (d: (typeof totals)[number]) => Math.max(d.estimate?.mean ?? 0, d.estimate?.high ?? 0),
        text: (d: (typeof totals)[number]) => numberText(d.estimate?.mean, 3),
        textAnchor: 'start',
        dx: 6,
      }),
      Plot.ruleX([0]),
    ],
  });
  const legend = html`<p class="legend">${terms.map(
    ({ name, colour }) => html`<span><i style="background:${colour}"></i>${name}</span>`,
  )}</p>`;
  return figureWithCaption(
    [legend, plot],
    html`<b>Where the money goes.</b> Mean cost over workloads by term; the thin line is the 95 % interval of the total.`,
  );
}
