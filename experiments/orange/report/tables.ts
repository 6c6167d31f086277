import type { AgentStyle } from '../../report/agent-style.js';
import { type Html, html } from '../../report/html.js';
import { numberText } from '../../report/number-text.js';
import type { Estimate } from '../../statistics.js';
import { orangeMetricDefinitions } from '../metrics.js';
import type { OrangePartSummary, OrangeSummary } from '../summary.js';
import { isJudged, verdictText } from '../table-text.js';

/** Ours beside the published, one row an agent. */
export function partTable({ rows }: OrangePartSummary, styles: readonly AgentStyle[]): Html {
  const judged = isJudged(rows);
  return html`<div class="scroll"><table class="summary">
<thead><tr><th>agent</th>${orangeMetricDefinitions.map(
    ({ title, unit, meaning }) => html`<th title="${meaning}">${title}<small>${unit}</small></th>`,
  )}${judged ? html`<th title="violations within ±50 %, pods within ±.15">bands</th>` : null}</tr></thead>
<tbody>${rows.map(
    ({ title, agent, metrics, published, verdict }) =>
      html`<tr><th style="--agent:${agent === null ? '#ffffff' : styles[agent]!.colour}">${title}</th>${orangeMetricDefinitions.map(
        ({ key, digits }) => cell(metrics?.[key] ?? null, published?.[key], digits),
      )}${judged ? html`<td class="text">${verdictText(verdict)}</td>` : null}</tr>\n`,
  )}</tbody></table></div>`;
}

/** Ours with half its interval; below it, what was published. */
function cell(ours: Estimate | null, published: number | undefined, digits: number): Html {
  const value = ours === null ? null : numberText(ours.mean, digits);
  const reach = ours === null || ours.high === null ? null : ` ±${numberText(ours.high - ours.mean, digits)}`;
  const paper =
    published === undefined ? null : html`<small class="paper">paper ${numberText(published, digits)}</small>`;
  return html`<td>${value ?? (paper === null ? '–' : '')}${reach === null ? null : html`<span class="reach">${reach}</span>`}${paper}</td>`;
}

/** Our recorded latencies beside the published cells. */
export function latencyTable({ latencies, plan }: OrangeSummary): Html {
  const pods = [...new Set(latencies.cells.map((cell) => cell.pods))].sort((a, b) => a - b);
  const find = (users: number, count: number) =>
    latencies.cells.find((cell) => cell.users === users && cell.pods === count);
  return html`<div class="scroll"><table>
<thead><tr><th>users</th>${pods.map((count) => html`<th>${count} pod${count === 1 ? '' : 's'}<small>ours | paper, D1 and D2</small></th>`)}</tr></thead>
<tbody>${plan.setting.users.map(
    (users) =>
      html`<tr><th>${users}</th>${pods.map((count) => {
        const at = find(users, count);
        if (at === undefined) return html`<td>–</td>`;
        const line = (table: 'd1' | 'd2') =>
          html`${numberText(at.ours[table], 0)} | <b>${numberText(at.published[table], 0)}</b>`;
        return html`<td>${line('d1')}<small>${line('d2')}</small></td>`;
      })}</tr>\n`,
  )}</tbody></table></div>`;
}

/** What every metric means. */
export function metricTable(): Html {
  return html`<table class="definitions"><tbody>${orangeMetricDefinitions.map(
    ({ title, unit, meaning }) =>
      html`<tr><th>${title}</th><td class="text">${unit}</td><td class="text">${meaning}</td></tr>\n`,
  )}</tbody></table>`;
}
