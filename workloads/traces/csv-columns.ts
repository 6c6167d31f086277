import { InputError } from '../../env/core/input-error.js';
import { parseClockTime } from './clock-time.js';
import type { CsvMappingOptions } from './csv-mapping.js';
import { parseUnitCell, type UnitCell } from './unit-cell.js';

/** Units of a column of times; `auto` tells them by their size. */
export const timeUnits = ['auto', 's', 'ms', 'us', 'ns'] as const;
/** Units of a column of CPU usage; `seconds` count up. */
export const cpuCellUnits = ['cores', 'millicores', 'percent', 'seconds'] as const;

/** Options that name a column of usage, requests or limits, in the order of the values of a {@link CsvRow}. */
export const mappedColumns = ['cpu', 'memory', 'cpuRequest', 'memoryRequest', 'cpuLimit', 'memoryLimit'] as const;
/** Options that name a column of a load, in the order of the values of a {@link CsvRow}, after {@link mappedColumns}. */
export const loadColumns = ['requestsPerSecond', 'requestCount', 'requestCounter', 'users'] as const;

/** A record by its meaning. */
export interface CsvRow {
  /** Seconds. */
  readonly time: number;
  /** Blank where one series is made of the whole file. */
  readonly entity: string;
  /** Cores (seconds of a counter) and bytes by {@link mappedColumns}, then {@link loadColumns}; NaN for a blank cell and a column that is not mapped. */
  readonly values: readonly number[];
}

/** A factor to bytes, or what a share is of. */
export interface MemoryUnit {
  readonly bytes: number;
}

/** Factor to cores; a counter's unit is seconds. */
function cpuFactor(text: string): number {
  const match = /^(cores|millicores|seconds|percent)(?::(\d+(?:\.\d+)?))?$/.exec(text);
  if (match === null || (match[2] !== undefined && match[1] !== 'percent'))
    throw new InputError({ field: 'cpuUnit', value: text }, 'cores, millicores, seconds, percent or percent:CORES');
  if (match[1] === 'percent') return Number(match[2] ?? 1) / 100;
  return match[1] === 'millicores' ? 1e-3 : 1;
}

/** @throws InputError naming `memoryUnit` */
export function parseMemoryUnit(text: string): MemoryUnit {
  const share = /^(percent|fraction):(.+)$/.exec(text);
  const total = parseUnitCell(share === null ? `1 ${text}` : share[2]!);
  if (
    total === undefined ||
    !(total.value > 0) ||
    (share === null ? total.dimension !== 'bytes' : total.dimension === 'percent')
  )
    throw new InputError(
      { field: 'memoryUnit', value: text },
      'bytes, KiB, MiB, GiB, KB, MB, GB, percent:TOTAL or fraction:TOTAL such as fraction:16GiB',
    );
  return { bytes: share?.[1] === 'percent' ? total.value / 100 : total.value };
}

/** Where the mapped columns of one file stand, and how its records are read. */
export class CsvColumns {
  private constructor(
    readonly hasHeader: boolean,
    private readonly file: string,
    private readonly names: readonly string[],
    private readonly time: number,
    private readonly entity: readonly number[],
    private readonly values: readonly (number | undefined)[],
    private readonly settings: CsvMappingOptions,
    private readonly cpuFactor: number,
    private readonly memoryUnit: MemoryUnit,
  ) {}

  /**
   * Finds the columns by the first record. It is a header when columns are named, when it is said to be, or when its time is none.
   *
   * @throws InputError for a column that is not there
   */
  static of(first: readonly string[], settings: CsvMappingOptions, memoryUnit: MemoryUnit, file: string): CsvColumns {
    const options = [
      settings.time,
      ...settings.entity,
      ...[...mappedColumns, ...loadColumns].map((name) => settings[name]),
    ];
    const isNamed = options.some((column) => typeof column === 'string' && !/^\d+$/.test(column));
    const hasTime = !isNamed && !Number.isNaN(timeOf(first[Number(settings.time) - 1] ?? '', settings.timeUnit));
    const hasHeader = settings.header === 'auto' ? isNamed || !hasTime : settings.header === 'yes';
    const names = hasHeader ? first.map((name) => name.trim()) : first.map((_, index) => `column ${index + 1}`);
    const place = (field: string, column: string | number): number => {
      const byName = hasHeader && typeof column === 'string' ? names.indexOf(column) : -1;
      const index = byName >= 0 ? byName : Number(column) - 1;
      if (Number.isInteger(index) && index >= 0 && index < first.length) return index;
      throw new InputError(
        { file, line: 1, field, value: column },
        `one of the columns ${names.join(', ')}, or its number from 1`,
      );
    };
    return new CsvColumns(
      hasHeader,
      file,
      names,
      place('time', settings.time),
      settings.entity.map((column) => place('entity', column)),
      [...mappedColumns, ...loadColumns].map((name) =>
        settings[name] === undefined ? undefined : place(name, settings[name]),
      ),
      settings,
      cpuFactor(settings.cpuUnit),
      memoryUnit,
    );
  }

