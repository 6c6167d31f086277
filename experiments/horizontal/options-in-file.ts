import { dirname, isAbsolute, join } from 'node:path';
import type { HorizontalConfigOptions } from '../../env/horizontal/config-options.js';
import { checkConfigOptions } from '../../env/horizontal/config-schema.js';

/**
 * Options of an environment as they stand in a file, checked field by field, so that what is wrong is told of the file it stands in and not
 * of what the options are put over later. A relative path of a table starts from the file's folder.
 *
 * @throws InputError naming the file and the dotted field
 */
export function optionsInFile(options: HorizontalConfigOptions, file: string): HorizontalConfigOptions {
  const { table } = options;
  const found =
    typeof table === 'string' && !isAbsolute(table) ? { ...options, table: join(dirname(file), table) } : options;
  checkConfigOptions(found, file);
  return found;
}
