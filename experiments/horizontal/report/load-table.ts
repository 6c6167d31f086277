import { breakableLabel } from '../../report/breakable-label.js';
import { type Html, html } from '../../report/html.js';
import { durationText, numberText } from '../../report/number-text.js';
import type { HorizontalReport } from '../report-data.js';
import { percentileText } from './setting.js';

/** What every load is: what it tests, how much it asks for, and on which terms. */
export function loadTable({ workloads }: HorizontalReport): Html {
  return html`<div class="scroll"><table class="loads">
<thead><tr><th>load</th><th class="text">what it tests</th><th>length</th><th>mean<small>load</small></th><th>peak<small>load</small></th><th>objective</th><th>pods</th></tr></thead>
<tbody>${workloads.map(({ id, describe, assumed, config, decisions, loadUnit, meanLoad, peakLoad }) => {
    const unit = loadUnit === 'users' ? 'users' : 'requests/s';
    const { objective, limits } = config;
    return html`<tr><th>${breakableLabel(id)}</th><td class="text">${describe}${
      assumed.length === 0 ? null : html`<small>Assumed: ${assumed.join('; ')}.</small>`
    }</td><td>${durationText(decisions * config.decisionSeconds)}</td><td>${numberText(meanLoad, 1)}<small>${unit}</small></td><td>${numberText(peakLoad, 1)}<small>${unit}</small></td><td>${percentileText(objective.percentile)} ≤ ${numberText(objective.latencyMs, 0)} ms</td><td>${limits.minReplicas} to ${limits.maxReplicas}</td></tr>\n`;
  })}</tbody></table></div>`;
}
