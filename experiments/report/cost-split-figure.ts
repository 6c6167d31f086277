import * as Plot from '@observablehq/plot';
import type { AgentStyle } from './agent-style.js';
import type { Compared } from './compared.js';
import { drawPlot, figureWithCaption } from './figure.js';
import { type Html, html } from './html.js';
import { labelRoom, tickLabel } from './label-room.js';
import { numberText } from './number-text.js';

/** A part of the cost: the metric that holds it and its name in the legend. */
export interface CostTerm {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
}

/** Where each agent's money goes: terms of the cost, stacked, cheapest agent on top. */
export function costSplitFigure(
  report: Compared,
  styles: readonly AgentStyle[],
  { terms, totalKey, unit }: { readonly terms: readonly CostTerm[]; readonly totalKey: string; readonly unit: string },
): Html {
  const labels = styles.map(({ label }) => label);
  const rows = report.agents.flatMap((agent) =>
    terms.map(({ key, name }) => ({ agent: agent.label, term: name, cost: agent.metrics[key]?.mean ?? 0 })),
  );
  const totals = report.agents.map((agent) => {
    const { mean = 0, low = null, high = null } = agent.metrics[totalKey] ?? {};
    // Few units may reach below zero, where no cost is.
    return { agent: agent.label, mean, low: Math.max(0, low ?? mean), high: high ?? mean };
  });
  type Total = (typeof totals)[number];
  const plot = drawPlot({
    width: 1000,
    height: 60 + 30 * report.agents.length,
    marginLeft: labelRoom(labels, 170),
    marginRight: 60,
    marginBottom: 40,
    x: { label: `cost, ${unit} →`, grid: true, nice: true },
    y: { label: null, domain: labels, tickFormat: tickLabel },
    color: { domain: terms.map(({ name }) => name), range: terms.map(({ colour }) => colour) },
    marks: [
      Plot.barX(rows, {
        x: 'cost',
        y: 'agent',
        fill: 'term',
        order: terms.map(({ name }) => name),
        insetTop: 2,
        insetBottom: 2,
        title: (d: (typeof rows)[number]) => `${d.agent}: ${d.term} ${numberText(d.cost, 4)}`,
      }),
      Plot.ruleY(totals, { y: 'agent', x1: 'low', x2: 'high', stroke: '#111', strokeWidth: 1.2 }),
      Plot.text(totals, {
        y: 'agent',
        x: (d: Total) => Math.max(d.mean, d.high),
        text: (d: Total) => numberText(d.mean, 3),
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
    html`<b>Where the money goes.</b> Mean cost by term; the thin line is the 95 % interval of the total.`,
  );
}
