import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const folder = fileURLToPath(new URL('../../shared/', import.meta.url));

/** Path of a file in the reference folder beside the project, which a fresh clone does not have. */
export function sharedPath(relative: string): string {
  return folder + relative;
}

/** Whether the reference folder is beside the project. */
export const hasShared = existsSync(folder);

if (process.env['CI'] === 'true' && process.env['SCALEGYM_SHARED'] === 'required' && !hasShared)
  throw new Error('CI needs the reference folder ../shared, and it is missing');

/** A suite over the reference folder; on a fresh clone it is skipped and says so. */
export function describeShared(name: string, suite: () => void): void {
  if (hasShared) describe(name, suite);
  else describe(name, () => it.skip('needs ../shared, which is not beside this clone', () => {}));
}
