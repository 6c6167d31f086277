import { z } from 'zod';
import { folderName, stem } from './file-name.js';
import { headText, importedUsage, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { scanRows } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  cores: z.number().positive().default(1).describe('cores that 100 % stands for'),
});

const STEP = 300;
/** Lines of a published file: one day. */
const LINES = 288;

/** PlanetLab / CoMon (traces.md §10): one file a VM and day, one CPU percentage a line, every 5 minutes. */
export const planetlab: TraceFormat<z.infer<typeof options>> = {
  id: 'planetlab',
  title: 'PlanetLab / CoMon VM CPU (CloudSim)',
  describe:
    'One integer CPU percentage a line, 288 lines a file; one series a file, CPU only. A folder named for its day (20110303) gives the date.',
  licence: 'free for research (CoMon, PlanetLab; Beloglazov and Buyya, CCPE 2012)',
  options,
  detect(head) {
    const lines = headText(head).trim().split(/\r?\n/);
    return lines.length === LINES && lines.every((line) => /^(100|\d{1,2})$/.test(line.trim())) ? 'usage' : undefined;
  },
  async *import(files, settings, { report, scan }) {
    const selection = new EntitySelection(settings);
    const grid = new GridAccumulator(
      { ...settings, sampling: { kind: 'window', rest: 'unknown' }, channels: ['cpuMillicores'] },
      report,
    );
    for (const { path } of files) {
      const entity = selection.internText(stem(path));
      if (entity < 0) {
        report.count('filesSkipped');
        continue;
      }
      let time = dayOf(path);
      await scanRows(
        path,
        (row) => {
          report.counts.rowsRead++;
          const percent = row.number(0);
          if (percent > 100) throw row.error(0, 'a percentage from 0 to 100');
          grid.add(entity, time, time + STEP, percent * settings.cores * 10);
          time += STEP;
        },
        { columns: 1, names: ['CPU %'], ...scan },
      );
    }
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        return {
          id,
          source: {
            dataset: 'planetlab',
            entity: id,
            assumptions: { cores: settings.cores, memoryUsage: 'not in this trace' },
          },
        };
      }),
    );
  },
};

/** Unix seconds of the day a folder is named for; 0 without one. */
function dayOf(path: string): number {
  const match = /(?:^|\D)(\d{4})(\d{2})(\d{2})(?:$|\D)/.exec(folderName(path));
  return match === null ? 0 : Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 1000;
}
