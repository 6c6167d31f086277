import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Gathers text and hands it over in large pieces. */
export interface TextOutput {
  write(text: string): void;
  /** Hands over what was gathered and waits until the reader has room for more. */
  flush(): Promise<void>;
}

/** Gathers text for a stream and writes it in large pieces. */
export function textOutput(stream: Writable): TextOutput {
  let pieces: string[] = [];
  return {
    write(text) {
      pieces.push(text);
    },
    async flush() {
      const text = pieces.join('');
      pieces = [];
      if (text !== '' && !stream.write(text)) await once(stream, 'drain');
    },
  };
}
