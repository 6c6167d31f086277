import type { AgentStyle } from '../../report/agent-style.js';
import { type Curve, curvePlot } from '../../report/curve-plot.js';
import { figureWithCaption } from '../../report/figure.js';
import { type Html, html } from '../../report/html.js';
import type { Estimate } from '../../statistics.js';
import type { HorizontalReport, ReportCurve } from '../report-data.js';

const frame = {
  width: 535,
  height: 250,
  marginLeft: 46,
  marginRight: 118,
  marginTop: 20,
  marginBottom: 32,
  x: { label: 'hours →', nice: false },
  labelCharacters: 19,
};

/** How agents fall behind as time goes on: a row a load, dollars above the clairvoyant plan and hours in violation. */
export function learningCurves(report: HorizontalReport, styles: readonly AgentStyle[]): Html {
  const rows = report.workloads.map(({ id }, workload) => {
    const own = report.curves.filter((curve) => curve.workload === workload);
    const regret = own.flatMap((curve) =>
      curve.regret === null || report.agents[curve.agent]!.role === 'bound' ? [] : [curveOf(curve, curve.regret)],
    );
    const violations = own.map((curve) => curveOf(curve, curve.violationHours));
    return own.length === 0
      ? null
      : html`<div class="row"><h4>${id}</h4>${
          regret.length === 0
            ? null
            : curvePlot(regret, { ...frame, y: { label: '↑ regret so far, $', scale: 'linear' } }, styles)
        }${curvePlot(violations, { ...frame, y: { label: '↑ time in violation so far, h', scale: 'linear' } }, styles)}</div>`;
  });
  return figureWithCaption(
    html`<div class="timelines">${rows}</div>`,
    html`<b>Learning curves.</b> Means over seeds with 95 % bands. An agent that has learned rises as slowly as the plan: its regret
    lies flat. Curves that would flatten all others leave the frame; their names then say where they end.`,
  );
}

/** The curve from zero. */
function curveOf({ agent, hours }: ReportCurve, estimates: readonly Estimate[]): Curve {
  const points = estimates.map(({ mean, low, high }, i) => ({ x: hours[i]!, y: mean, low, high }));
  return { agent, points: [{ x: 0, y: 0, low: 0, high: 0 }, ...points] };
}
