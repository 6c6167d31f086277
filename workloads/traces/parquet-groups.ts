import { open } from 'node:fs/promises';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../../env/core/input-error.js';
import type { BytesRead } from './byte-source.js';

/** One row group of a Parquet file: its columns by name, each with one value a row (structs are objects, null is missing). */
export interface ParquetGroup {
  readonly rows: number;
  /** One-based number of its first row in the file. */
  readonly firstRow: number;
  column(name: string): ArrayLike<unknown>;
}

/** The names of a Parquet file's columns, nested ones with dots, in their order. */
export async function parquetColumns(path: string): Promise<string[]> {
  return withFile(path, undefined, async (file) => {
    const metadata = await parquetMetadataAsync(file);
    return leaves(metadata);
  });
}

function leaves(metadata: FileMetaData): string[] {
  const walk = (node: ReturnType<typeof parquetSchema>): string[] =>
    node.children.length === 0 ? [node.path.join('.')] : node.children.flatMap(walk);
  return walk(parquetSchema(metadata));
}

/**
 * Reads a Parquet file one row group at a time, only the columns that are asked for.
 *
 * @param columns top-level names; a name that ends in `?` may be missing in the file and is then all null
 * @throws InputError for a damaged file and for a column that is not there
 */
export async function scanParquet(
  path: string,
  columns: readonly string[],
  onGroup: (group: ParquetGroup) => void,
  onRead?: BytesRead,
): Promise<void> {
  await withFile(path, onRead, async (file) => {
    const metadata = await parquetMetadataAsync(file);
    const present = new Set(parquetSchema(metadata).children.map((child) => child.element.name));
    const wanted = columns.map((name) => ({ name: name.replace(/\?$/, ''), isOptional: name.endsWith('?') }));
    for (const { name, isOptional } of wanted)
      if (!isOptional && !present.has(name))
        throw new InputError({ file: path, value: [...present].join(',') }, `a column ${name}`);
    const names = wanted.map(({ name }) => name).filter((name) => present.has(name));
    const scan = await parquetScan({ file, metadata, columns: names, compressors });
    for (const { rowStart, rowEnd } of scan.ranges) {
      const rows = rowEnd - rowStart;
      const values = new Map<string, ArrayLike<unknown>>();
      for (const column of names) values.set(column, await scan.readColumn({ column, rowStart, rowEnd }));
      const nothing = new Array<unknown>(rows).fill(null);
      onGroup({ rows, firstRow: rowStart + 1, column: (name) => values.get(name) ?? nothing });
    }
  });
}

async function withFile<Result>(
  path: string,
  onRead: BytesRead | undefined,
  use: (file: AsyncBuffer) => Promise<Result>,
): Promise<Result> {
  const handle = await open(path, 'r');
  try {
    const byteLength = (await handle.stat()).size;
    return await use({
      byteLength,
      async slice(start, end = byteLength) {
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        onRead?.(bytes.length);
        return bytes.buffer;
      },
    });
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    throw new InputError({ file: path, value: error.message }, 'an undamaged, complete Parquet file');
  } finally {
    await handle.close();
  }
}
