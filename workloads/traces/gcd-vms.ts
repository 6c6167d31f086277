import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { stem } from './file-name.js';
import { headText, importedUsage, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { scanRows } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  coresPerUnit: z.number().positive().default(32).describe('cores of the largest machine'),
  gibPerUnit: z.number().positive().default(64).describe('memory of the largest machine, GiB'),
});

const STEP = 300;
const STEPS_A_DAY = 288;
const DAY = STEP * STEPS_A_DAY;

/**
 * "GCD VMs" (traces.md §1, derived form): per job and day of Google ClusterData 2011 a file `vm_<job>_<day>` of 288 lines with 100 times
 * the sum of the tasks' normalised CPU and memory. The days of a job are one series; day 1 begins at 0 s.
 */
export const gcdVms: TraceFormat<z.infer<typeof options>> = {
  id: 'gcd-vms',
  title: 'GCD VMs: jobs of Google ClusterData 2011',
  describe:
    'Files vm_<job>_<day> of 288 lines "cpu memory"; one series a job over all its days. Absolute size is assumed.',
  licence: 'CC-BY 4.0 (Google ClusterData 2011)',
  options,
  detect: (head) =>
    /^\d+(\.\d+)?(e-?\d+)?[ \t]+\d+(\.\d+)?(e-?\d+)?\s*\n\d[\d.e-]*[ \t]+\d/i.test(headText(head))
      ? 'usage'
      : undefined,
  async *import(files, settings, { report, scan }) {
    const selection = new EntitySelection(settings);
    const channels = ['cpuMillicores', 'memoryBytes'] as const;
    const grid = new GridAccumulator({ ...settings, sampling: { kind: 'window', rest: 'unknown' }, channels }, report);
    const cpuScale = settings.coresPerUnit * 10;
    const memoryScale = (settings.gibPerUnit * 2 ** 30) / 100;
    for (const { path } of files) {
      const { job, day } = jobAndDay(path);
      const entity = selection.internText(job);
      if (entity < 0) {
        report.count('filesSkipped');
        continue;
      }
      let step = 0;
      await scanRows(
        path,
        (row) => {
          report.counts.rowsRead++;
          const start = (day - 1) * DAY + step++ * STEP;
          if (step > STEPS_A_DAY && day > 0)
            throw new InputError({ file: path, line: row.line }, `${STEPS_A_DAY} lines, the steps of one day`);
          grid.add(entity, start, start + STEP, row.number(0) * cpuScale, row.number(1) * memoryScale);
        },
        {
          separator: blankOf(files.find((file) => file.path === path)!.head),
          mergeSeparators: true,
          columns: 2,
          names: ['cpu', 'memory'],
          ...scan,
        },
      );
      if (step < STEPS_A_DAY) report.remark(`${path}: ${step} of ${STEPS_A_DAY} lines`);
    }
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        const assumptions = { coresPerUnit: settings.coresPerUnit, gibPerUnit: settings.gibPerUnit };
        return { id, source: { dataset: 'borg-2011-gcd-vms', entity: id, service: id, assumptions } };
      }),
    );
  },
};

function blankOf(head: Uint8Array): string {
  return /^\S+\t/.test(headText(head.subarray(0, 100))) ? '\t' : ' ';
}

/** `vm_1759618836_3` is day 3 of job 1759618836; any other name is a job of one day. */
function jobAndDay(path: string): { readonly job: string; readonly day: number } {
  const match = /^vm_(\d+)_(\d+)$/.exec(stem(path));
  return match === null ? { job: stem(path), day: 1 } : { job: match[1]!, day: Number(match[2]) };
}
