import type { AgentStyle } from '../../report/agent-style.js';
import { curvePlot } from '../../report/curve-plot.js';
import { type Html, rawHtml } from '../../report/html.js';
import type { ReportPod, VerticalReport } from '../report-data.js';

/** Cost piling up over a pod's episode, above what the optimum has paid by then. */
export function regretFigure(pod: ReportPod, report: VerticalReport, styles: readonly AgentStyle[]): Html {
  const bound = pod.timelines.find(({ agent }) => report.agents[agent]!.role === 'bound');
  if (bound === undefined) return rawHtml('');
  const curves = pod.timelines
    .filter((timeline) => timeline !== bound)
    .map(({ agent, cumulativeCost }) => ({
      agent,
      points: cumulativeCost.map((cost, i) => ({
        x: new Date((pod.startTime + (i + 1) * pod.bucketSeconds) * 1000),
        y: Math.max(0, (cost ?? Number.NaN) - (bound.cumulativeCost[i] ?? Number.NaN)),
        low: null,
        high: null,
      })),
    }));
  return curvePlot(
    curves,
    {
      width: 1000,
      height: 230,
      marginLeft: 52,
      marginRight: 190,
      marginTop: 20,
      marginBottom: 30,
      x: { type: 'utc', label: null },
      y: { label: '↑ regret so far, $', scale: 'square-root' },
      labelCharacters: 30,
    },
    styles,
  );
}
