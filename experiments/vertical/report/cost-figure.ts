import type { AgentStyle } from '../../report/agent-style.js';
import { type CostTerm, costSplitFigure } from '../../report/cost-split-figure.js';
import type { Html } from '../../report/html.js';
import type { MetricKey } from '../metric-definitions.js';
import type { VerticalReport } from '../report-data.js';

const terms: readonly (CostTerm & { readonly key: MetricKey })[] = [
  { key: 'cpuCostPerDay', name: 'requested CPU', colour: '#9ecae1' },
  { key: 'memoryCostPerDay', name: 'requested memory', colour: '#4a90c2' },
  { key: 'throttledCostPerDay', name: 'throttled demand', colour: '#f4a582' },
  { key: 'oomCostPerDay', name: 'OOM kills', colour: '#b2182b' },
  { key: 'restartCostPerDay', name: 'restarts', colour: '#c9b26b' },
  { key: 'downCostPerDay', name: 'downtime', colour: '#8a7a3a' },
];

/** The six terms of every agent's cost. */
export function costFigure(report: VerticalReport, styles: readonly AgentStyle[]): Html {
  return costSplitFigure(report, styles, { terms, totalKey: 'costPerDay', unit: '$ per container-day' });
}
