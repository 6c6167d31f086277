import { isDeployable } from '../../report/compared.js';
import { type Html, html } from '../../report/html.js';
import { counted, numberText, pText, signedText } from '../../report/number-text.js';
import type { HorizontalReport, HorizontalReportAgent } from '../report-data.js';
import { learns } from './learning-agents.js';

/** Corrected p below which a difference counts as clear. */
const significance = 0.05;

/** The few sentences a reader in a hurry takes away, computed from the results and nothing else. */
export function takeaways(report: HorizontalReport): Html {
  const deployable = report.agents.filter(isDeployable);
  return html`<ul class="takeaways">${[
    cheapest(deployable, report.run.referenceAgent),
    safest(deployable),
    learners(deployable, report.run.referenceAgent),
    byLoad(report),
    againstPlan(report, deployable),
    power(report, deployable),
  ]}</ul>`;
}

/** The cheapest agent, and how it stands to the reference. */
function cheapest(deployable: readonly HorizontalReportAgent[], reference: string | null): Html | null {
  const [first, second] = deployable;
  const cost = first && costOf(first);
  if (first === undefined || cost === undefined) return null;
  const opening = html`<b>${first.label}</b> is the cheapest agent that can be deployed: $${numberText(cost, 3)} an hour`;
  if (first.label === reference) {
    if (second === undefined) return html`<li>${opening}.</li>`;
    return html`<li>${opening}. No agent costs less than this reference; next is ${second.label}${againstText(second)}.</li>`;
  }
  if (first.versusReference === null && second !== undefined && costOf(second) === cost)
    return html`<li>No agent is the cheapest alone: ${first.label} and ${second.label} cost $${numberText(cost, 3)} an hour.</li>`;
  if (first.versusReference === null)
    return html`<li>${opening}${second === undefined ? '' : `, ahead of ${second.label} at $${numberText(costOf(second), 3)}`}.</li>`;
  const verdict = verdictOf(first);
  return html`<li>${opening}${againstText(first)} against <b>${reference}</b>${
    verdict === 'unclear' ? ', which is no clear difference' : ''
  }.</li>`;
}

/** Who keeps the objective best, and at what price. */
function safest(deployable: readonly HorizontalReportAgent[]): Html | null {
  const measured = deployable.filter((agent) => violatedTime(agent) !== undefined);
  if (measured.length === 0) return null;
  const least = Math.min(...measured.map((agent) => violatedTime(agent)!));
  // Equal to the digits that are shown.
  const best = measured.filter((agent) => violatedTime(agent)!.toFixed(2) === least.toFixed(2));
  const [winner] = best as [HorizontalReportAgent];
  const worst = measured.reduce((a, b) => (violatedTime(b)! > violatedTime(a)! ? b : a));
  const names = html`<b>${best.map(({ label }) => label).join(', ')}</b>`;
  if (worst === winner || least.toFixed(2) === violatedTime(worst)!.toFixed(2))
    return html`<li>All agents violate the objective equally often: ${numberText(least, 2)} % of the time.</li>`;
  const price = costOf(winner);
  const lowest = costOf(deployable[0]!);
  const dearer =
    price === undefined || lowest === undefined || lowest === 0 || winner === deployable[0]
      ? ''
      : `, and ${best.length === 1 ? 'costs' : `the first of them costs`} ${numberText(100 * (price / lowest - 1), 0)} % more than the cheapest`;
  return html`<li>${names} ${best.length === 1 ? 'violates' : 'violate'} the objective least, ${numberText(least, 2)} % of the
    time${dearer}; most: ${worst.label}, ${numberText(violatedTime(worst), 2)} %.</li>`;
}

/** Learners against the reference rule: which are clearly cheaper, which lose. */
function learners(deployable: readonly HorizontalReportAgent[], reference: string | null): Html | null {
  const compared = deployable.filter(({ id, versusReference }) => versusReference !== null && learns(id));
  if (reference === null || compared.length === 0) return null;
  const rule = deployable.find(({ label }) => label === reference);
  const by = (verdict: Verdict) => compared.filter((agent) => verdictOf(agent) === verdict);
  const cheaper = by('cheaper');
  const dearer = by('dearer');
  const unclear = by('unclear');
  const safer = dearer.filter((agent) => rule && (violatedTime(agent) ?? 0) < (violatedTime(rule) ?? 0));
  const consolation =
    dearer.length === 0
      ? null
      : safer.length === 0
        ? html`, and ${dearer.length === 1 ? 'it does not violate' : 'none of them violates'} the objective less either`
        : html`, though ${safer.map(({ label }) => label).join(', ')} violate${safer.length === 1 ? 's' : ''} the objective less`;
  return html`<li>Of ${counted(compared.length, 'agent')} that learn${compared.length === 1 ? 's' : ''} while running, ${
    cheaper.length === 0
      ? html`<b>none costs clearly less than ${reference}</b>`
      : html`${withDifferences(cheaper)} cost${cheaper.length === 1 ? 's' : ''} clearly less than <b>${reference}</b>`
  }; ${
    dearer.length === 0
      ? html`none clearly more`
      : html`<b>${dearer.length === 1 ? 'one loses' : `${dearer.length} lose`} to it</b>: ${withDifferences(dearer)}${consolation}`
  }${unclear.length === 0 ? null : html`; no clear difference: ${withDifferences(unclear)}`}.</li>`;
}

