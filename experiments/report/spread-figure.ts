import * as Plot from '@observablehq/plot';
import { quantile } from 'simple-statistics';
import type { AgentStyle } from './agent-style.js';
import { type Compared, definitionOf, isDeployable } from './compared.js';
import { drawPlot, figureWithCaption } from './figure.js';
import { type Html, html } from './html.js';
import { labelRoom, tickLabel } from './label-room.js';
import { numberText } from './number-text.js';
import { squareRootTicks } from './square-root-axis.js';

/** How each agent spreads over workloads: one dot a workload, the box holds the middle half, the bar is the median. */
export function spreadFigure(report: Compared, styles: readonly AgentStyle[], keys: readonly string[]): Html {
  const measured = keys.filter((key) => valuesOf(report, key).length > 0);
  const panels = measured.map((key, panel) => spreadPanel(report, styles, key, panel % 2 === 0));
  return figureWithCaption(
    html`<div class="grid">${panels}</div>`,
    html`<b>Spread over workloads.</b> One dot a workload (mean over its seeds), the box spans the quartiles, the bar is the
    median. Horizontal axes are square roots where a few workloads stand far out.`,
  );
}

interface SpreadValue {
  readonly agent: number;
  readonly workload: string;
  readonly value: number;
}

function spreadPanel(report: Compared, styles: readonly AgentStyle[], key: string, withLabels: boolean): Html {
  const { title, unit, digits } = definitionOf(report, key);
  const rows = valuesOf(report, key);
  const present = report.agents.map((_, i) => i).filter((i) => rows.some(({ agent }) => agent === i));
  const boxes = present.map((agent) => {
    const values = rows.filter((row) => row.agent === agent).map(({ value }) => value);
    return { agent, low: quantile(values, 0.25), middle: quantile(values, 0.5), high: quantile(values, 0.75) };
  });
  const labels = styles.map(({ label }) => label);
  const far = skewed(rows.map(({ value }) => value));
  const bottom = Math.min(...rows.map(({ value }) => value));
  const top = Math.max(...rows.map(({ value }) => value));
  const y = (d: { readonly agent: number }) => labels[d.agent]!;
  const colour = (d: { readonly agent: number }) => styles[d.agent]!.colour;
  return drawPlot({
    width: withLabels ? 560 : 450,
    height: 48 + 24 * report.agents.length,
    marginLeft: withLabels ? labelRoom(labels, 140) : 20,
    marginRight: 16,
    marginTop: 14,
    marginBottom: 34,
    x: {
      label: `${title}, ${unit} →`,
      grid: true,
      ...(far ? { type: 'sqrt', domain: [0, top] } : bottom === top ? { domain: around(top) } : { nice: true }),
      ticks: far ? squareRootTicks(top) : 5,
      tickFormat: (value: number) => value.toLocaleString('en-US'),
    },
    y: { label: null, domain: labels, tickFormat: tickLabel, ...(withLabels ? {} : { axis: null }) },
    color: { type: 'identity' },
    marks: [
      Plot.barX(boxes, { x1: 'low', x2: 'high', y, fill: colour, fillOpacity: 0.18, insetTop: 4, insetBottom: 4 }),
      Plot.tickX(boxes, { x: 'middle', y, stroke: colour, strokeWidth: 2.4, insetTop: 3, insetBottom: 3 }),
      Plot.dot(rows, {
        x: 'value',
        y,
        r: 2.4,
        fill: colour,
        fillOpacity: 0.65,
        title: (d: SpreadValue) => `${y(d)} on ${d.workload}: ${numberText(d.value, digits)} ${unit}`,
      }),
    ],
  });
}

/** A metric on every workload, without the bound's own regret, which is zero. */
function valuesOf(report: Compared, key: string): readonly SpreadValue[] {
  return report.workloads.flatMap((workload) =>
    workload.metrics.flatMap((metrics, agent) => {
      const value = metrics[key] ?? null;
      const ofBound = !isDeployable(report.agents[agent]!) && key.startsWith('regret');
      return value === null || ofBound ? [] : [{ agent, workload: workload.id, value }];
    }),
  );
}

/** An axis from zero for values that are all the same. */
function around(value: number): [number, number] {
  return value < 0 ? [value, 0] : [0, value === 0 ? 1 : value];
}

/** A square-root axis needs values ≥ 0 and pays when the largest stands far above the median. */
function skewed(values: readonly number[]): boolean {
  return Math.min(...values) >= 0 && Math.max(...values) > 6 * quantile(values, 0.5);
}
