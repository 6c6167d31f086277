import { Command } from 'commander';
import { InputError } from '../../../env/core/input-error.js';
import { catalogue, datasetNamed } from '../../../workloads/traces/fetch/catalogue.js';
import { describeFiles, type PublicDataset } from '../../../workloads/traces/fetch/dataset.js';
import { DownloadError } from '../../../workloads/traces/fetch/download-error.js';
import { fetchDataset } from '../../../workloads/traces/fetch/fetch-dataset.js';
import { bytesText, progressLine } from '../../../workloads/traces/fetch/progress-line.js';
import { folderFromFlag } from '../folder-flag.js';
import { interruptible } from '../interrupt.js';

interface FetchFlags {
  readonly files?: string;
  readonly out?: string;
  readonly baseUrl?: string;
  readonly attempts: string;
  readonly list?: true;
}

/**
 * `scalegym workload fetch [name]`: downloads files of a public dataset; without a name, lists the datasets.
 *
 * Exit codes: 0 every file is there and verified as far as possible, 1 a download failed (what came stays in `.part` and is
 * taken up by the next call) or a checksum was wrong, 2 bad input, 130 interrupted.
 */
export function fetchCommand(): Command {
  return new Command('fetch')
    .description('Download files of a public dataset; without a name, list the datasets.')
    .argument('[name]', 'dataset, as listed')
    .option('--files <glob>', 'which files, for example "*" or "task_usage/part-0000?-*" (default: a small sample)')
    .option('--out <folder>', 'where to (default: a folder with the name of the dataset)', folderFromFlag)
    .option('--base-url <url>', 'a mirror, in place of the publisher')
    .option('--attempts <count>', 'attempts in a row without progress before giving up', '5')
    .option('--list', 'show what the dataset holds, fetch nothing')
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 download failed or checksum wrong (call again to resume), 2 bad input.

Examples:
  scalegym workload fetch
  scalegym workload fetch azure-llm-2023 --out traces/llm && scalegym workload import traces/llm
  scalegym workload fetch borg-2011 --files "task_usage/part-0000?-*"
`,
    )
    .action(async (name: string | undefined, flags: FetchFlags) => {
      if (name === undefined) process.stdout.write(listOfDatasets());
      else if (flags.list === true) process.stdout.write(describeDataset(datasetNamed(name)));
      else await fetchNamed(datasetNamed(name), flags);
    });
}

async function fetchNamed(dataset: PublicDataset, flags: FetchFlags): Promise<void> {
  const attempts = Number(flags.attempts);
  if (!Number.isInteger(attempts) || attempts < 1)
    throw new InputError({ field: '--attempts', value: flags.attempts }, 'a whole number from 1');
  const out = flags.out ?? dataset.name;
  if (flags.files === undefined)
    process.stderr.write(`fetching the sample ${dataset.sample}; --files "*" fetches all\n`);
  try {
    const files = await interruptible((signal) =>
      fetchDataset(dataset, {
        out,
        attempts,
        signal,
        ...(flags.files === undefined ? {} : { files: flags.files }),
        ...(flags.baseUrl === undefined ? {} : { baseUrl: flags.baseUrl }),
        onFile: (path) => progressLine(path, process.stderr),
      }),
    );
    for (const { path, bytes, sha256, how, verifiedBy } of files)
      process.stdout.write(`${sha256}  ${out}/${path}  ${bytesText(bytes)}, ${how}, verified by ${verifiedBy}\n`);
    process.stdout.write(`${dataset.licence}; cite ${dataset.cite}\n`);
    for (const note of dataset.notes) process.stdout.write(`${note}\n`);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    process.stderr.write(`scalegym: ${error.message}\n`);
    process.exitCode = 1;
  }
}

function listOfDatasets(): string {
  const width = Math.max(...catalogue.map(({ name }) => name.length));
  return catalogue.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join('');
}

function describeDataset(dataset: PublicDataset): string {
  const facts = [
    dataset.title,
    `page     ${dataset.page}`,
    `from     ${dataset.baseUrl}`,
    `licence  ${dataset.licence}`,
    `cite     ${dataset.cite}`,
    dataset.importAs === null
      ? 'import   no importer of its own; map the unpacked CSV with --format csv'
      : `import   scalegym workload import --format ${dataset.importAs}`,
    `sample   ${dataset.sample}`,
    'files',
    ...describeFiles(dataset).map((line) => `  ${line}`),
    ...dataset.notes,
  ];
  return `${facts.join('\n')}\n`;
}
