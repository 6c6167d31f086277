import type { ReportRun } from '../report-data.js';
import { type Html, html, rawHtml } from './html.js';
import { styleSheet } from './style.js';

/** A report's parts; everything between the heading and the footer is its half's own. */
export interface PageParts {
  readonly heading: string;
  /** One line below the heading: what was run. */
  readonly setting: string;
  readonly body: Html;
  readonly run: ReportRun;
}

/** The whole HTML document. Its only script shows decision times when the run's `timing.js` lies beside it. */
export function page({ heading, setting, body, run }: PageParts): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${rawHtml(styleSheet)}</style></head><body>
<h1>${heading}</h1>
<p class="lead">${setting}</p>
${body}
<footer>scalegym ${run.scalegymVersion}, run ${run.id}</footer>
${timingScript}</body></html>
`.html;
}

/** Data that is there for those who look for it. */
export function jsonDetails(title: string, value: unknown): Html {
  return html`<details><summary>${title}</summary><pre>${JSON.stringify(value, null, 2)}</pre></details>`;
}

/** What was left out of the run, and why. */
export function skippedText({ skipped }: ReportRun): Html | null {
  if (skipped.length === 0) return null;
  return html`<p>Left out: ${skipped.map(({ workload, reason }) => `${workload} (${reason})`).join('; ')}.</p>`;
}

const timingScript = rawHtml(`<script src="timing.js" onerror="this.remove()"></script>
<script>if (window.scalegymTiming) for (const cell of document.querySelectorAll('.timing')) {
  cell.hidden = false;
  const timing = window.scalegymTiming[cell.dataset.agent];
  if (timing) cell.textContent = timing.microsecondsPerDecision.toFixed(2);
}</script>
`);
