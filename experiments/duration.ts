import { InputError, type InputPlace } from '../env/core/input-error.js';

const secondsByUnit: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ms: 0.001,
    's sec secs second seconds': 1,
    'm min mins minute minutes': 60,
    'h hr hrs hour hours': 3600,
    'd day days': 86_400,
    'w week weeks': 604_800,
  }).flatMap(([names, seconds]) => names.split(' ').map((name) => [name, seconds] as const)),
);

/**
 * Reads a length of time: `90`, `30s`, `20 mins`, `1.5h`, `1h30m`, `7d`. A plain number means seconds.
 *
 * @param place named in the error
 * @returns seconds ≥ 0
 * @throws InputError for anything else
 */
export function parseDuration(text: string, place: InputPlace): number {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const part = /(\d+(?:\.\d+)?)\s*([a-z]+)\s*/y;
  let seconds = 0;
  while (part.lastIndex < trimmed.length) {
    const match = part.exec(trimmed);
    const unit = match === null ? undefined : secondsByUnit.get(match[2]!);
    if (match === null || unit === undefined) throw notDuration(text, place);
    seconds += Number(match[1]) * unit;
  }
  if (trimmed === '') throw notDuration(text, place);
  return seconds;
}

function notDuration(value: string, place: InputPlace): InputError {
  return new InputError({ ...place, value }, 'a length of time such as 90s, 30m, 1h30m or 1d');
}
