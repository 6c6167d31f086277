import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { asciiText } from './ascii-number.js';
import { openBytes } from './byte-source.js';
import { parseClockTime } from './clock-time.js';
import { stem } from './file-name.js';
import { headText, type ImportRun, type TraceFormat } from './format.js';
import { RequestCounts } from './request-counts.js';

const options = z.strictObject({
  stepSeconds: z.number().positive().default(1).describe('step of the series, seconds'),
  startTime: z
    .number()
    .default(804_571_200)
    .describe(
      'Unix seconds of the first count, for files of counts without stamps (default: 1 July 1995, 00:00 −0400)',
    ),
});

type Options = z.infer<typeof options>;

/** Longest line of a log that is believed. */
const MAX_LINE = 1 << 20;

/**
 * Requests of a web server: a log in the Common Log Format (NASA-HTTP, ClarkNet and every server since), one line a request; or the
 * derived form of one blank-separated count a second (traces.md §10).
 */
export const nasaHttp: TraceFormat<Options> = {
  id: 'nasa-http',
  title: 'Web server log (Common Log Format), or its requests per second',
  describe: 'NASA_access_log_Jul95 and other access logs, or blank-separated counts; one load series a file.',
  licence: 'freely redistributable (Internet Traffic Archive); cite Arlitt and Williamson, SIGMETRICS 1996',
  options,
  detect(head) {
    const text = headText(head);
    return isLog(text) || /^\d+( \d+){20}/.test(text) ? 'usage' : undefined;
  },
  async *import(files, settings, run) {
    for (const { path, head } of files) {
      const counts = new RequestCounts(settings.stepSeconds, run.report);
      if (isLog(headText(head))) await readLog(path, counts, run);
      else await readCounts(path, counts, settings, run);
      const id = stem(path);
      const assumptions = isLog(headText(head)) ? {} : { startTime: settings.startTime };
      yield* counts.series(() => ({ id, source: { dataset: 'nasa-http', entity: id, assumptions } }));
    }
  },
};

function isLog(text: string): boolean {
  return /^\S+ \S+ .*\[\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\]/.test(text);
}

/** Counts the lines of a log by the time in their brackets. Stamps repeat, so a stamp is only parsed when it is new. */
async function readLog(path: string, counts: RequestCounts, { report, scan }: ImportRun): Promise<void> {
  let [stamp, seconds] = ['', Number.NaN];
  await forLines(path, scan.onRead, (text, line) => {
    report.counts.rowsRead++;
    const open = text.indexOf('[');
    const written = text.slice(open + 1, text.indexOf(']', open));
    if (written !== stamp) [stamp, seconds] = [written, parseClockTime(written)];
    if (open >= 0 && !Number.isNaN(seconds)) {
      counts.add('requests', seconds);
      report.counts.rowsUsed++;
      return;
    }
    const error = new InputError(
      { file: path, line, field: 'time', value: text },
      'a log line with [01/Jul/1995:00:00:01 -0400] in it',
    );
    if (scan.refuse === undefined) throw error;
    scan.refuse(error);
  });
}

async function forLines(
  path: string,
  onRead: (count: number) => void,
  onLine: (text: string, line: number) => void,
): Promise<void> {
  let rest = '';
  let line = 0;
  for await (const chunk of openBytes(path, onRead)) {
    const lines = (rest + asciiText(chunk, 0, chunk.length)).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE)
      throw new InputError({ file: path, line: line + 1 }, `a line shorter than ${MAX_LINE} bytes`);
    for (const text of lines) {
      line++;
      if (text.trim() !== '') onLine(text, line);
    }
  }
  if (rest.trim() !== '') onLine(rest, line + 1);
}

/** Reads blank-separated whole numbers, however many stand on a line. */
async function readCounts(
  path: string,
  counts: RequestCounts,
  { startTime }: Options,
  { report, scan }: ImportRun,
): Promise<void> {
  let value = -1;
  let offset = 0;
  let second = 0;
  const take = () => {
    if (value < 0) return;
    counts.add('requests', startTime + second++, value);
    report.counts.rowsUsed++;
    report.counts.rowsRead++;
    value = -1;
  };
  for await (const chunk of openBytes(path, scan.onRead)) {
    for (const byte of chunk) {
      if (byte >= 0x30 && byte <= 0x39) value = Math.max(0, value) * 10 + byte - 0x30;
      else if (byte <= 0x20) take();
      else
        throw new InputError(
          { file: path, field: `byte ${offset}`, value: String.fromCharCode(byte) },
          'blank-separated whole numbers',
        );
      offset++;
    }
  }
  take();
}
