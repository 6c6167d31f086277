import type { MetricDefinition } from '../metric-definition.js';
import type { AgentRole, ReportBase } from '../report-data.js';

/** A comparison of either half; metrics are looked up by their keys. */
export type Compared = ReportBase<string>;

/** Whether an agent competes; the others are yardsticks that see the future. */
export function isDeployable({ role }: { readonly role: AgentRole }): boolean {
  return role !== 'bound';
}

/** What a metric of the comparison means. */
export function definitionOf({ metrics }: Pick<Compared, 'metrics'>, key: string): MetricDefinition {
  return metrics.find((metric) => metric.key === key)!;
}
