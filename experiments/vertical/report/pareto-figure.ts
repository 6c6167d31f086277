import { quantile } from 'simple-statistics';
import type { AgentStyle } from '../../report/agent-style.js';
import { isDeployable } from '../../report/compared.js';
import { figureWithCaption } from '../../report/figure.js';
import { type Html, html } from '../../report/html.js';
import { numberText } from '../../report/number-text.js';
import { type Place, type TradeOffDot, type TradeOffMark, tradeOffPlot } from '../../report/trade-off-plot.js';
import type { MetricKey, TrialMetrics } from '../metric-definitions.js';
import type { VerticalReport } from '../report-data.js';

const billTerms: readonly MetricKey[] = ['cpuCostPerDay', 'memoryCostPerDay'];
const harmTerms: readonly MetricKey[] = ['throttledCostPerDay', 'oomCostPerDay', 'restartCostPerDay', 'downCostPerDay'];

/**
 * Waste against harm: the bill for requested resources across, the price of shortages up. With a bound in the run both are
 * relative to what the optimum pays on the same workload, so that small and large workloads count alike.
 */
export function paretoFigure(report: VerticalReport, styles: readonly AgentStyle[]): Html {
  const bound = report.agents.findIndex(({ role }) => role === 'bound');
  const title = (agent: number, { x, y }: Place, where: string) =>
    `${styles[agent]!.label}${where}\nbill ${numberText(x, 3)}, harm ${numberText(y, 3)}`;
  const dots = report.workloads.flatMap((workload) => {
    const unit = bound < 0 ? 1 : workload.metrics[bound]!.costPerDay!;
    return workload.metrics.map((metrics, agent): TradeOffDot => {
      const place = { x: total(billTerms, metrics) / unit, y: total(harmTerms, metrics) / unit };
      return { ...place, agent, title: title(agent, place, ` on ${workload.id}`) };
    });
  });
  const marks = report.agents.map((_, agent): TradeOffMark => {
    const own = dots.filter((dot) => dot.agent === agent);
    const average = (key: keyof Place) => own.reduce((sum, dot) => sum + dot[key], 0) / own.length;
    const place = { x: average('x'), y: average('y') };
    return { ...place, agent, xInterval: null, yInterval: null, title: title(agent, place, ', mean') };
  });
  const right = axisTop(dots, marks, 'x');
  const top = axisTop(dots, marks, 'y');
  const shown = dots.filter(({ x, y }) => x <= right && y <= top);
  const unitText = bound < 0 ? '$ per container-day' : `multiples of the optimum's cost`;
  const plot = tradeOffPlot(
    {
      frame: { width: 1000, height: 460, marginLeft: 56, marginRight: 120, marginTop: 26, marginBottom: 44 },
      x: { label: `bill for requested CPU and memory, ${unitText} →`, domain: [0, right] },
      y: { label: `↑ price of throttling, OOM kills, restarts and downtime, ${unitText}`, top },
      marks,
      dots: shown,
      competing: new Set(report.agents.flatMap((agent, i) => (isDeployable(agent) ? [i] : []))),
      labelled: true,
    },
    styles,
  );
  const hidden = dots.length - shown.length;
  return figureWithCaption(
    plot,
    html`<b>Waste against harm.</b> Large marks are means over workloads, small dots single workloads${
      hidden === 0 ? '' : ` (${hidden} lie outside the frame)`
    }; the vertical axis is a square root. Down and to the left is better; the dashed line joins the agents that
    no other that can be deployed beats in both (the Pareto front).`,
  );
}

/** Room for every mean and nine tenths of the workloads; 1 where all is zero. */
function axisTop(dots: readonly Place[], marks: readonly Place[], key: keyof Place): number {
  const most = quantile(
    dots.map((dot) => dot[key]),
    0.9,
  );
  const top = 1.1 * Math.max(most, ...marks.map((mark) => mark[key]));
  return top > 0 ? top : 1;
}

function total(keys: readonly MetricKey[], metrics: TrialMetrics): number {
  return keys.reduce((sum, key) => sum + (metrics[key] ?? 0), 0);
}
