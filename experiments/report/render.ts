import { renderHorizontalReport } from '../horizontal/report/render.js';
import type { ReportData } from '../report-data.js';
import { renderVerticalReport } from '../vertical/report/render.js';

/**
 * Renders a comparison as one self-contained HTML page: no script is needed to read it, nothing is fetched, and the same data
 * gives the same bytes.
 *
 * Decision times are wall-clock time and so not in the data; when a `timing.js` written by the same run lies beside the page,
 * the page shows them in the summary table.
 */
export function renderReport(report: ReportData): string {
  return report.env === 'VerticalScaling-v0' ? renderVerticalReport(report) : renderHorizontalReport(report);
}
