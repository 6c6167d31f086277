import { breakableLabel } from '../../report/breakable-label.js';
import { type Html, html } from '../../report/html.js';
import type { HorizontalReport } from '../report-data.js';

/** What tuned agents chose by load: the candidate, and how many seeds chose it where they differ. */
export function chosenTable({ agents, workloads, trials }: HorizontalReport): Html | null {
  const tuned = [...new Set(trials.filter(({ chosen }) => chosen !== null).map(({ agent }) => agent))].sort(
    (a, b) => a - b,
  );
  if (tuned.length === 0) return null;
  return html`<h3>What calibration chose</h3>
<div class="scroll"><table><thead><tr><th>workload</th>${tuned.map(
    (agent) => html`<th class="text">${agents[agent]!.label}</th>`,
  )}</tr></thead>
<tbody>${workloads.map(
    ({ id }, workload) =>
      html`<tr><th>${breakableLabel(id)}</th>${tuned.map((agent) => {
        const own = trials.filter((trial) => trial.workload === workload && trial.agent === agent);
        return html`<td class="text">${choicesOf(own.flatMap(({ chosen }) => chosen ?? []))}</td>`;
      })}</tr>\n`,
  )}</tbody></table></div>`;
}

function choicesOf(choices: readonly string[]): Html {
  const counts = new Map<string, number>();
  for (const choice of choices) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  const single = counts.size === 1;
  const lines = [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([choice, count]) => html`<div>${breakableLabel(choice)}${single ? null : ` × ${count}`}</div>`);
  return html`${lines}`;
}
