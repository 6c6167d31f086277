import { z } from 'zod';
import { StepOrigin } from '../usage-series.js';
import { stem } from './file-name.js';
import { headText, type TraceFormat } from './format.js';
import { scanRows } from './row-scanner.js';

const options = z.strictObject({
  startTime: z.number().default(0).describe('Unix seconds of the first value'),
});

/** Request-rate curves of Autothrottle (NSDI 2024): one whole number a line, requests in each second. */
export const autothrottle: TraceFormat<z.infer<typeof options>> = {
  id: 'autothrottle',
  title: 'Autothrottle request rates',
  describe: 'One integer a line, requests a second, 1 s apart; one load series a file.',
  licence: 'MIT (microsoft/autothrottle); cite Wang et al., NSDI 2024',
  options,
  detect(head) {
    const lines = headText(head).split(/\r?\n/).slice(0, -1);
    return lines.length >= 2 && lines.every((line) => /^\d{1,9}$/.test(line)) ? 'usage' : undefined;
  },
  async *import(files, { startTime }, { report, scan }) {
    for (const { path } of files) {
      const rates: number[] = [];
      await scanRows(
        path,
        (row) => {
          report.counts.rowsRead++;
          const rate = row.number(0);
          if (!(rate >= 0)) throw row.error(0, 'requests a second, a number from 0');
          rates.push(rate);
          report.counts.rowsUsed++;
        },
        { columns: 1, names: ['requests per second'], ...scan },
      );
      const id = stem(path);
      report.count('seriesWritten');
      report.count('stepsObserved', rates.length);
      const origin = new Uint8Array(rates.length).fill(StepOrigin.observed);
      const source = { dataset: 'autothrottle', entity: id, assumptions: { stepSeconds: 1 } };
      yield {
        kind: 'load',
        series: { id, startTime, stepSeconds: 1, requestsPerSecond: Float64Array.from(rates), origin, source },
      };
    }
  },
};
