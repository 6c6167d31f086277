import { type AgentStyle, agentStyles } from '../../report/agent-style.js';
import { definitionTable } from '../../report/definition-table.js';
import { figureWithCaption } from '../../report/figure.js';
import { type Html, html } from '../../report/html.js';
import { counted, durationText } from '../../report/number-text.js';
import { jsonDetails, page, skippedText } from '../../report/page.js';
import { spreadFigure } from '../../report/spread-figure.js';
import { type SummaryColumn, summaryTable } from '../../report/summary-table.js';
import { workloadTable } from '../../report/workload-table.js';
import type { MetricKey } from '../metric-definitions.js';
import type { ReportPod, VerticalReport } from '../report-data.js';
import { costFigure } from './cost-figure.js';
import { paretoFigure } from './pareto-figure.js';
import { regretFigure } from './regret-figure.js';
import { takeaways } from './takeaways.js';
import { podTimelines } from './timeline-figure.js';

const summaryColumns: readonly (SummaryColumn & { readonly key: MetricKey })[] = [
  { key: 'costPerDay' },
  { key: 'regretPercent' },
  { key: 'cpuSlackPercent' },
  { key: 'cpuSlackCoreHoursPerDay' },
  { key: 'memorySlackPercent' },
  { key: 'memorySlackGibibyteHoursPerDay' },
  { key: 'throttledDemandPercent' },
  { key: 'throttledTimePercent' },
  { key: 'oomKillsPerDay' },
  { key: 'restartsPerDay' },
];

const spreadMetrics: readonly MetricKey[] = [
  'regretPercent',
  'cpuSlackPercent',
  'memorySlackPercent',
  'throttledDemandPercent',
  'oomKillsPerDay',
  'restartsPerDay',
];

/** The report of a comparison of recommenders. */
export function renderVerticalReport(report: VerticalReport): string {
  const { run } = report;
  const styles = agentStyles(report.agents);
  const body = html`${takeaways(report)}
<h2>Summary</h2>
${summaryTable(report, styles, summaryColumns)}
<p class="lead">Means over workloads ± half the ${Math.round(run.confidence * 100)} % interval (t-interval over workloads, seeds averaged first${
    report.workloads.length === 1 ? '; with one workload, over seeds' : ''
  }). Bold is best among agents that can be deployed.</p>
<h2>Waste and harm</h2>
${paretoFigure(report, styles)}
${costFigure(report, styles)}
<h2>Distributions</h2>
${spreadFigure(report, styles, spreadMetrics)}
<h2>Timelines</h2>
${timelineLegend()}
${report.pods.map((pod) => podSection(report, pod, styles))}
<h2>Workloads</h2>
${workloadTable(report, styles, 'costPerDay')}
${skippedText(run)}
<h2>Method</h2>
${method(report)}
<details><summary>What every metric means</summary>${definitionTable(report)}</details>
${jsonDetails(
  'Agents and their options',
  report.agents.map(({ label, describe, options }) => ({ label, describe, options })),
)}
${jsonDetails('Environment', run.config)}`;
  return page({ heading: heading(report), setting: setting(report), body, run });
}

function heading({ agents, workloads }: VerticalReport): string {
  return `Vertical scaling: ${counted(agents.length, 'agent')} on ${counted(workloads.length, 'workload')}`;
}

/** Whether the clairvoyant optimum takes part, and with it regret. */
function hasBound({ agents }: VerticalReport): boolean {
  return agents.some(({ role }) => role === 'bound');
}

function setting({ run, workloads }: VerticalReport): string {
  const days = workloads.map(({ steps, stepSeconds }) => (steps * stepSeconds) / 86400);
  const total = days.reduce((sum, value) => sum + value, 0);
  const seeds = run.seeds.length === 1 ? 'one seed' : `${run.seeds.length} seeds`;
  return (
    `${Math.round(total * 10) / 10} container-days of demand, ${seeds}; ${durationText(run.historySeconds)} of history before scoring; ` +
    `a recommendation every ${durationText(run.recommendationSeconds)}; updater: ${run.config.updater.rule}, mode ${run.config.updater.mode}.`
  );
}

function podSection(report: VerticalReport, pod: ReportPod, styles: readonly AgentStyle[]): Html {
  const workload = report.workloads[pod.workload]!;
  return html`<h3>${workload.id} <small class="lead">seed ${pod.seed}: ${pod.reason}</small></h3>
${figureWithCaption(podTimelines(report, pod, styles), `One point is ${durationText(pod.bucketSeconds)}; all agents share the scales.`)}
${hasBound(report) ? figureWithCaption(regretFigure(pod, report, styles), 'Cost above the optimum as it piles up (square-root axis).') : null}`;
}

function timelineLegend(): Html {
  return html`<p class="legend"><span><i class="line" style="background:#333"></i>usage (mean)</span><span><i style="background:#bbb"></i>demand,
mean to highest</span><span><i class="line" style="background:#0072b2"></i>request</span><span><i style="background:#0072b222"></i>lower to upper
bound</span><span><i style="background:#d7301f99"></i>throttled demand</span><span style="color:#b2182b">✕ OOM kill</span><span style="color:#666">▲
restart</span></p>`;
}

function method(report: VerticalReport): Html {
  const { prices } = report.run.config;
  return html`<p>Every agent hears the same history, starts from the same request and then lives through the same demand. A step's
recommendation goes through the updater; pods that change are restarted (or resized in place, by mode); CPU demand above the limit is
throttled, memory demand above the limit is an OOM kill with restart delay and crash-loop back-off. Cost adds requested CPU
($${prices.cpuCoreHour} a core-hour) and memory ($${prices.memoryGibibyteHour} a GiB-hour), throttled demand ($${prices.throttledCoreHour} a core-hour),
OOM kills ($${prices.oomKill} each), restarts ($${prices.restart} each) and downtime ($${prices.downHour} an hour).</p>
${
  hasBound(report)
    ? html`<p>The clairvoyant optimum is computed by dynamic programming over the known future under exactly this cost. Regret is an
agent's cost minus the optimum's on the same workload and seed.</p>`
    : null
}`;
}
