import { stem } from './file-name.js';
import { firstLine, type ImportRun, type TraceFile } from './format.js';
import { columnOf, scanTable } from './row-scanner.js';

/** Mean weighted by count. */
interface Mean {
  sum: number;
  weight: number;
}

/**
 * Durations a function and memory an app of Azure Functions 2019, by day; on a day without a row (memory stops at day 12) the mean over
 * the days there are, weighted by the calls or samples behind them.
 */
export class FunctionTables {
  private readonly durations = new Map<string, Mean>();
  private readonly memories = new Map<string, Mean>();

  /** Reads both kinds of table, in any order of columns. */
  static async read(files: readonly TraceFile[], { report, scan }: ImportRun): Promise<FunctionTables> {
    const tables = new FunctionTables();
    for (const { path, head } of files) {
      const isDuration = /percentile_Average/.test(firstLine(head));
      await scanTable(
        path,
        (header) => {
          const app = columnOf(header, path, 'HashApp');
          const func = isDuration ? columnOf(header, path, 'HashFunction') : -1;
          const weight = columnOf(header, path, isDuration ? 'Count' : 'SampleCount');
          const value = columnOf(header, path, isDuration ? 'Average' : 'AverageAllocatedMb');
          return (row) => {
            report.counts.sideRows++;
            const means = isDuration ? tables.durations : tables.memories;
            const name = isDuration ? `${row.text(app)}/${row.text(func)}` : row.text(app);
            const mean = row.number(value);
            if (!(mean >= 0)) throw row.error(value, 'a number from 0');
            for (const key of [`${dayOf(path)}|${name}`, name]) add(means, key, mean, Math.max(1, row.number(weight)));
          };
        },
        scan,
      );
    }
    return tables;
  }

  get hasDurations(): boolean {
    return this.durations.size > 0;
  }

  /** Mean duration, milliseconds; NaN when the function is not in the table. */
  duration(app: string, func: string, day: number): number {
    return meanOf(this.durations, `${app}/${func}`, day);
  }

  /** Mean memory, MB; NaN when the app is not in the table. */
  memory(app: string, day: number): number {
    return meanOf(this.memories, app, day);
  }
}

function add(means: Map<string, Mean>, key: string, value: number, weight: number): void {
  const mean = means.get(key);
  if (mean === undefined) means.set(key, { sum: value * weight, weight });
  else {
    mean.sum += value * weight;
    mean.weight += weight;
  }
}

function meanOf(means: ReadonlyMap<string, Mean>, name: string, day: number): number {
  const mean = means.get(`${day}|${name}`) ?? means.get(name);
  return mean === undefined ? Number.NaN : mean.sum / mean.weight;
}

/** The day in a file's name (`….anon.d03.csv`), 1 without one. */
export function dayOf(path: string): number {
  const match = /[._]d(\d{2})$/.exec(stem(path));
  return match === null ? 1 : Number(match[1]);
}
