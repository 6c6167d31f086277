import { mkdirSync, readFileSync } from 'node:fs';
import { InputError } from '../env/core/input-error.js';

/** Makes a folder that is not there. @throws InputError where it cannot be made */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new InputError({ file: path, value: (error as NodeJS.ErrnoException).code }, 'a folder that can be written');
  }
}

/** Id of the plan a `plan.json` holds; `unreadable` where it holds none. */
export function storedPlanId(path: string): string {
  try {
    return String((JSON.parse(readFileSync(path, 'utf8')) as { readonly id?: unknown }).id);
  } catch {
    return 'unreadable';
  }
}
