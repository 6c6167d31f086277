import { describe, expect, it } from 'vitest';
import { takeaways } from '../../../experiments/horizontal/report/takeaways.js';
import type { HorizontalReport } from '../../../experiments/horizontal/report-data.js';
import { type Fare, madeUpReport } from './horizontal-report.js';

const rule: Fare = { id: 'calibrated-hpa', excess: 0.3, violated: 0.01 };
const plan: Fare = { id: 'clairvoyant', role: 'bound', excess: 0.02, violated: 0.001 };
const worse: Fare = { id: 'q-learning', excess: 0.8, violated: 0.2 };
const better: Fare = { id: 'hslinucb', excess: 0.15, violated: 0.004 };

function report(agents: readonly Fare[], seeds = 8): HorizontalReport {
  return madeUpReport({ agents, workloads: ['wave', 'crowd'], seeds, reference: 'calibrated-hpa', buckets: 24 });
}

/** The text of the takeaways without markup. */
function said(data: HorizontalReport): string {
  return takeaways(data)
    .html.replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,:;])/g, '');
}

describe('takeaways of the horizontal report', () => {
  it('says that the rule is cheapest and that a learner loses to it, when it does', () => {
    const data = report([plan, rule, worse]);
    const text = said(data);
    const relative = data.agents.find(({ id }) => id === 'q-learning')!.versusReference!.relativePercent;
    expect(text).toMatch(/calibrated-hpa is the cheapest agent that can be deployed: \$\d/);
    expect(text).toContain('No agent costs less than this reference; next is q-learning');
    expect(text).toContain(
      `+${relative.mean.toFixed(1)} % (95 % interval +${relative.low!.toFixed(1)} to +${relative.high!.toFixed(1)} %, p 0.0`,
    );
    expect(text).toContain(
      'Of 1 agent that learns while running, none costs clearly less than calibrated-hpa; one loses to it: q-learning (+',
    );
    expect(text).toContain('and it does not violate the objective less either');
    expect(text).toContain('calibrated-hpa violates the objective least');
  });

  it('calls nobody cheapest where two agents cost the same and none is the reference', () => {
    const twins = madeUpReport({
      agents: [worse],
      workloads: ['wave'],
      seeds: 8,
      reference: 'calibrated-hpa',
      buckets: 24,
    });
    const [twin] = twins.agents;
    const text = said({
      ...twins,
      agents: [twin!, { ...twin!, label: 'twin' }].map((agent) => ({ ...agent, versusReference: null })),
    });
    expect(text).toMatch(/No agent is the cheapest alone: q-learning and twin cost \$[\d.]+ an hour\./);
    expect(text).not.toContain('is the cheapest agent');
  });

  it('says that a learner beats the rule, when it does', () => {
    const text = said(report([plan, rule, better]));
    expect(text).toMatch(
      /hslinucb is the cheapest agent that can be deployed: \$[\d.]+ an hour, −\d+\.\d % \(95 % interval −.* to −.*, p 0\.0\d+\) against calibrated-hpa\./,
    );
    expect(text).toMatch(
      /Of 1 agent that learns while running, hslinucb \(−[\d.]+ %\) costs clearly less than calibrated-hpa; none clearly more/,
    );
    expect(text).toContain('hslinucb violates the objective least');
    expect(text).not.toContain('loses');
  });

  it('says so when a dearer learner keeps the objective better', () => {
    const text = said(report([plan, rule, { id: 'lin-ts', excess: 1, violated: 0.001 }]));
    expect(text).toContain('one loses to it: lin-ts (+');
    expect(text).toContain('though lin-ts violates the objective less');
    expect(text).toMatch(
      /lin-ts violates the objective least, 0\.\d+ % of the time, and costs \d+ % more than the cheapest/,
    );
  });

  it('counts rules that do not learn as no learners', () => {
    expect(said(report([rule, { id: 'keda', excess: 1, violated: 0.1 }]))).not.toMatch(/learn/);
  });

  it('calls a difference within the noise no clear one', () => {
    const text = said(
      madeUpReport({
        agents: [plan, rule, { ...rule, id: 'hslinucb' }],
        workloads: ['wave'],
        seeds: 8,
        reference: 'calibrated-hpa',
        noise: 0.3,
      }),
    );
    expect(text).toContain('no clear difference: hslinucb');
    expect(text).not.toContain('loses');
  });

  it('gives the distance to the plan, in both directions', () => {
    const data = report([plan, rule, worse]);
    const regret = data.agents.find(({ id }) => id === 'calibrated-hpa')!.metrics.regretPercent!.mean;
    expect(said(data)).toContain(
      `calibrated-hpa pays ${regret.toFixed(1)} % above the clairvoyant plan on the average load`,
    );
    expect(said(data)).toContain('the best that was found, not a proven bound.');
    const beaten = said(report([{ ...plan, excess: 0.5 }, rule, better]));
    expect(beaten).toMatch(/hslinucb pays [\d.]+ % below the clairvoyant plan/);
    expect(beaten).toContain('not a proven bound, and hslinucb, calibrated-hpa did better');
  });

  it('counts on how many loads each agent is cheapest, and names the load that decides the mean', () => {
    const even = report([plan, rule, worse]);
    expect(said(even)).toContain('Load by load, cheapest are calibrated-hpa on 2 of 2.');
    const data = madeUpReport({
      agents: [plan, rule, worse],
      workloads: ['wave', 'crowd', 'dear'],
      seeds: 4,
      reference: 'calibrated-hpa',
    });
    expect(said(data)).not.toContain('makes up');
    const learner = data.agents.findIndex(({ id }) => id === 'q-learning');
    const workloads = data.workloads.map((workload) => ({
      ...workload,
      metrics: workload.metrics.map((metrics, agent) => {
        const factor = workload.id === 'dear' ? 10 : agent === learner ? 0.2 : 1;
        return { ...metrics, costPerHour: metrics.costPerHour! * factor };
      }),
    }));
    expect(said({ ...data, workloads })).toMatch(
      /Load by load, cheapest are q-learning on 2 of 3, calibrated-hpa on 1; dear makes up 9\d % of the mean cost and so decides its order\./,
    );
  });

  it('says when there are too few seeds to tell, and how many would do', () => {
    const few = said(report([plan, rule, worse, better], 3));
    expect(few).toContain('With 3 seeds no difference between 3 agents can come out as clear; 7 seeds would do.');
    expect(said(report([plan, rule, worse, better], 7))).not.toContain('would do');
  });
});
