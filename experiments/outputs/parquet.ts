import { parquetWriteBuffer } from 'hyparquet-writer';
import type { TrialColumns } from './trial-columns.js';

const parquetTypes = { text: 'STRING', integer: 'INT32', number: 'DOUBLE' } as const;

/** `results.parquet`: the columns of `results.csv`, typed; values that do not exist are null. */
export function trialsParquet(columns: TrialColumns): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, kind, values }) => ({
      name,
      data: values as unknown[],
      type: parquetTypes[kind],
      nullable: kind === 'number',
    })),
  });
  return new Uint8Array(buffer);
}
