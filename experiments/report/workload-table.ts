import type { AgentStyle } from './agent-style.js';
import { breakableLabel } from './breakable-label.js';
import { type Compared, definitionOf, isDeployable } from './compared.js';
import { type Html, html } from './html.js';
import { shortLabel } from './label-room.js';
import { numberText } from './number-text.js';

/** Characters of a label at the head of a column; its tooltip gives all of them. */
const headCharacters = 26;

/**
 * Every workload under every agent: one metric, the best that can be deployed bold, and a second one in small print.
 *
 * @param key the metric that is wanted low
 */
export function workloadTable(
  report: Compared,
  styles: readonly AgentStyle[],
  key: string,
  smallKey: string | null = null,
): Html {
  const definition = definitionOf(report, key);
  const small = smallKey === null ? null : definitionOf(report, smallKey);
  return html`<div class="scroll"><table class="by-workload">
<thead><tr><th>workload</th><th class="text">from</th>${report.agents.map(
    ({ label }, i) =>
      html`<th style="color:${styles[i]!.colour}" title="${label}">${breakableLabel(shortLabel(label, headCharacters))}</th>`,
  )}</tr></thead>
<tbody>${report.workloads.map((workload) => {
    const values = workload.metrics.map((metrics) => metrics[key] ?? null);
    const least = Math.min(
      ...values.filter((value, i) => value !== null && isDeployable(report.agents[i]!)).map(Number),
    );
    return html`<tr><th>${breakableLabel(workload.id)}</th><td class="text">${workload.dataset}</td>${values.map(
      (value, i) => {
        const text = numberText(value, definition.digits);
        const isBest = value === least && isDeployable(report.agents[i]!);
        return html`<td>${isBest ? html`<b>${text}</b>` : text}${
          small === null
            ? null
            : html`<small>${numberText(workload.metrics[i]![small.key], small.digits)}${small.unit === '%' ? ' %' : ''}</small>`
        }</td>`;
      },
    )}</tr>\n`;
  })}</tbody></table></div>`;
}
