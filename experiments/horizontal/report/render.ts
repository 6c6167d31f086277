import { agentLegend } from '../../report/agent-legend.js';
import { type AgentStyle, agentStyles } from '../../report/agent-style.js';
import { definitionTable } from '../../report/definition-table.js';
import { figureWithCaption } from '../../report/figure.js';
import { type Html, html } from '../../report/html.js';
import { durationText } from '../../report/number-text.js';
import { jsonDetails, page, skippedText } from '../../report/page.js';
import { spreadFigure } from '../../report/spread-figure.js';
import { type SummaryColumn, summaryTable } from '../../report/summary-table.js';
import { workloadTable } from '../../report/workload-table.js';
import type { HorizontalMetricKey } from '../metric-definitions.js';
import type { HorizontalReport, ReportEpisode } from '../report-data.js';
import { chosenTable } from './chosen-table.js';
import { costFigure } from './cost-figure.js';
import { episodeCaption, episodeFigure, episodeLegend } from './episode-figure.js';
import { learningCurves } from './learning-curves.js';
import { loadTable } from './load-table.js';
import { method } from './method.js';
import { platformDetails } from './platform-details.js';
import { heading, percentileText, setting } from './setting.js';
import { takeaways } from './takeaways.js';
import { tradeOffFigure, tradeOffsByWorkload } from './trade-off-figure.js';

type Column = SummaryColumn & { readonly key: HorizontalMetricKey };

/** Bold is what says by itself that an agent is better: few pods alone, or few changes, do not. */
const summaryColumns: readonly Column[] = [
  { key: 'costPerHour' },
  { key: 'regretPercent' },
  { key: 'violatedTimePercent' },
  { key: 'violatedRequestsPercent' },
  { key: 'failedRequestsPercent' },
  { key: 'latencyMs', best: 'none' },
  { key: 'meanPods', best: 'none' },
  { key: 'overusePercent', best: 'none' },
  { key: 'actionsPerHour', best: 'none' },
  { key: 'flipsPerHour', best: 'none' },
];

const elasticityColumns: readonly Column[] = [
  { key: 'underProvisioningAccuracy', best: 'none' },
  { key: 'overProvisioningAccuracy', best: 'none' },
  { key: 'underProvisioningTime', best: 'none' },
  { key: 'overProvisioningTime', best: 'none' },
  { key: 'instability', best: 'none' },
  { key: 'scalingDeviation' },
  { key: 'elasticSpeedup', best: 'highest' },
];

const spreadMetrics: readonly HorizontalMetricKey[] = [
  'regretPercent',
  'violatedTimePercent',
  'violatedRequestsPercent',
  'overusePercent',
];

/** The report of a comparison of autoscalers. */
export function renderHorizontalReport(report: HorizontalReport): string {
  const { run, agents } = report;
  const styles = agentStyles(agents);
  const interval =
    run.seeds.length === 1
      ? 'Means over loads; one seed gives no interval.'
      : `Means over loads ± half the ${Math.round(100 * run.confidence)} % interval over seeds.`;
  const body = html`${takeaways(report)}
<h2>Summary</h2>
${summaryTable(report, styles, summaryColumns)}
<p class="lead">${interval} Bold is best among agents that can be deployed.${
    agents.some(({ exact }) => exact === false) ? ' * The best plan that was found, not a proven bound.' : ''
  }</p>
<h2>Pods against violations</h2>
${tradeOffFigure(report, styles)}
${costFigure(report, styles)}
${report.workloads.length === 1 ? null : byWorkload(report, styles)}
<h2>Learning</h2>
${learningCurves(report, styles)}
<h2>Timelines</h2>
${report.episodes.length === 0 ? null : episodeLegend()}
${report.episodes.map((episode) => episodeSection(report, episode, styles))}
<h2>Elasticity</h2>
${summaryTable(report, styles, elasticityColumns, false)}
<p class="lead">SPEC's elasticity metrics. ${interval}</p>
<h2>Loads</h2>
${loadTable(report)}
${skippedText(run)}
<h2>Method</h2>
${method(report)}
${chosenTable(report)}
<details><summary>What every metric means</summary>${definitionTable(report)}</details>
${jsonDetails(
  'Agents and their options',
  agents.map(({ label, describe, options }) => ({ label, describe, options })),
)}
${platformDetails(report)}`;
  return page({ heading: heading(report), setting: setting(report), body, run });
}

/** What the means hide: every load by itself. */
function byWorkload(report: HorizontalReport, styles: readonly AgentStyle[]): Html {
  return html`<h2>Load by load</h2>
${workloadTable(report, styles, 'costPerHour', 'violatedTimePercent')}
<p class="lead">Cost in $/h, below it the time in violation. Bold is cheapest among agents that can be deployed.</p>
${figureWithCaption(
  [agentLegend(styles), tradeOffsByWorkload(report, styles)],
  html`<b>The same trade-off, load by load.</b> Means over seeds with 95 % intervals; every panel has its own scales.`,
)}
${spreadFigure(report, styles, spreadMetrics)}`;
}

function episodeSection(report: HorizontalReport, episode: ReportEpisode, styles: readonly AgentStyle[]): Html {
  const { id, config } = report.workloads[episode.workload]!;
  return html`<h3>${id} <small class="lead">${episodeCaption(episode, durationText(episode.bucketSeconds))}</small></h3>
${figureWithCaption(
  episodeFigure(episode, percentileText(config.objective.percentile), styles),
  'All rows share their scales. Latency is that of the worst interval of a bucket, on a logarithmic axis; red is time in violation, the deeper the more of the bucket.',
)}`;
}
