/** Months as they are abbreviated in English, in their order. */
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const patterns: readonly { readonly pattern: RegExp; readonly order: string }[] = [
  // 2014-02-14 14:30:00.123, 2023-11-16T18:15:46.6805900Z, 2026-03-06 11:59:30+00:00, 2024/08/26 21:51
  {
    pattern:
      /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/,
    order: 'ymdhisz',
  },
  // 04.11.2015 20:50:28
  { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?$/, order: 'dmyhis' },
  // Tue Dec 20 15:40:02 UTC 2022
  {
    pattern: /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (Z|UTC|GMT|[+-]\d{2}:?\d{2}) (\d{4})$/,
    order: 'mdhiszy',
  },
  // Tue Jul 06 2021 10:00:00 GMT+0100 (British Summer Time)
  {
    pattern:
      /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC)([+-]\d{2}:?\d{2})?(?: \(.*\))?$/,
    order: 'mdyhisz',
  },
  // 01/Jul/1995:00:00:01 -0400
  { pattern: /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{4})$/, order: 'dmyhisz' },
];

/**
 * Unix seconds of a written date and time, fractions of any length kept as far as a double can. Understands ISO 8601 and its relatives
 * with a blank or slashes, `04.11.2015 20:50:28`, what `date`, JavaScript and web servers print. Without a zone it is UTC.
 *
 * @returns NaN for any other text and for a date that does not exist
 */
export function parseClockTime(text: string): number {
  for (const { pattern, order } of patterns) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const part = (letter: string) => match[order.indexOf(letter) + 1];
    const month = monthNumber(part('m')!);
    const [year, day] = [Number(part('y')), Number(part('d'))];
    const [hour, minute] = [Number(part('h') ?? 0), Number(part('i') ?? 0)];
    const seconds = part('s') ?? '0';
    const midnight = Date.UTC(year, month - 1, day) / 1000;
    const isReal = new Date(midnight * 1000).getUTCDate() === day && month >= 1 && month <= 12;
    if (!isReal || hour > 24 || minute > 59 || Number(seconds) >= 61) return Number.NaN;
    const zone = order.includes('z') ? zoneSeconds(part('z')) : 0;
    return midnight + hour * 3600 + minute * 60 - zone + Number(seconds);
  }
  return Number.NaN;
}

function monthNumber(text: string): number {
  return /^\d/.test(text) ? Number(text) : months.indexOf(text.toLowerCase()) + 1;
}

/** Seconds a zone is ahead of UTC. */
function zoneSeconds(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}
