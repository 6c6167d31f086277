import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeMatch } from '../env/core/close-match.js';
import { InputError } from '../env/core/input-error.js';

const extension = '.json';

/** The names of the configurations in a folder, in alphabetical order. */
export function configNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort();
}

/**
 * The file of a configuration in a folder.
 * @param field what the name is the value of, in errors
 * @throws InputError when there is no configuration of this name, saying which there are
 */
export function configNamed(folder: string, name: string, field: string): string {
  const names = configNames(folder);
  if (!names.includes(name)) {
    const close = closeMatch(name, names);
    const hint = close === null ? '' : ` (did you mean ${close}?)`;
    throw new InputError({ field, value: name }, `one of ${names.join(', ')}${hint}`);
  }
  return join(folder, `${name}${extension}`);
}
