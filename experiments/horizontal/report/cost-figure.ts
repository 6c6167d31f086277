import type { AgentStyle } from '../../report/agent-style.js';
import { type CostTerm, costSplitFigure } from '../../report/cost-split-figure.js';
import type { Html } from '../../report/html.js';
import type { HorizontalMetricKey } from '../metric-definitions.js';
import type { HorizontalReport } from '../report-data.js';

const terms: readonly (CostTerm & { readonly key: HorizontalMetricKey })[] = [
  { key: 'podCostPerHour', name: 'pods', colour: '#9ecae1' },
  { key: 'violationCostPerHour', name: 'violations of the objective', colour: '#c0392b' },
];

/** What every agent pays for pods and for violations. */
export function costFigure(report: HorizontalReport, styles: readonly AgentStyle[]): Html {
  return costSplitFigure(report, styles, { terms, totalKey: 'costPerHour', unit: '$ per hour' });
}
