import { InputError } from '../../env/core/input-error.js';
import { borg2019Csv } from './borg-2019-csv.js';
import { borg2019Json } from './borg-2019-json.js';
import { borg2019Kaggle } from './borg-2019-kaggle.js';
import { borg2019Parquet } from './borg-2019-parquet.js';
import { expandPaths, readHead } from './byte-source.js';
import type { TraceFormat } from './format.js';
import { refusalOf } from './unusable-files.js';

/** Every format there is an importer for, the most particular ones first: detection takes the first that knows a file. */
export const traceFormats: readonly TraceFormat[] = [borg2019Csv, borg2019Json, borg2019Parquet, borg2019Kaggle];

/**
 * The format of a name.
 * @throws InputError listing the names there are
 */
export function traceFormat(id: string): TraceFormat {
  const format = traceFormats.find((candidate) => candidate.id === id);
  if (format !== undefined) return format;
  throw new InputError({ field: 'format', value: id }, `auto or one of ${traceFormats.map(({ id }) => id).join(', ')}`);
}

/**
 * The format of files, told from their content: the first whose usage files are among them.
 * @throws InputError when no format knows any of them, saying what the first one is where that is known
 */
export async function detectFormat(paths: readonly string[]): Promise<TraceFormat> {
  let refusal: InputError | undefined;
  const files = await expandPaths(paths);
  for (const path of files) {
    const head = await readHead(path);
    const format = traceFormats.find((candidate) => candidate.detect(head, path) === 'usage');
    if (format !== undefined) return format;
    refusal ??= refusalOf(head, path);
  }
  throw (
    refusal ??
    new InputError(
      { file: files[0] ?? paths.join(', ') },
      'a trace file of a known format; name it with --format if it is one',
    )
  );
}
