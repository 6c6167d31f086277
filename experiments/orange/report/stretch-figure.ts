import * as Plot from '@observablehq/plot';
import type { AgentStyle } from '../../report/agent-style.js';
import { drawPlot } from '../../report/figure.js';
import { type Html, html } from '../../report/html.js';
import type { OrangeSummary } from '../summary.js';

const frame = { width: 490, height: 156, marginLeft: 42, marginRight: 8, marginTop: 24, marginBottom: 24 };

/** Latencies above this stand at the edge, ms: what matters is by how little the objective is met or missed. */
const highestMs = 2000;

interface Point {
  readonly round: number;
  readonly value: number;
}

/** Latency and pods over the last cycle of the load, one row an agent, violations marked. */
export function stretchFigure(summary: OrangeSummary, styles: readonly AgentStyle[]): Html {
  return html`<div class="timelines">${summary.plan.agents.map(
    ({ title }, agent) =>
      html`<div class="row"><h4 style="color:${styles[agent]!.colour}">${title}</h4>${latency(summary, agent, styles)}${pods(
        summary,
        agent,
        styles,
      )}</div>`,
  )}</div>`;
}

function latency({ stretch, plan }: OrangeSummary, agent: number, styles: readonly AgentStyle[]): Html {
  const objective = plan.setting.latencyObjectiveMs;
  const points = stretch.agents[agent]!.p95Ms.map((value, i): Point => ({ round: stretch.from + i, value }));
  const shown = points.map(({ round, value }): Point => ({ round, value: Math.min(value, highestMs) }));
  return drawPlot({
    ...frame,
    x: { label: null, tickFormat: String },
    y: {
      label: '↑ p95, ms',
      grid: true,
      type: 'log',
      domain: [90, highestMs],
      ticks: [100, 200, 400, 600, 1000, 2000],
      tickFormat: String,
    },
    color: { type: 'identity' },
    marks: [
      Plot.lineY(shown, { x: 'round', y: 'value', stroke: styles[agent]!.colour, strokeWidth: 0.6 }),
      Plot.ruleY([objective], { stroke: '#b2182b', strokeDasharray: '3 2' }),
      Plot.dot(
        shown.filter(({ value }) => value > objective),
        { x: 'round', y: 'value', r: 2, fill: '#b2182b' },
      ),
    ],
  });
}

function pods({ stretch, plan }: OrangeSummary, agent: number, styles: readonly AgentStyle[]): Html {
  const least = plan.agents.findIndex(({ role }) => role === 'oracle');
  const steps = (of: number) =>
    changes(stretch.agents[of]!.pods.map((value, i): Point => ({ round: stretch.from + i, value })));
  return drawPlot({
    ...frame,
    x: { label: null, tickFormat: String },
    y: { label: '↑ pods', grid: true, domain: [0, plan.setting.pods.at(-1)!], ticks: [0, 2, 4, 6, 8, 10] },
    color: { type: 'identity' },
    marks: [
      Plot.areaY(steps(least), { x: 'round', y: 'value', curve: 'step-after', fill: '#e3e3e3' }),
      Plot.lineY(steps(agent), {
        x: 'round',
        y: 'value',
        curve: 'step-after',
        stroke: styles[agent]!.colour,
        strokeWidth: 1.2,
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** The points where the value changes, and both ends: what a step line needs. */
function changes(points: readonly Point[]): readonly Point[] {
  return points.filter(({ value }, i) => i === 0 || i === points.length - 1 || value !== points[i - 1]!.value);
}
