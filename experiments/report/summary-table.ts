import type { ReportAgent, ReportEstimate } from '../report-data.js';
import type { AgentStyle } from './agent-style.js';
import { breakableLabel } from './breakable-label.js';
import { type Compared, definitionOf, isDeployable } from './compared.js';
import { type Html, html } from './html.js';
import { numberText, pText, signedText } from './number-text.js';

/** A column of the summary: a metric and which of its values is the best, the lowest unless it says otherwise. */
export interface SummaryColumn {
  readonly key: string;
  readonly best?: 'highest' | 'none';
}

/**
 * One row an agent, cheapest first, each number with half the width of its interval; the best that can be deployed is bold.
 *
 * @param columns those that no agent has a value for are left out
 */
export function summaryTable(
  report: Compared,
  styles: readonly AgentStyle[],
  columns: readonly SummaryColumn[],
  withCostComparison = true,
): Html {
  const shown = columns
    .filter(({ key }) => report.agents.some(({ metrics }) => (metrics[key] ?? null) !== null))
    .map((column) => ({
      ...column,
      definition: definitionOf(report, column.key),
      best: bestMean(report.agents, column),
    }));
  const reference = report.run.referenceAgent;
  return html`<div class="scroll"><table class="summary">
<thead><tr><th>agent</th>${shown.map(
    ({ definition: { title, unit, meaning } }) => html`<th title="${meaning}">${title}<small>${unit}</small></th>`,
  )}${
    withCostComparison
      ? html`${
          reference === null
            ? null
            : html`<th title="paired permutation test, Holm-corrected">vs ${breakableLabel(reference)}<small>cost, %</small></th>`
        }<th class="timing" hidden>decision<small>µs</small></th>`
      : null
  }</tr></thead>
<tbody>${report.agents.map(
    (agent, i) =>
      html`<tr class="${agent.role}"><th style="--agent:${styles[i]!.colour}">${breakableLabel(agent.label)}${agent.exact === false ? '*' : ''}</th>${shown.map(
        ({ key, definition, best }) =>
          estimateCell(agent.metrics[key] ?? null, definition.digits, isDeployable(agent) ? best : null),
      )}${
        withCostComparison
          ? html`${reference === null ? null : comparisonCell(agent)}<td class="timing" data-agent="${agent.label}" hidden></td>`
          : null
      }</tr>\n`,
  )}</tbody></table></div>`;
}

function estimateCell(estimate: ReportEstimate | null, digits: number, best: number | null): Html {
  if (estimate === null) return html`<td>–</td>`;
  const value = numberText(estimate.mean, digits);
  const reach = estimate.high === null ? null : numberText(estimate.high - estimate.mean, digits);
  return html`<td>${estimate.mean === best ? html`<b>${value}</b>` : value}${reach === null ? null : html`<small>±${reach}</small>`}</td>`;
}

function comparisonCell({ versusReference }: ReportAgent): Html {
  if (versusReference === null) return html`<td>–</td>`;
  const { relativePercent, pHolm } = versusReference;
  return html`<td>${signedText(relativePercent.mean, 1)}${pHolm === null ? null : html`<small>p ${pText(pHolm)}</small>`}</td>`;
}

/** The best mean among agents that can be deployed; null where there is none. */
function bestMean(agents: readonly ReportAgent[], { key, best }: SummaryColumn): number | null {
  const means = agents.filter(isDeployable).flatMap(({ metrics }) => metrics[key]?.mean ?? []);
  if (best === 'none' || means.length === 0) return null;
  return best === 'highest' ? Math.max(...means) : Math.min(...means);
}
