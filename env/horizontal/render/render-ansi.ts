import { columns } from '../../core/render/columns.js';
import type { ServiceRecording } from './service-recording.js';

const width = 72;
const labelWidth = 10;

/** The episode so far on plain text, one service below the other: latency with its objective, replicas and load, violations, cost. */
export function renderAnsi(recordings: readonly ServiceRecording[]): string {
  return recordings.map(serviceText).join('\n');
}

function serviceText(recording: ServiceRecording): string {
  const { service, load, length, decisionSeconds, podCost, violationCost, violated } = recording;
  const violations = violated.reduce((sum, one) => sum + one, 0);
  const marks = columns(violated, width, 'sum').map((count) => (count > 0 ? 'x' : ' '));
  return [
    `${service} under ${load}: ${length} decisions of ${decisionSeconds} s, ${dollars(podCost + violationCost)}`,
    ...chart('latency', 'ms', 6, columns(recording.latencyMs, width, 'max'), recording.objectiveMs),
    `${'violated'.padStart(labelWidth)} │${marks.join('').padEnd(marks.length)} ${violations}`,
    ...chart('replicas', '', 6, columns(recording.replicas, width, 'last'), null),
    ...chart(recording.loadUnit, '', 3, columns(recording.offeredLoad, width, 'mean'), null),
    `█ value  ─ objective   pods ${dollars(podCost)}  violations ${dollars(violationCost)}`,
    '',
  ].join('\n');
}

/** Bars that end within the chart, and a level across them. */
function chart(name: string, unit: string, height: number, values: readonly number[], level: number | null): string[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const top = Math.max(1e-9, level ?? 0, ...known);
  return Array.from({ length: height }, (_, row) => {
    const floor = (top * (height - 1 - row)) / height;
    const ceiling = (top * (height - row)) / height;
    const line = values.map((value) => {
      if (value > (floor + ceiling) / 2) return '█';
      return level !== null && level > floor && level <= ceiling ? '─' : ' ';
    });
    const label = row === 0 ? `${rounded(top)}${unit}` : row === height - 1 ? name : '';
    return `${label.padStart(labelWidth)} │${line.join('')}`;
  });
}

function rounded(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}

function dollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}
