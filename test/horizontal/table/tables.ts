import type { RecordedTable } from '../../../env/horizontal/table/recorded-table.js';

/** Two loads on two numbers of pods; latencies tell cell and row apart: 1000·load + 100·pods + row. */
export function smallTable(rows = 3): RecordedTable {
  return {
    id: 'small',
    pod: {
      cpuRequestMillicores: 600,
      cpuLimitMillicores: 2500,
      memoryRequestMebibytes: 640,
      memoryLimitMebibytes: null,
    },
    windowSeconds: 10,
    loadUnit: 'users',
    cells: [5, 10].flatMap((load) =>
      [1, 2].map((pods) => ({
        load,
        pods,
        rows: Array.from({ length: rows }, (_, row) => [
          pods,
          1000 * load + 100 * pods + row,
          load * 0.9,
          0.1 + row / 3,
          0.24 * (0.1 + row / 3),
          0.67,
          0,
        ]),
      })),
    ),
  };
}
