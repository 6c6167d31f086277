import type { ReportPod, VerticalReport } from '../vertical/report-data.js';
import { type AgentStyle, agentStyles } from './agent-style.js';
import { costFigure } from './cost-figure.js';
import { distributionFigure } from './distribution-figure.js';
import { figureWithCaption } from './figure.js';
import { type Html, html, rawHtml } from './html.js';
import { durationText } from './number-text.js';
import { paretoFigure } from './pareto-figure.js';
import { regretFigure } from './regret-figure.js';
import { styleSheet } from './style.js';
import { definitionTable, summaryTable, workloadTable } from './tables.js';
import { takeaways } from './takeaways.js';
import { podTimelines } from './timeline-figure.js';

/**
 * Renders a comparison as one self-contained HTML page: no script is needed to read it, nothing is fetched, and the same data
 * gives the same bytes.
 *
 * Decision times are wall-clock time and so not in the data; when a `timing.js` written by the same run lies beside the page,
 * the page shows them in the summary table.
 */
export function renderReport(report: VerticalReport): string {
  const styles = agentStyles(report.agents);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading(report)}</title>
<style>${rawHtml(styleSheet)}</style></head><body>
<h1>${heading(report)}</h1>
<p class="lead">${setting(report)}</p>
${takeaways(report)}
<h2>Summary</h2>
${summaryTable(report, styles)}
<p class="lead">Means over workloads ± half the ${Math.round(report.run.confidence * 100)} % interval (t-interval over workloads, seeds averaged first${
    report.workloads.length === 1 ? '; with one workload, over seeds' : ''
  }). Bold is best among agents that can be deployed.</p>
<h2>Waste and harm</h2>
${paretoFigure(report, styles)}
${costFigure(report)}
<h2>Distributions</h2>
${distributionFigure(report, styles)}
<h2>Timelines</h2>
${timelineLegend()}
${report.pods.map((pod) => podSection(report, pod, styles))}
<h2>Workloads</h2>
${workloadTable(report, styles)}
${skipped(report)}
<h2>Method</h2>
${method(report)}
<details><summary>What every metric means</summary>${definitionTable(report)}</details>
<details><summary>Agents and their options</summary><pre>${JSON.stringify(
    report.agents.map(({ label, describe, options }) => ({ label, describe, options })),
    null,
    2,
  )}</pre></details>
<details><summary>Environment</summary><pre>${JSON.stringify(report.run.config, null, 2)}</pre></details>
<footer>scalegym ${report.run.scalegymVersion}, run ${report.run.id}</footer>
${timingScript()}</body></html>
`;
  return page.html;
}

function heading({ agents, workloads }: VerticalReport): string {
  return `Vertical scaling: ${counted(agents.length, 'agent')} on ${counted(workloads.length, 'workload')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
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

function skipped({ run }: VerticalReport): Html | null {
  if (run.skipped.length === 0) return null;
  return html`<p>Left out: ${run.skipped.map(({ workload, reason }) => `${workload} (${reason})`).join('; ')}.</p>`;
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

function timingScript(): Html {
  return rawHtml(`<script src="timing.js" onerror="this.remove()"></script>
<script>if (window.scalegymTiming) for (const cell of document.querySelectorAll('.timing')) {
  cell.hidden = false;
  const timing = window.scalegymTiming[cell.dataset.agent];
  if (timing) cell.textContent = timing.microsecondsPerDecision.toFixed(2);
}</script>
`);
}
