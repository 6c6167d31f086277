import { ContextIndex, contextLength } from '../view.js';
import type { RecordedTable } from './recorded-table.js';

/** Columns of the CSV form that hold the context as it is, in its order. */
export const contextColumns = [
  'containers',
  'p95_latency_ms',
  'requests_per_second',
  'cpu_to_request',
  'cpu_to_limit',
  'memory_to_request',
  'memory_to_limit',
] as const;

/** Columns a context can be computed from where it was recorded in amounts: means a pod, or totals of all pods. */
export const amountColumns = [
  'cpu_millicores',
  'cpu_millicores_total',
  'memory_mebibytes',
  'memory_mebibytes_total',
] as const;

/** Every column there is. */
export const tableColumns = ['load', 'pods', ...contextColumns, ...amountColumns] as const;

/** Names a column. */
export type TableColumn = (typeof tableColumns)[number];

/** One number of a context from a row; `undefined` where the column is not in the file. */
type Cells = Readonly<Partial<Record<TableColumn, number>>>;

interface Filling {
  /** Columns of which one is needed, in plain words; null where the fill needs none. */
  readonly needs: (table: Head) => readonly TableColumn[] | null;
  readonly fill: (cells: Cells, table: Head) => number;
}

type Head = Pick<RecordedTable, 'pod' | 'loadUnit'>;

const cpuColumns = ['cpu_to_request', 'cpu_to_limit', 'cpu_millicores', 'cpu_millicores_total'] as const;

/** How each number of the context comes about, by its place in it. */
const fillings: Readonly<Record<number, Filling>> = {
  [ContextIndex.containers]: { needs: () => null, fill: ({ containers, pods }) => containers ?? pods! },
  [ContextIndex.p95LatencyMs]: { needs: () => ['p95_latency_ms'], fill: ({ p95_latency_ms }) => p95_latency_ms! },
  [ContextIndex.requestsPerSecond]: {
    needs: ({ loadUnit }) => (loadUnit === 'users' ? ['requests_per_second'] : null),
    fill: ({ requests_per_second, load }) => requests_per_second ?? load!,
  },
  [ContextIndex.cpuToRequest]: {
    needs: () => cpuColumns,
    fill: (cells, table) => cells.cpu_to_request ?? cpuMillicores(cells, table) / table.pod.cpuRequestMillicores,
  },
  [ContextIndex.cpuToLimit]: {
    needs: () => cpuColumns,
    fill: (cells, table) => cells.cpu_to_limit ?? share(cpuMillicores(cells, table), table.pod.cpuLimitMillicores),
  },
  [ContextIndex.memoryToRequest]: {
    needs: () => null,
    fill: (cells, table) => cells.memory_to_request ?? memoryMebibytes(cells, table) / table.pod.memoryRequestMebibytes,
  },
  [ContextIndex.memoryToLimit]: {
    needs: () => null,
    fill: (cells, table) =>
      cells.memory_to_limit ?? share(memoryMebibytes(cells, table), table.pod.memoryLimitMebibytes),
  },
};

/** Columns of which the file lacks every one although a number of the context needs one; null when all is there. */
export function lackingColumns(present: ReadonlySet<TableColumn>, table: Head): readonly TableColumn[] | null {
  for (const column of ['load', 'pods'] as const) if (!present.has(column)) return [column];
  for (let place = 0; place < contextLength; place++) {
    const needed = fillings[place]!.needs(table);
    if (needed !== null && !needed.some((column) => present.has(column))) return needed;
  }
  return null;
}

/** The context of a row, with what its columns leave out filled in as docs/recorded-tables.md says. */
export function contextOf(cells: Cells, table: Head): number[] {
  return Array.from({ length: contextLength }, (_, place) => fillings[place]!.fill(cells, table));
}

function cpuMillicores(cells: Cells, { pod }: Head): number {
  if (cells.cpu_millicores !== undefined) return cells.cpu_millicores;
  if (cells.cpu_millicores_total !== undefined) return cells.cpu_millicores_total / cells.pods!;
  if (cells.cpu_to_request !== undefined) return cells.cpu_to_request * pod.cpuRequestMillicores;
  return (cells.cpu_to_limit ?? 0) * (pod.cpuLimitMillicores ?? 0);
}

/** 0 where memory was not recorded. */
function memoryMebibytes(cells: Cells, { pod }: Head): number {
  if (cells.memory_mebibytes !== undefined) return cells.memory_mebibytes;
  if (cells.memory_mebibytes_total !== undefined) return cells.memory_mebibytes_total / cells.pods!;
  if (cells.memory_to_request !== undefined) return cells.memory_to_request * pod.memoryRequestMebibytes;
  return (cells.memory_to_limit ?? 0) * (pod.memoryLimitMebibytes ?? 0);
}

/** Usage over a limit; 0 without one. */
function share(usage: number, limit: number | null): number {
  return limit === null ? 0 : usage / limit;
}
