import type { Compared } from './compared.js';
import { type Html, html } from './html.js';

/** What every metric means, in the report itself. */
export function definitionTable({ metrics }: Pick<Compared, 'metrics'>): Html {
  return html`<table class="definitions"><tbody>${metrics.map(
    ({ title, unit, meaning }) =>
      html`<tr><th>${title}</th><td class="text">${unit}</td><td class="text">${meaning}</td></tr>\n`,
  )}</tbody></table>`;
}
