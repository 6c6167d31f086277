import { setWarnSink } from '../../env/core/index.js';

/** Runs something and gives back the warnings it caused. */
export function warningsOf(run: () => void): string[] {
  const heard: string[] = [];
  const before = setWarnSink((message) => heard.push(message));
  try {
    run();
  } finally {
    setWarnSink(before);
  }
  return heard;
}