/** Who is cheapest on how many loads, and whether one load decides the mean. */
function byLoad({ agents, workloads }: HorizontalReport): Html | null {
  if (workloads.length === 1) return null;
  const wins = new Map<string, number>();
  for (const { metrics } of workloads) {
    const costs = agents.flatMap((agent, i) => {
      const cost = metrics[i]!.costPerHour;
      return isDeployable(agent) && cost !== null ? [{ label: agent.label, cost }] : [];
    });
    const least = Math.min(...costs.map(({ cost }) => cost));
    for (const { label, cost } of costs) if (cost === least) wins.set(label, (wins.get(label) ?? 0) + 1);
  }
  const ranked = [...wins].sort(([, a], [, b]) => b - a);
  if (ranked.length === 0) return null;
  return html`<li>Load by load, cheapest are ${ranked
    .map(([label, count], i) => `${label} on ${count}${i === 0 ? ` of ${workloads.length}` : ''}`)
    .join(', ')}${dominance({ agents, workloads })}.</li>`;
}

/** Names the load that makes up most of the mean cost of the agents that compete, if one does. */
function dominance({ agents, workloads }: Pick<HorizontalReport, 'agents' | 'workloads'>): string {
  const amounts = workloads.map(({ id, metrics }) => ({
    id,
    cost: agents.reduce((sum, agent, i) => sum + (isDeployable(agent) ? (metrics[i]!.costPerHour ?? 0) : 0), 0),
  }));
  const total = amounts.reduce((sum, { cost }) => sum + cost, 0);
  const largest = amounts.reduce((a, b) => (b.cost > a.cost ? b : a));
  if (workloads.length < 3 || largest.cost <= total / 2) return '';
  return `; ${largest.id} makes up ${numberText((100 * largest.cost) / total, 0)} % of the mean cost and so decides its order`;
}

/** Distance to the plan that knows the future. */
function againstPlan({ agents }: HorizontalReport, deployable: readonly HorizontalReportAgent[]): Html | null {
  const plan = agents.find((agent) => !isDeployable(agent));
  const [first] = deployable;
  const regret = first?.metrics.regretPercent;
  if (plan === undefined || first === undefined || !regret) return null;
  const nearest = deployable
    .filter(({ metrics }) => metrics.regretPercent !== null)
    .reduce((a, b) => (b.metrics.regretPercent!.mean < a.metrics.regretPercent!.mean ? b : a));
  const beaten = deployable.filter(({ metrics }) => (metrics.regretPercent?.mean ?? 0) < 0).map(({ label }) => label);
  const distance = regret.mean < 0 ? `${numberText(-regret.mean, 1)} % below` : `${numberText(regret.mean, 1)} % above`;
  const closer =
    nearest === first
      ? null
      : html` (nearest: ${nearest.label}, ${signedText(nearest.metrics.regretPercent!.mean, 1)} %)`;
  const standing =
    plan.exact === true
      ? html`No schedule costs less than that plan: it is proven to be the best.`
      : beaten.length > 0
        ? html`That plan is the best that was found, not a proven bound, and ${beaten.join(', ')} did better.`
        : html`That plan is the best that was found, not a proven bound.`;
  return html`<li><b>${first.label}</b> pays ${distance} the <b>${plan.label}</b> plan on the average load${closer}. ${standing}</li>`;
}

/** Says so when no difference could have come out as clear. */
function power({ run }: HorizontalReport, deployable: readonly HorizontalReportAgent[]): Html | null {
  const compared = deployable.filter(({ versusReference }) => versusReference !== null);
  const seeds = Math.max(0, ...compared.map(({ versusReference }) => versusReference!.difference.units));
  if (compared.length === 0 || smallestP(seeds, compared.length) < significance) return null;
  let enough = seeds;
  while (smallestP(enough, compared.length) >= significance) enough++;
  return html`<li>With ${counted(run.seeds.length, 'seed')} no difference between ${counted(compared.length + 1, 'agent')} can come
    out as clear; ${enough} seeds would do.</li>`;
}

/** What the permutation test gives at best, after Holm's correction. */
function smallestP(units: number, comparisons: number): number {
  return units === 0 ? 1 : comparisons * 2 ** (1 - units);
}

type Verdict = 'cheaper' | 'dearer' | 'unclear';

function verdictOf({ versusReference }: HorizontalReportAgent): Verdict {
  if (versusReference === null || (versusReference.pHolm ?? 1) >= significance) return 'unclear';
  return versusReference.difference.mean < 0 ? 'cheaper' : 'dearer';
}

/** `, −3.1 % (95 % interval −4.0 to −2.2 %, p 0.012)` */
function againstText({ versusReference }: HorizontalReportAgent): string {
  if (versusReference === null) return '';
  const { relativePercent: relative, pHolm } = versusReference;
  const notes = [
    ...(relative.low === null || relative.high === null
      ? []
      : [`95 % interval ${signedText(relative.low, 1)} to ${signedText(relative.high, 1)} %`]),
    ...(pHolm === null ? [] : [`p ${pText(pHolm)}`]),
  ];
  return `, ${signedText(relative.mean, 1)} %${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

function withDifferences(agents: readonly HorizontalReportAgent[]): string {
  return agents
    .map(({ label, versusReference }) => `${label} (${signedText(versusReference!.relativePercent.mean, 1)} %)`)
    .join(', ');
}

function costOf({ metrics }: HorizontalReportAgent): number | undefined {
  return metrics.costPerHour?.mean;
}

function violatedTime({ metrics }: HorizontalReportAgent): number | undefined {
  return metrics.violatedTimePercent?.mean;
}
