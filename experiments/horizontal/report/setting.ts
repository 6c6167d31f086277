import { counted, durationText, numberText } from '../../report/number-text.js';
import type { HorizontalReport } from '../report-data.js';

/** The report's title. */
export function heading({ agents, workloads }: HorizontalReport): string {
  return `Horizontal scaling: ${counted(agents.length, 'agent')} on ${counted(workloads.length, 'load')}`;
}

/** One line about what was run; what differs between loads is given as a range. */
export function setting({ run, workloads }: HorizontalReport): string {
  const configs = workloads.map(({ config }) => config);
  const hours = workloads.map(({ decisions, config }) => (decisions * config.decisionSeconds) / 3600);
  const engines = [...new Set(configs.map(({ backend }) => engineNames[backend.kind]))].join(' and ');
  const total = hours.reduce((sum, value) => sum + value, 0);
  const percentiles = [...new Set(configs.map(({ objective }) => percentileText(objective.percentile)))].join(' and ');
  return (
    `${numberText(total, 1)} hours of load with ${run.seeds.length === 1 ? 'one seed' : `${run.seeds.length} seeds`} on ${engines}; ` +
    `a decision every ${range(
      configs.map(({ decisionSeconds }) => decisionSeconds),
      durationText,
    )}; ` +
    `objective: ${percentiles} latency at most ${range(
      configs.map(({ objective }) => objective.latencyMs),
      (ms) => `${numberText(ms, 0)} ms`,
    )}; ` +
    `$${range(
      configs.map(({ prices }) => prices.podHour),
      dollars,
    )} a pod-hour, ` +
    `$${range(
      configs.map(({ prices }) => prices.violationHour),
      dollars,
    )} an hour in violation.`
  );
}

/** `p95`, `p99.9` */
export function percentileText(percentile: number): string {
  return `p${Number((100 * percentile).toFixed(3))}`;
}

const engineNames = {
  events: 'the request-level simulation',
  fluid: 'the fluid approximation',
  table: 'a recorded table',
} as const;

function dollars(amount: number): string {
  return String(Number(amount.toPrecision(3)));
}

/** One text where all values are the same, else the least and the greatest. */
function range(values: readonly number[], text: (value: number) => string): string {
  const least = text(Math.min(...values));
  const most = text(Math.max(...values));
  return least === most ? least : `${least} to ${most}`;
}
