import * as Plot from '@observablehq/plot';
import type { ReportPod, VerticalReport } from '../vertical/report-data.js';
import type { AgentStyle } from './agent-style.js';
import { drawPlot } from './figure.js';
import { type Html, rawHtml } from './html.js';
import { shortLabel } from './label-room.js';
import { spreadLabels } from './label-spread.js';
import { squareRootTicks } from './square-root-axis.js';

const frame = { width: 1000, height: 230, marginLeft: 52, marginRight: 130, marginTop: 20, marginBottom: 30 };

/** Cost piling up over a pod's episode, above what the optimum has paid by then. */
export function regretFigure(pod: ReportPod, report: VerticalReport, styles: readonly AgentStyle[]): Html {
  const bound = pod.timelines.find(({ agent }) => report.agents[agent]!.role === 'bound');
  if (bound === undefined) return rawHtml('');
  const lines = pod.timelines
    .filter((timeline) => timeline !== bound)
    .map(({ agent, cumulativeCost }) => ({
      agent,
      points: cumulativeCost.map((cost, i) => ({
        agent,
        time: new Date((pod.startTime + (i + 1) * pod.bucketSeconds) * 1000),
        regret: Math.max(0, (cost ?? Number.NaN) - (bound.cumulativeCost[i] ?? Number.NaN)),
      })),
    }));
  const top = Math.max(1e-6, ...lines.flatMap(({ points }) => points.map(({ regret }) => regret)));
  const ends = lines.map(({ points }) => points.at(-1)!);
  const innerHeight = frame.height - frame.marginTop - frame.marginBottom;
  const heights = spreadLabels(
    ends.map(({ regret }) => (1 - Math.sqrt(regret / top)) * innerHeight),
    13,
    innerHeight,
  );
  return drawPlot({
    ...frame,
    x: { type: 'utc', label: null },
    y: {
      label: '↑ regret so far, $',
      grid: true,
      type: 'sqrt',
      domain: [0, top],
      ticks: squareRootTicks(top),
      tickFormat: String,
    },
    color: { type: 'identity' },
    marks: [
      Plot.lineY(
        lines.flatMap(({ points }) => points),
        {
          x: 'time',
          y: 'regret',
          z: 'agent',
          stroke: (d: { agent: number }) => styles[d.agent]!.colour,
          strokeWidth: 1.5,
        },
      ),
      ends.map((end, i) =>
        Plot.text([end], {
          x: 'time',
          frameAnchor: 'top',
          dy: heights[i]!,
          dx: 8,
          text: () => shortLabel(styles[end.agent]!.label),
          fill: () => styles[end.agent]!.colour,
          textAnchor: 'start',
          lineAnchor: 'middle',
        }),
      ),
      Plot.ruleY([0]),
    ],
  });
}
