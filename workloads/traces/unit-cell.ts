/** What a number with a unit measures. */
export type Dimension = 'plain' | 'bytes' | 'cores' | 'percent' | 'rate';

/** A cell of a table as a number in the base unit of its dimension: bytes, cores, percent, requests a second, or as it
 * stands. */
export interface UnitCell {
  readonly value: number;
  readonly dimension: Dimension;
}

const units: Readonly<Record<string, readonly [number, Dimension]>> = {
  '': [1, 'plain'],
  '%': [1, 'percent'],
  percent: [1, 'percent'],
  B: [1, 'bytes'],
  bytes: [1, 'bytes'],
  kB: [1e3, 'bytes'],
  KB: [1e3, 'bytes'],
  MB: [1e6, 'bytes'],
  GB: [1e9, 'bytes'],
  TB: [1e12, 'bytes'],
  KiB: [2 ** 10, 'bytes'],
  MiB: [2 ** 20, 'bytes'],
  GiB: [2 ** 30, 'bytes'],
  TiB: [2 ** 40, 'bytes'],
  Ki: [2 ** 10, 'bytes'],
  Mi: [2 ** 20, 'bytes'],
  Gi: [2 ** 30, 'bytes'],
  Ti: [2 ** 40, 'bytes'],
  cores: [1, 'cores'],
  core: [1, 'cores'],
  CPU: [1, 'cores'],
  CPUs: [1, 'cores'],
  m: [1e-3, 'cores'],
  mCPU: [1e-3, 'cores'],
  µ: [1e-6, 'cores'],
  u: [1e-6, 'cores'],
  n: [1e-9, 'cores'],
  K: [1e3, 'plain'],
  k: [1e3, 'plain'],
  Mil: [1e6, 'plain'],
  Bil: [1e9, 'plain'],
};

/** Requests, as Grafana and people write their rates: `35 req/s`, `1.2 K req/s`, `90 req/m`, `12 rps`. */
const rateUnit = /^(K|k|M|Mil|B|Bil)?\s?(?:(?:req|requests|ops|c)\/(s|sec|m|min)|(rps|reqps|ops|cps))$/;
const multiples: Readonly<Record<string, number>> = { K: 1e3, k: 1e3, M: 1e6, Mil: 1e6, B: 1e9, Bil: 1e9 };

/** Words for nothing in a cell. */
const nothing = /^(nan|null|none|na|n\/a|undefined|-|\\n)?$/i;

/**
 * Reads a cell such as `12.3%`, `1.2 GiB`, `230 m`, `512Mi`, `1,234.5` or `0,25` (with a decimal comma).
 *
 * @param decimal the decimal mark; the other of comma and point separates thousands
 * @returns NaN for a cell that stands for nothing, undefined for one that is no number
 */
export function parseUnitCell(text: string, decimal: '.' | ',' = '.'): UnitCell | undefined {
  const trimmed = text.trim();
  if (nothing.test(trimmed)) return { value: Number.NaN, dimension: 'plain' };
  const match = /^([+-]?[\d.,]*\d[\d.,]*(?:e[+-]?\d+)?)\s*([A-Za-zµ%/ ]*)$/i.exec(trimmed);
  if (match === null) {
    const infinity = /^([+-]?)inf(inity)?$/i.exec(trimmed);
    if (infinity === null) return undefined;
    return { value: infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, dimension: 'plain' };
  }
  const unit = units[match[2]!] ?? rateOf(match[2]!);
  const value = Number(plainNumber(match[1]!, decimal));
  return unit === undefined || Number.isNaN(value) ? undefined : { value: value * unit[0], dimension: unit[1] };
}

function rateOf(text: string): readonly [number, Dimension] | undefined {
  const match = rateUnit.exec(text);
  if (match === null) return undefined;
  return [(multiples[match[1] ?? ''] ?? 1) / (match[2]?.startsWith('m') === true ? 60 : 1), 'rate'];
}

/** Without separators of thousands, which stand before groups of three digits, and with a decimal point; NaN's text where they do not. */
function plainNumber(text: string, decimal: '.' | ','): string {
  const thousands = decimal === '.' ? ',' : '.';
  if (!text.includes(thousands)) return text.replace(',', '.');
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${thousands}\\d{3})+(\\${decimal}\\d*)?$`);
  return grouped.test(text) ? text.replaceAll(thousands, '').replace(',', '.') : 'NaN';
}
