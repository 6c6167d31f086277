import { readFileSync } from 'node:fs';

/** The version in this package's own package.json, which stands one folder up in the sources and two in the build. */
export const scalegymVersion: string = readVersion(['../package.json', '../../package.json']);

function readVersion(candidates: readonly string[]): string {
  for (const candidate of candidates) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(candidate, import.meta.url), 'utf8'));
      if (name === 'scalegym') return version;
    } catch {}
  }
  throw new Error('scalegym cannot find its own package.json');
}
