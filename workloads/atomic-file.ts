import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** A file that appears under its name only when it is whole: written beside it, then renamed. */
export interface AtomicFile {
  /** Open for writing until `commit` or `discard`. */
  readonly descriptor: number;
  readonly path: string;
  /** Flushes, closes and renames to the final name, replacing what was there. */
  commit(): void;
  /** Closes and removes what was written, folders made for it included. Does nothing after `commit`. */
  discard(): void;
}

let opened = 0;

/** Opens a temporary file in the folder of `path` (made when missing). */
export function openAtomicFile(path: string): AtomicFile {
  const target = resolve(path);
  const made = mkdirSync(dirname(target), { recursive: true });
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${opened++}.tmp`);
  const descriptor = openSync(temporary, 'wx+');
  let open = true;
  return {
    descriptor,
    path,
    commit() {
      fsyncSync(descriptor);
      closeSync(descriptor);
      open = false;
      renameSync(temporary, target);
    },
    discard() {
      if (!open) return;
      open = false;
      closeSync(descriptor);
      rmSync(temporary, { force: true });
      if (made !== undefined) removeEmptyFolders(dirname(target), made);
    },
  };
}

/** Removes folders from the innermost to the outermost, up to one that somebody has put something into. */
export function removeEmptyFolders(innermost: string, outermost: string): void {
  for (let folder = innermost; folder.startsWith(outermost); folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

/** Writes a whole file so that readers see the old content or the new, never a part. */
export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  const file = openAtomicFile(path);
  try {
    writeFileSync(file.descriptor, content);
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}
