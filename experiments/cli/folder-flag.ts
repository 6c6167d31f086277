import { InputError } from '../../env/core/input-error.js';

/** Reads what `--out` is given. @throws InputError for nothing, which no folder is called */
export function folderFromFlag(text: string): string {
  if (text.trim() === '') throw new InputError({ file: '--out', value: text }, 'the path of a folder');
  return text;
}
