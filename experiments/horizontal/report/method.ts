import { type Html, html } from '../../report/html.js';
import type { HorizontalReport } from '../report-data.js';

/** How the numbers came about. */
export function method({ agents, run, trials, workloads }: HorizontalReport): Html {
  const plan = agents.find(({ role }) => role === 'bound');
  const kinds = new Set(workloads.map(({ config }) => config.backend.kind));
  const tuned = trials.some(({ chosen }) => chosen !== null);
  return html`<p><b>Episodes.</b> Every agent sees what monitoring would show it at each decision and says how many replicas it wants; the
platform clamps that to the limits, starts or stops pods in their own time and serves the load until the next decision. A
lead-in of an interval, so that there is something to see, is not scored. ${
    kinds.has('events')
      ? 'Every request is simulated: its arrival, the balancer, queueing, service, timeouts and retries.'
      : ''
  } ${kinds.has('fluid') ? 'The fluid approximation follows means and quantiles instead of single requests.' : ''} ${
    kinds.has('table')
      ? 'A recorded table answers with rows that were observed for the load and the number of pods; nothing queues from one interval to the next.'
      : ''
  }</p>
<p><b>Violation and cost.</b> An interval, the time between two decisions, violates the objective when the objective's percentile of the
latencies in it is above the objective, or when more of its requests failed than the percentile leaves room for. Cost is the price of a pod for
as long as it exists, start-up and draining included, plus the price of time in violation, counted in whole intervals.</p>
<p><b>Seeds and intervals.</b> With one seed all agents meet the same load, arrivals and service demands as far as their decisions leave
room for it (common random numbers), so differences are taken seed by seed. Means over the loads of a seed come first; then ${
    run.seeds.length === 1
      ? 'there is no interval, for there is one seed only'
      : `t-intervals of ${Math.round(100 * run.confidence)} % go over the ${run.seeds.length} seeds, never over time steps`
  }. They say how far other seeds of the same loads would lead, not other loads. p-values are those of the paired sign-flip permutation test
of the cost, Holm-corrected over all agents; the interval of the relative difference is a bootstrap over seeds.</p>
${
  plan === undefined
    ? null
    : html`<p><b>Regret.</b> ${plan.label} knows the whole episode in advance: it starts from the least pods that meet the objective,
start-up delay included, and improves that plan on the very episode that is scored. ${
        plan.exact === true
          ? 'Here its plan is proven to cost the least.'
          : 'It is the best plan that was found, not a proven bound: an agent may beat it, and its regret is then below zero.'
      } Regret is an agent's cost minus the plan's for the same load and seed.</p>`
}${
  tuned
    ? html`<p><b>Calibration.</b> Agents with tuned options chose them by load among their candidates: the one that cost least on episodes
of their own seeds, which are not scored. A rule that was never calibrated is too easy to beat; this one was.</p>`
    : null
}
<p><b>Elasticity.</b> SPEC's metrics compare supply, the pods that serve, with demand, the least pods that meet the objective under the load of
the moment were it to last: θ says how far supply is off, τ for how much of the time, υ how often the two move differently.</p>`;
}
