import { readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { BenchLine } from './bench-line.js';

/**
 * Runs the benchmarks of this folder one after the other: `npm run bench`, or `npm run bench -- name …` for those whose file
 * name contains one of the names. Figures are printed, never judged.
 */
const wanted = process.argv.slice(2);
const files = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)))
  .sort();

if (files.length === 0) {
  console.error(`no benchmark's name contains ${wanted.join(' or ')}`);
  process.exit(2);
}

const [cpu] = cpus();
console.log(`machine  ${cpus().length} × ${cpu?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`);
console.log(`node     ${process.version} on ${process.platform} ${process.arch}`);
console.log(`command  npm run bench${wanted.length === 0 ? '' : ` -- ${wanted.join(' ')}`}`);

for (const file of files) {
  const { bench } = (await import(`./${file}`)) as { bench: () => Promise<BenchLine[]> };
  console.log(`\n${file.replace('.bench.ts', '')}`);
  for (const line of align(await bench())) console.log(line);
}

function align(lines: readonly BenchLine[]): string[] {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const nameWidth = widest(lines.map(({ name }) => name));
  const valueWidth = widest(lines.map(({ value }) => value));
  return lines.map(({ name, value, note }) =>
    `  ${name.padEnd(nameWidth)}  ${value.padStart(valueWidth)}${note === undefined ? '' : `  ${note}`}`.trimEnd(),
  );
}
