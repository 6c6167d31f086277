import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../env/core/input-error.js';
import { checksumFile, parseChecksums, readChecksums, sha256OfFile, writeChecksums } from './checksums.js';
import { type ChosenFile, chooseFiles, type PublicDataset } from './dataset.js';
import { type DownloadOptions, type DownloadProgress, downloadFile } from './download.js';
import { DownloadError } from './download-error.js';

/** How a dataset is fetched. */
export interface FetchOptions extends Pick<DownloadOptions, 'attempts' | 'pauseSeconds' | 'stallSeconds' | 'signal'> {
  /** Folder the files go to; made when missing. */
  readonly out: string;
  /** Glob over the dataset's paths. Default: the dataset's sample. */
  readonly files?: string;
  /** A mirror with the publisher's layout below it, in place of the publisher's own address. */
  readonly baseUrl?: string;
  /** Called for every file before it is fetched; what it returns is told about the bytes. */
  readonly onFile?: (path: string) => DownloadProgress | undefined;
}

/** One file that is now in the output folder. */
export interface FetchedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** `present`: it was there already and is intact. */
  readonly how: 'fetched' | 'resumed' | 'present';
  /** What vouches for the bytes; `nothing` where neither we nor the publisher has a checksum and it was not fetched before. */
  readonly verifiedBy: 'catalogue' | 'publisher' | 'earlier fetch' | 'nothing';
}

/**
 * Fetches files of a public dataset, one after the other, and records their SHA-256 in `SHA256SUMS` beside them.
 *
 * A file that is there already is hashed instead of fetched. Stops at the first file that cannot be had; what was fetched
 * before stays, is recorded, and the unfinished part is taken up by the next call.
 *
 * @throws DownloadError when a file cannot be had or has the wrong checksum
 * @throws InputError when the glob matches nothing, or a file already there differs from its recorded checksum
 */
export async function fetchDataset(dataset: PublicDataset, options: FetchOptions): Promise<readonly FetchedFile[]> {
  const chosen = chooseFiles(dataset, options.files ?? dataset.sample);
  const base = baseAddress(options.baseUrl ?? dataset.baseUrl);
  const sumsPath = join(options.out, checksumFile);
  const recorded = await readChecksums(sumsPath);
  const published = await publishedChecksums(dataset, base, options);
  const done: FetchedFile[] = [];
  const ended = new Set<string>();
  for (const file of chosen) {
    if (file.numbering !== undefined && ended.has(file.numbering)) continue;
    const expected = expectedChecksum(file, published, recorded);
    try {
      const fetched = await fetchFile(file, new URL(encodeURI(file.remote), base).href, expected, options);
      done.push(fetched);
      recorded.set(file.path, fetched.sha256);
      await writeChecksums(sumsPath, recorded);
    } catch (error) {
      const isEnd = error instanceof DownloadError && error.status === 404 && file.numbering !== undefined;
      if (!isEnd || done.length === 0) throw error;
      ended.add(file.numbering as string);
    }
  }
  return done;
}

type Expected = { readonly sha256: string; readonly by: FetchedFile['verifiedBy'] } | undefined;

function expectedChecksum(
  { path, remote, sha256 }: ChosenFile,
  published: ReadonlyMap<string, string>,
  recorded: ReadonlyMap<string, string>,
): Expected {
  if (sha256 !== undefined) return { sha256, by: 'catalogue' };
  const fromPublisher = published.get(remote);
  if (fromPublisher !== undefined) return { sha256: fromPublisher, by: 'publisher' };
  const earlier = recorded.get(path);
  return earlier === undefined ? undefined : { sha256: earlier, by: 'earlier fetch' };
}

async function fetchFile(
  file: ChosenFile,
  url: string,
  expected: Expected,
  options: FetchOptions,
): Promise<FetchedFile> {
  const target = join(options.out, ...file.path.split('/'));
  const verifiedBy = expected?.by ?? 'nothing';
  const bytesThere = await stat(target).then(
    ({ size }) => size,
    () => undefined,
  );
  if (bytesThere !== undefined) {
    const sha256 = await sha256OfFile(target);
    if (expected !== undefined && expected.sha256 !== sha256)
      throw new InputError(
        { file: target, field: 'SHA-256', value: sha256 },
        `${expected.sha256} (${expected.by}); remove the file to fetch it again`,
      );
    return { path: file.path, bytes: bytesThere, sha256, how: 'present', verifiedBy };
  }
  const { attempts, pauseSeconds, stallSeconds, signal } = options;
  const onProgress = options.onFile?.(file.path);
  const { bytes, sha256, resumedFrom } = await downloadFile(url, target, {
    ...(expected === undefined ? {} : { sha256: expected.sha256 }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(pauseSeconds === undefined ? {} : { pauseSeconds }),
    ...(stallSeconds === undefined ? {} : { stallSeconds }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return { path: file.path, bytes, sha256, how: resumedFrom > 0 ? 'resumed' : 'fetched', verifiedBy };
}

/** The publisher's checksums by remote path; none when there is no such file (a mirror may lack it). */
async function publishedChecksums(
  { sha256Sums }: PublicDataset,
  base: URL,
  { out, attempts, pauseSeconds, signal }: FetchOptions,
): Promise<ReadonlyMap<string, string>> {
  if (sha256Sums === undefined) return new Map();
  const target = join(out, sha256Sums);
  try {
    await downloadFile(new URL(sha256Sums, base).href, target, {
      ...(attempts === undefined ? {} : { attempts }),
      ...(pauseSeconds === undefined ? {} : { pauseSeconds }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof DownloadError && error.status === 404) return new Map();
    throw error;
  }
  return parseChecksums(await readFile(target, 'utf8'), target);
}

function baseAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text.endsWith('/') ? text : `${text}/`) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InputError({ field: '--base-url', value: text }, 'an http or https address');
  return url;
}
