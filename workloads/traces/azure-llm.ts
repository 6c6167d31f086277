import { z } from 'zod';
import { parseClockTime } from './clock-time.js';
import { stem } from './file-name.js';
import { firstLine, type TraceFormat } from './format.js';
import { RequestCounts } from './request-counts.js';
import { columnOf, scanTable } from './row-scanner.js';

const options = z.strictObject({
  stepSeconds: z.number().positive().default(1).describe('step of the series, seconds'),
  from: z.number().optional().describe('begin here, Unix seconds'),
  to: z.number().optional().describe('end before this, Unix seconds'),
});

/**
 * Azure LLM and LMM inference traces 2023–2025 (traces.md §5): one row a request, `TIMESTAMP,[NumImages,]ContextTokens,GeneratedTokens`,
 * wall clock without a zone (read as UTC). They hold arrivals only; tokens are counted in the remarks.
 */
export const azureLlm: TraceFormat<z.infer<typeof options>> = {
  id: 'azure-llm',
  title: 'Azure LLM inference traces',
  describe:
    'CSV TIMESTAMP,ContextTokens,GeneratedTokens; one load series a file, requests a second. No CPU or memory inside.',
  licence: 'CC-BY 4.0; cite Patel et al., ISCA 2024 (2023) or Stojkovic et al., HPCA 2025 (2024)',
  options,
  detect: (head) =>
    /^TIMESTAMP,(NumImages,)?ContextTokens,GeneratedTokens$/.test(firstLine(head)) ? 'usage' : undefined,
  async *import(
    files,
    { stepSeconds, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY },
    { report, scan },
  ) {
    for (const { path } of files) {
      const counts = new RequestCounts(stepSeconds, report);
      let [context, generated] = [0, 0];
      await scanTable(
        path,
        (header) => {
          const [time, input, output] = ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'].map((name) =>
            columnOf(header, path, name),
          ) as [number, number, number];
          return (row) => {
            report.counts.rowsRead++;
            const arrived = parseClockTime(row.text(time));
            if (Number.isNaN(arrived)) throw row.error(time, 'a date and time');
            if (arrived < from || arrived >= to) {
              report.counts.rowsOutsideRange++;
              return;
            }
            context += row.number(input);
            generated += row.number(output);
            counts.add('requests', arrived);
            report.counts.rowsUsed++;
          };
        },
        scan,
      );
      report.remark(`${path}: ${context} context and ${generated} generated tokens`);
      const id = stem(path);
      yield* counts.series(() => ({
        id,
        source: { dataset: 'azure-llm', entity: id, assumptions: { timeZone: 'UTC' } },
      }));
    }
  },
};
