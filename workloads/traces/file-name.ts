import { basename, dirname } from 'node:path';

/** A file's name without folder, `.gz` and the ending of its type. */
export function stem(path: string): string {
  return basename(path)
    .replace(/\.gz$/, '')
    .replace(/\.(csv|json|txt|tsv|parquet)$/, '');
}

/** The name of the folder a file lies in; blank when the path has none. */
export function folderName(path: string): string {
  const folder = basename(dirname(path));
  return folder === '.' ? '' : folder;
}
