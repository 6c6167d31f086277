import { readFileSync } from 'node:fs';
import { InputError } from '../../env/core/input-error.js';

/**
 * Reads a workload configuration from a JSON file, as it stands there; `parseWorkloadConfig` checks it.
 * @throws InputError naming the file when it cannot be read or is not JSON
 */
export function readConfigFile(path: string): unknown {
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
