import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A path inside the package's `data/` folder, whether this file runs from the sources or from `dist/`: the package is the
 * nearest folder above whose package.json is scalegym's.
 */
export function dataPath(...parts: readonly string[]): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackage(folder)) {
    const above = dirname(folder);
    if (above === folder) throw new Error('scalegym cannot find its own package.json');
    folder = above;
  }
  return join(folder, 'data', ...parts);
}

function isPackage(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === 'scalegym';
  } catch {
    return false;
  }
}
