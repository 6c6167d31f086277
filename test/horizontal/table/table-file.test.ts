import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecordedTable, validateRecordedTable, writeRecordedTable } from '../../../env/horizontal/table/index.js';
import { smallTable } from './tables.js';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'scalegym-table-'));
});

afterAll(() => rmSync(root, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
}

const pod = { cpuRequestMillicores: 500, cpuLimitMillicores: 1000, memoryRequestMebibytes: 200 };
const head = `# ${JSON.stringify({ id: 'h', pod, windowSeconds: 10, loadUnit: 'users' })}`;
const columns = 'load,pods,p95_latency_ms,requests_per_second,cpu_to_request';

describe('table files', () => {
  it.each(['table.csv', 'table.json'])('%s is read back exactly', (name) => {
    const path = join(root, name);
    writeRecordedTable(path, smallTable());
    expect(readRecordedTable(path)).toEqual(smallTable());
  });

  it('takes cells in any order and keeps the order of rows within each', () => {
    const path = file('order.csv', `${head}\n${columns}\n2,1,20,1,.1\n1,1,11,1,.1\n2,1,21,1,.1\n1,1,10,1,.1\n`);
    const { cells } = readRecordedTable(path);
    expect(cells.map(({ load, rows }) => [load, ...rows.map((row) => row[1])])).toEqual([
      [1, 11, 10],
      [2, 20, 21],
    ]);
  });

  it('fills in what the columns leave out, from amounts and totals', () => {
    const path = file(
      'fill.csv',
      `${head}\r\nload,pods,p95_latency_ms,requests_per_second,cpu_millicores_total,memory_mebibytes\r\n5,2,100,4,500,50\r\n`,
    );
    expect(readRecordedTable(path).cells[0]!.rows).toEqual([[2, 100, 4, 0.5, 0.25, 0.25, 0]]);
    const memoryless = file('memoryless.csv', `${head}\n${columns}\n5,2,100,4,.5\n`);
    expect(readRecordedTable(memoryless).cells[0]!.rows).toEqual([[2, 100, 4, 0.5, 0.25, 0, 0]]);
  });

  it('reads columns of other names and measured loads by a head beside the file', () => {
    const path = file(
      'redis.csv',
      'date,redis_num_pods,redis_cpu_usage,redis_traffic_in,latency\n2024-01-01,1,100,149,80\n2024-01-02,1,120,51,90\n',
    );
    const names = {
      load: 'redis_traffic_in',
      pods: 'redis_num_pods',
      p95_latency_ms: 'latency',
      cpu_millicores_total: 'redis_cpu_usage',
    };
    const beside = {
      id: 'redis',
      pod,
      windowSeconds: 15,
      loadUnit: 'requestsPerSecond',
      loadStep: 100,
      columns: names,
    };
    writeFileSync(`${path}.json`, JSON.stringify(beside));
    expect(readRecordedTable(path).cells).toEqual([
      {
        load: 100,
        pods: 1,
        rows: [
          [1, 80, 100, 0.2, 0.1, 0, 0],
          [1, 90, 100, 0.24, 0.12, 0, 0],
        ],
      },
    ]);
  });

  it.each([
    ['no head', `${columns}\n5,1,1,1,1\n`, /bad\.csv:1: expected # and a JSON object/],
    ['a head that is no JSON', `# {id\n${columns}\n5,1,1,1,1\n`, /bad\.csv:1: .*expected # and a JSON object/],
    ['a head that lacks a field', `# {"id":"x"}\n${columns}\n5,1,1,1,1\n`, /bad\.csv:1: field "pod": expected/],
    ['an unknown column', `${head}\n${columns},colour\n5,1,1,1,1,1\n`, /bad\.csv:2: field "colour": expected/],
    ['a column twice', `${head}\n${columns},load\n5,1,1,1,1,1\n`, /bad\.csv:2: field "load": expected/],
    ['a column that is needed', `${head}\nload,pods,p95_latency_ms,cpu_to_request\n5,1,1,1\n`, /"requests_per_second"/],
    [
      'text for a number',
      `${head}\n${columns}\n5,1,9,9,.5\n5,1,slow,1,1\n`,
      /bad\.csv:4: field "p95_latency_ms" got "slow"/,
    ],
    ['an empty cell', `${head}\n${columns}\n5,1,,1,1\n`, /bad\.csv:3: field "p95_latency_ms" got ""/],
    ['half a pod', `${head}\n${columns}\n5,.5,1,1,1\n`, /bad\.csv:3: field "pods" got "\.5": expected a whole number/],
    ['a short row', `${head}\n${columns}\n5,1,1\n`, /bad\.csv:3: got 3: expected 5 cells/],
    ['no row', `${head}\n${columns}\n`, /bad\.csv: expected at least one row/],
    ['holes', `${head}\n${columns}\n5,1,1,1,1\n10,2,1,1,1\n`, /missing: load 5 on 2 pods; load 10 on 1 pod$/],
  ])('refuses %s', (_, text, message) => {
    expect(() => readRecordedTable(file('bad.csv', text))).toThrow(message);
  });

  it.each([
    [
      'another format',
      { ...smallTable(), format: 'scalegym-table/9' },
      /bad\.json: field "format" got "scalegym-table\/9"/,
    ],
    ['no format', smallTable(), /field "format"/],
    ['a short context', withRow([1, 2]), /field "cells\.0\.rows\.0"/],
    ['a cell twice', { ...withFormat(), cells: [...smallTable().cells, smallTable().cells[0]] }, /"load 5 on 1 pod"/],
  ])('refuses JSON with %s', (_, json, message) => {
    expect(() => readRecordedTable(file('bad.json', JSON.stringify(json)))).toThrow(message);
  });

  it('counts the missing cells it does not name', () => {
    const { cells, ...rest } = smallTable();
    const sparse = [1, 2, 3, 4].map((i) => ({ ...cells[0]!, load: i, pods: i }));
    expect(() => validateRecordedTable({ ...rest, cells: sparse })).toThrow(/and 7 more$/);
  });

  it('writes nothing for a table that is not valid', () => {
    expect(() => writeRecordedTable(join(root, 'never.csv'), { ...smallTable(), cells: [] })).toThrow(/"cells"/);
    expect(readdirSync(root)).not.toContain('never.csv');
  });
});

function withFormat() {
  return { ...smallTable(), format: 'scalegym-table/1' };
}

function withRow(row: readonly number[]) {
  const [first, ...others] = smallTable().cells;
  return { ...withFormat(), cells: [{ ...first!, rows: [row] }, ...others] };
}
