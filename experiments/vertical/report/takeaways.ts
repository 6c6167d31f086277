import { type Html, html } from '../../report/html.js';
import { numberText } from '../../report/number-text.js';
import type { VerticalReport, VerticalReportAgent } from '../report-data.js';

/** The few sentences a reader in a hurry takes away, computed from the results and nothing else. */
export function takeaways(report: VerticalReport): Html {
  const recommenders = report.agents.filter(({ role }) => role === 'recommender');
  const bound = report.agents.find(({ role }) => role === 'bound');
  return html`<ul class="takeaways">${[
    cheapest(recommenders),
    reference(report, recommenders),
    safest(recommenders),
    bound === undefined ? null : boundSentence(bound),
  ]}</ul>`;
}

function cheapest(recommenders: readonly VerticalReportAgent[]): Html | null {
  const [first, second] = recommenders;
  if (first === undefined) return null;
  const cost = first.metrics.costPerDay?.mean;
  const regret = first.metrics.regretPercent?.mean;
  const gap =
    second === undefined
      ? null
      : html`, ahead of ${second.label} at $${numberText(second.metrics.costPerDay?.mean, 3)}`;
  const above =
    regret === undefined ? null : html`; that is ${numberText(regret, 0)} % above the optimum on the average workload`;
  return html`<li><b>${first.label}</b> is cheapest: $${numberText(cost, 3)} per container-day${gap}${above}.</li>`;
}

function reference(report: VerticalReport, recommenders: readonly VerticalReportAgent[]): Html | null {
  const name = report.run.referenceAgent;
  if (name === null) return null;
  const clear = recommenders.filter(({ versusReference }) => (versusReference?.pHolm ?? 1) < 0.05);
  const better = clear.filter(({ versusReference }) => versusReference!.difference.mean < 0).map(({ label }) => label);
  const worse = clear.filter(({ versusReference }) => versusReference!.difference.mean > 0).map(({ label }) => label);
  if (clear.length === 0)
    return html`<li>No agent differs clearly from <b>${name}</b> in cost (paired permutation test, Holm-corrected, 5 %).</li>`;
  return html`<li>Against <b>${name}</b>, clearly cheaper: ${list(better)}; clearly dearer: ${list(worse)} (paired permutation test,
    Holm-corrected, 5 %).</li>`;
}

function safest(recommenders: readonly VerticalReportAgent[]): Html | null {
  const kills = (agent: VerticalReportAgent) => agent.metrics.oomKillsPerDay?.mean ?? Number.NaN;
  const measured = recommenders.filter((agent) => !Number.isNaN(kills(agent)));
  if (measured.length === 0) return null;
  const none = measured.filter((agent) => kills(agent) === 0).map(({ label }) => label);
  const worst = measured.reduce((a, b) => (kills(b) > kills(a) ? b : a));
  if (kills(worst) === 0) return html`<li>No agent caused an OOM kill.</li>`;
  return html`<li>Without a single OOM kill: ${list(none)}; most OOM kills: ${worst.label}, ${numberText(kills(worst), 2)} per
    container-day.</li>`;
}

function boundSentence({ label, exact }: VerticalReportAgent): Html {
  return exact === false
    ? html`<li>${label}* is a lower bound here, not an attainable schedule: regret is at most what is shown.</li>`
    : html`<li>${label} knows the future and pays the least any schedule can under these prices; it cannot be deployed.</li>`;
}

function list(labels: readonly string[]): string {
  return labels.length === 0 ? 'none' : labels.join(', ');
}
