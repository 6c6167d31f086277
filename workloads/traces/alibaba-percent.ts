import type { ImportReport } from './import-report.js';

/**
 * Alibaba's percentages: −1 and 101 stand for a failed measurement (traces.md §7) and become missing; what is above the ceiling is
 * clipped to it. Both are counted.
 *
 * @param ceiling highest percentage there can be: 100, or for a container's CPU 100·limit/request
 */
export function alibabaPercent(value: number, ceiling: number, { counts }: ImportReport): number {
  if (value >= 0 && value <= 100) return value;
  if (value === -1 || value === 101) {
    counts.errorCodes++;
    return Number.NaN;
  }
  if (!(value > ceiling)) return value;
  counts.clipped++;
  return ceiling;
}
