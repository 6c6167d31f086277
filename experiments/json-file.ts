import { readFileSync } from 'node:fs';
import { InputError } from '../env/core/input-error.js';

/**
 * Reads a JSON file.
 * @throws InputError when it cannot be read or is not JSON
 */
export function readJsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError({ file: path, value: (error as NodeJS.ErrnoException).code }, 'a file that can be read');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError({ file: path, value: (error as Error).message }, 'JSON');
  }
}
