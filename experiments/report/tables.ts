import type { MetricKey } from '../vertical/metric-definitions.js';
import { metricDefinition } from '../vertical/metric-definitions.js';
import type { ReportEstimate } from '../report-data.js';
import type { VerticalReport, VerticalReportAgent } from '../vertical/report-data.js';
import type { AgentStyle } from './agent-style.js';
import { type Html, html } from './html.js';
import { numberText } from './number-text.js';

const summaryColumns: readonly MetricKey[] = [
  'costPerDay',
  'regretPercent',
  'cpuSlackPercent',
  'cpuSlackCoreHoursPerDay',
  'memorySlackPercent',
  'memorySlackGibibyteHoursPerDay',
  'throttledDemandPercent',
  'throttledTimePercent',
  'oomKillsPerDay',
  'restartsPerDay',
];

/** The headline: one row an agent, cheapest first, each number with half the width of its interval. */
export function summaryTable(report: VerticalReport, styles: readonly AgentStyle[]): Html {
  const columns = summaryColumns.filter((key) => report.agents.some(({ metrics }) => metrics[key] !== null));
  const best = new Map(columns.map((key) => [key, bestOf(report.agents, key)]));
  return html`<div class="scroll"><table class="summary">
<thead><tr><th>agent</th>${columns.map((key) => {
    const { title, unit, meaning } = metricDefinition(key);
    return html`<th title="${meaning}">${title}<small>${unit}</small></th>`;
  })}<th title="paired by workload, Holm-corrected permutation test">vs ${report.run.referenceAgent ?? '–'}<small>cost, %</small></th><th class="timing" hidden>decision<small>µs</small></th></tr></thead>
<tbody>${report.agents.map(
    (agent, i) =>
      html`<tr class="${agent.role}"><th style="--agent:${styles[i]!.colour}">${agent.label}${agent.exact === false ? '*' : ''}</th>${columns.map(
        (key) => estimateCell(agent.metrics[key], metricDefinition(key).digits, best.get(key) === i),
      )}${comparisonCell(agent)}<td class="timing" data-agent="${agent.label}" hidden></td></tr>\n`,
  )}</tbody></table></div>`;
}

/** Every workload's cost under every agent. */
export function workloadTable(report: VerticalReport, styles: readonly AgentStyle[]): Html {
  const { digits } = metricDefinition('costPerDay');
  return html`<div class="scroll"><table>
<thead><tr><th>workload</th><th>from</th>${report.agents.map(
    ({ label }, i) => html`<th style="color:${styles[i]!.colour}">${label}</th>`,
  )}</tr></thead>
<tbody>${report.workloads.map((workload) => {
    const costs = workload.metrics.map(({ costPerDay }) => costPerDay);
    const least = Math.min(
      ...costs.map((cost, i) =>
        report.agents[i]!.role === 'bound' ? Number.POSITIVE_INFINITY : (cost ?? Number.POSITIVE_INFINITY),
      ),
    );
    return html`<tr><th>${workload.id}</th><td class="text">${workload.dataset}</td>${costs.map(
      (cost) => html`<td>${cost === least ? html`<b>${numberText(cost, digits)}</b>` : numberText(cost, digits)}</td>`,
    )}</tr>\n`;
  })}</tbody></table></div>`;
}

/** What every metric means, in the report itself. */
export function definitionTable(report: VerticalReport): Html {
  return html`<table class="definitions"><tbody>${report.metrics.map(
    ({ title, unit, meaning }) =>
      html`<tr><th>${title}</th><td class="text">${unit}</td><td class="text">${meaning}</td></tr>\n`,
  )}</tbody></table>`;
}

function estimateCell(estimate: ReportEstimate | null, digits: number, isBest: boolean): Html {
  if (estimate === null) return html`<td>–</td>`;
  const value = numberText(estimate.mean, digits);
  const reach = estimate.high === null ? null : numberText(estimate.high - estimate.mean, digits);
  return html`<td>${isBest ? html`<b>${value}</b>` : value}${reach === null ? null : html`<small>±${reach}</small>`}</td>`;
}

function comparisonCell({ versusReference }: VerticalReportAgent): Html {
  if (versusReference === null) return html`<td>–</td>`;
  const { relativePercent, pHolm } = versusReference;
  const sign = relativePercent.mean > 0 ? '+' : '';
  return html`<td>${sign}${numberText(relativePercent.mean, 1)}${pHolm === null ? null : html`<small>p ${pText(pHolm)}</small>`}</td>`;
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

function bestOf(agents: readonly VerticalReportAgent[], key: MetricKey): number {
  let best = -1;
  agents.forEach(({ role, metrics }, i) => {
    const value = metrics[key]?.mean;
    if (role === 'bound' || value === undefined) return;
    const champion = best < 0 ? Number.POSITIVE_INFINITY : agents[best]!.metrics[key]!.mean;
    if (value < champion) best = i;
  });
  return best;
}