  /** @throws InputError naming record, column and value */
  read(cells: readonly string[], record: number): CsvRow {
    const time = timeOf(cells[this.time] ?? '', this.settings.timeUnit);
    if (Number.isNaN(time)) throw this.error(record, this.time, cells, 'a time: a number or a date');
    const entity = this.entity.map((column) => (cells[column] ?? '').trim()).join('/');
    if (this.entity.length > 0 && entity.replaceAll('/', '') === '')
      throw this.error(record, this.entity[0]!, cells, 'a name');
    const values = this.values.map((column, index) =>
      column === undefined ? Number.NaN : this.value(cells, column, index, record),
    );
    return { time, entity, values };
  }

  private value(cells: readonly string[], column: number, index: number, record: number): number {
    const cell = parseUnitCell(cells[column] ?? '', this.settings.decimal);
    if (cell === undefined) throw this.error(record, column, cells, 'a number');
    const { value, dimension } = cell;
    const isCpu = index % 2 === 0;
    if (index >= mappedColumns.length) return this.load(cells, column, cell, record);
    if (Number.isNaN(value)) return value;
    if (dimension === 'plain') return value * (isCpu ? this.cpuFactor : this.memoryUnit.bytes);
    if (dimension === 'percent') {
      const isShare = this.settings[isCpu ? 'cpuUnit' : 'memoryUnit'].includes(':');
      if (!isCpu && !isShare)
        throw this.error(record, column, cells, 'bytes, or memoryUnit percent:TOTAL to say of how much');
      return isCpu
        ? (value / 100) * coresOf(this.settings.cpuUnit)
        : value * this.memoryUnit.bytes * (this.settings.memoryUnit.startsWith('percent') ? 1 : 0.01);
    }
    if (dimension !== (isCpu ? 'cores' : 'bytes'))
      throw this.error(record, column, cells, isCpu ? 'an amount of CPU' : 'an amount of memory');
    return value;
  }

  /** A count or a rate; only a rate may be written with its unit. */
  private load(cells: readonly string[], column: number, { value, dimension }: UnitCell, record: number): number {
    const isRate = column === this.values[mappedColumns.length];
    if (dimension === 'plain' || (isRate && dimension === 'rate')) return value;
    throw this.error(record, column, cells, isRate ? 'requests a second' : 'a number without a unit');
  }

  private error(record: number, column: number, cells: readonly string[], expected: string): InputError {
    const place = { file: this.file, line: record, field: this.names[column] ?? `column ${column + 1}` };
    return new InputError({ ...place, value: cells[column] ?? '' }, expected);
  }
}

/** The cores 100 % stand for. */
function coresOf(cpuUnit: string): number {
  return Number(cpuUnit.split(':')[1] ?? 1);
}

const factors: Readonly<Record<(typeof timeUnits)[number], number>> = {
  auto: Number.NaN,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
};

/** Seconds of a numeric or written time; NaN when it is neither. Numbers without a unit go by magnitude, from the year 1973 in ms on. */
export function timeOf(text: string, unit: (typeof timeUnits)[number]): number {
  const trimmed = text.trim();
  if (!/^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(trimmed)) return parseClockTime(trimmed);
  const number = Number(trimmed);
  if (unit !== 'auto') return number * factors[unit];
  const size = Math.abs(number);
  return number / (size < 1e11 ? 1 : size < 1e14 ? 1e3 : size < 1e17 ? 1e6 : 1e9);
}
