import { agentStyles } from '../../report/agent-style.js';
import { figureWithCaption } from '../../report/figure.js';
import { type Html, html, rawHtml } from '../../report/html.js';
import { styleSheet } from '../../report/style.js';
import type { OrangeSummary } from '../summary.js';
import { latencyNote, orangeNotes } from '../table-text.js';
import { learningFigure } from './learning-figure.js';
import { stretchFigure } from './stretch-figure.js';
import { latencyTable, metricTable, partTable } from './tables.js';

const ownStyle = `
.reach { color: var(--soft); font-size: .85em; }
td small.paper { color: #1f6f54; }
.legend i.least { background: #e3e3e3; }
`;

/** Renders a reproduction as one self-contained HTML page; the same summary gives the same bytes. */
export function renderOrangeReport(summary: OrangeSummary): string {
  const { plan, parts, stretch } = summary;
  const styles = agentStyles(
    plan.agents.map(
      ({ title, role }) => ({ label: title, role: role === 'oracle' ? 'bound' : 'recommender' }) as const,
    ),
  );
  const last = stretch.from + stretch.users.length;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${rawHtml(styleSheet + ownStyle)}</style></head><body>
<h1>${heading}</h1>
<p class="lead">${plan.rounds} rounds, ${plan.runs} run${plan.runs === 1 ? '' : 's'}, seed ${plan.seed}. Every run records both tables anew; all agents of a run play on the same ones.</p>
<h2>Corrected against released</h2>
<ul class="takeaways">${summary.findings.map(({ sentence }) => html`<li>${sentence}</li>`)}</ul>
<p class="lead">Corrected less released, mean over runs with the ${100 * summary.confidence} % interval; p of the paired sign-flip test, Holm-corrected over the metrics of a line.</p>
${parts.map(
  (part) => html`<h2>${part.title}</h2>
${partTable(part, styles)}
${figureWithCaption(learningFigure(part, summary, styles), `Mean over runs and its ${100 * summary.confidence} % interval. Arrows tell where curves end that leave the frame; regret has a square-root axis. Regret is against the least pods whose rows all meet the objective; below 0 is better than that.`)}`,
)}
<p class="lead">${orangeNotes(summary).map((note) => html`${note} `)}</p>
<h2>One cycle of the load</h2>
<p class="legend"><span><i class="least"></i>oracle</span><span style="color:#b2182b">● violation</span><span style="color:#b2182b">- - objective</span></p>
${figureWithCaption(stretchFigure(summary, styles), `Cold start, run 1, rounds ${stretch.from} to ${last}: 5 to 50 users and back. Left the logged 95th percentile, logarithmic and cut at 2 s; right the pods.`)}
<h2>Recorded latencies</h2>
${latencyTable(summary)}
<p class="lead">Mean 95th percentile, ms: ours over all runs | <b>published</b>, D1 above D2. ${latencyNote(summary)}</p>
<h2>Method</h2>
${method(summary)}
<details><summary>What every metric means</summary>${metricTable()}</details>
<details><summary>Agents and their options</summary><pre>${JSON.stringify(
    plan.agents.map(({ label, title, role, options }) => ({ label, title, role, options })),
    null,
    2,
  )}</pre></details>
<details><summary>Platform</summary><pre>${JSON.stringify(plan.platform, null, 2)}</pre></details>
<footer>scalegym ${plan.scalegymVersion}, run ${plan.id}</footer>
</body></html>
`.html;
}

const heading = 'The HSLinUCB experiment, reproduced';

function method({ plan }: OrangeSummary): Html {
  const { setting, rowsPerCell } = plan;
  return html`<p>The tables are recorded from the simulated platform that is calibrated to the published latencies: ${setting.users.at(0)!} to
${setting.users.at(-1)!} users in steps of 5 on ${setting.pods.at(0)!} to ${setting.pods.at(-1)!} pods, ${rowsPerCell.d1} rows a cell (D1) and ${rowsPerCell.d2} (D2), ${setting.windowSeconds} s
a row. The authors' own tables are not public: theirs are two recordings of a real service, ours two of one simulated service, so that D2
is nearer to D1 here.</p>
<p>Users rise from 5 to 50 and fall again, ${setting.roundsPerLevel} rounds a level, both ends held for another ${setting.roundsPerLevel}. A round of the released agents is theirs to the
letter: above the objective one pod more by rule and without learning, otherwise the learner chooses between one fewer and staying. All others
observe, decide, observe again under the same load and learn from it, in every round. What is logged is the last row observed. In the
released round a learner that stays is logged with the row it decided on, which has just met the objective: such a round can never be a violation. “Observed” are
the released learners played like all others, and so judged alike. Rows are
served in order and in circles; scaling is instantaneous. A hot start begins with what the cold start of the same run has learned and goes on learning.</p>
<p>The publication gives ± over time steps for latency and pods. Rounds of one play depend on each other, so that such an interval says nothing
about another run. Ours are t-intervals over runs: each has its own tables and its own random numbers.</p>
<p>The HPA reads the CPU of the table's pods every ${setting.roundSeconds} s. The calibrated one has the target that earns most on a recording of its own, which no run
plays on. “${plan.agents.find(({ role }) => role === 'peak')!.title}” keeps the oracle's most pods all the time. The oracle's
pods meet the objective with every row; where few rows violate it, an agent earns more by fewer pods and an occasional violation, and its
regret falls below the oracle's 0, as Q-learning's can.</p>`;
}
