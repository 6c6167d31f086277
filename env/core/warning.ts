/** Where warnings go. */
export type WarnSink = (message: string) => void;

let sink: WarnSink = (message) => process.emitWarning(message, 'ScalegymWarning');

/** Says that something works but is probably not meant. */
export function warn(message: string): void {
  sink(message);
}

/** Sends warnings elsewhere from now on (by default they become Node process warnings); gives back where they went. */
export function setWarnSink(next: WarnSink): WarnSink {
  const previous = sink;
  sink = next;
  return previous;
}
