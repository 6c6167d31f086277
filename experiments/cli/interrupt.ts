/** Ctrl-C: the work stopped where it was, nothing is broken. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Runs work that can be stopped by SIGINT or SIGTERM. The first signal aborts it in order; a second one ends the process.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Interrupted('interrupted'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
