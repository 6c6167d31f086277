import { InputError } from '../../../env/core/input-error.js';
import { globMatcher } from './glob.js';

/** One file of a public dataset. */
export interface DatasetFile {
  /** Where it goes below the output folder, `/`-separated. */
  readonly path: string;
  /** Where it is, relative to the dataset's base URL. */
  readonly remote: string;
  /** Known SHA-256, lower-case hexadecimal. */
  readonly sha256?: string;
}

/** Files whose names differ in a number. */
export interface NumberedFiles {
  /** Path with `{n}` where the number stands; also the remote path unless {@link NumberedFiles.remote} is given. */
  readonly path: string;
  readonly remote?: string;
  readonly first: number;
  /** Last number; absent where the publisher does not say, then files are fetched until one is not found. */
  readonly last?: number;
  /** Digits the number is padded to with zeros. */
  readonly digits?: number;
}

/** A public dataset and where its publisher keeps it. */
export interface PublicDataset {
  readonly name: string;
  readonly title: string;
  /** The publisher's own page. */
  readonly page: string;
  /** Where {@link DatasetFile.remote} starts from, ending in `/`. */
  readonly baseUrl: string;
  readonly licence: string;
  readonly cite: string;
  /** Name of the importer that reads the files (after unpacking where a note says so); null where there is none yet. */
  readonly importAs: string | null;
  readonly files: readonly (DatasetFile | NumberedFiles)[];
  /** What is fetched when nothing is said: a small, useful beginning. A glob over paths. */
  readonly sample: string;
  /** The publisher's own checksum file (`sha256sum` layout), relative to the base URL. */
  readonly sha256Sums?: string;
  readonly notes: readonly string[];
}

/** Files beyond this number are not considered where the publisher does not say how many there are. */
const openEndedLimit = 20_000;

/** A file chosen for download. */
export interface ChosenFile extends DatasetFile {
  /** Set where nobody says how far the numbers go: then a file that is not found ends this numbering. */
  readonly numbering?: string;
}

/**
 * The dataset's files whose path matches a glob, in catalogue order.
 *
 * @throws InputError naming `--files` when nothing matches
 */
export function chooseFiles(dataset: PublicDataset, glob: string): readonly ChosenFile[] {
  const matches = globMatcher(glob);
  const chosen: ChosenFile[] = [];
  for (const entry of dataset.files)
    if (!('first' in entry)) {
      if (matches(entry.path)) chosen.push(entry);
    } else {
      const last = entry.last ?? entry.first + openEndedLimit - 1;
      for (let number = entry.first; number <= last; number++) {
        const path = numbered(entry.path, number, entry.digits);
        if (!matches(path)) continue;
        const remote = entry.remote === undefined ? path : numbered(entry.remote, number, entry.digits);
        chosen.push({ path, remote, ...(entry.last === undefined ? { numbering: entry.path } : {}) });
      }
    }
  if (chosen.length === 0)
    throw new InputError(
      { field: '--files', value: glob },
      `a glob over the files of ${dataset.name}: ${dataset.files.map(({ path }) => path).join(', ')}`,
    );
  return chosen;
}

function numbered(path: string, number: number, digits = 0): string {
  return path.replaceAll('{n}', String(number).padStart(digits, '0'));
}

/** One line a file entry, for people: the path, with the range of its number. */
export function describeFiles({ files }: PublicDataset): readonly string[] {
  return files.map((entry) => {
    if (!('first' in entry)) return entry.path;
    const { path, first, last, digits } = entry;
    const end = last === undefined ? '… (until none is found)' : `… ${numbered('{n}', last, digits)}`;
    return `${path}  {n} = ${numbered('{n}', first, digits)} ${end}`;
  });
}
