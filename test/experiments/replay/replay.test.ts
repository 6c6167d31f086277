import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubernetesRecommender } from '../../../agents/vertical/kubernetes/index.js';
import { InputError } from '../../../env/core/input-error.js';
import { unpacked } from '../../../experiments/replay/input-bytes.js';
import { type ReplayOptions, replay } from '../../../experiments/replay/replay.js';
import { writeSeries } from '../../../workloads/series-writer.js';
import type { UsageSeries } from '../../../workloads/usage-series.js';
import { describeShared, sharedPath } from '../../shared.js';

const noRequests = { cpuMillicores: Number.NaN, memoryBytes: Number.NaN };
const start = Date.UTC(2026, 0, 1) / 1000;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function replayed(path: string, options: Partial<ReplayOptions> = {}): Promise<string> {
  let text = '';
  const output = {
    write(piece: string) {
      text += piece;
    },
    flush: async () => {},
  };
  await replay(
    path,
    { recommender: () => kubernetesRecommender(), every: 1, requests: noRequests, ...options },
    output,
  );
  return text;
}

describeShared('events in, reference lines out', () => {
  it('byte for byte, from gzip and from plain text', async () => {
    const expected = readFileSync(sharedPath('golden/vpa/memory-leak-oom.expected.jsonl'), 'utf8');
    expect(await replayed(sharedPath('golden/vpa/memory-leak-oom.events.csv.gz'), { every: 60 })).toBe(expected);
    const hours = readFileSync(sharedPath('golden/vpa/first-hours.expected.jsonl'), 'utf8');
    expect(await replayed(sharedPath('golden/vpa/first-hours.events.csv.gz'))).toBe(hours);
  });
});

describe('events', () => {
  const line = `{"t":${start},"lower":[25,262144000],"target":[1168,1238659775],"upper":[100000000000000,100000000000000]}\n`;

  it('give a line after every k-th sample, whatever the line ends and blank lines', async () => {
    const path = file('plain.csv', `S,${start},1000,1073741824\r\n\r\nS,${start},2000,\nS,${start + 60},,`);
    const lines = (await replayed(path)).split('\n');
    expect(`${lines[0]}\n`).toBe(line);
    expect(lines).toHaveLength(4);
    expect((await replayed(path, { every: 2 })).split('\n')).toHaveLength(2);
    expect(await replayed(path, { every: 4 })).toBe('');
  });

  it('are unpacked by their first bytes, not by the name of the file', async () => {
    expect(await replayed(file('packed.txt', gzipSync(`S,${start},1000,1073741824\n`)))).toBe(line);
  });

  it.each([
    ['X,1,2,3', 'kind" got "X": expected S for a usage sample or O for an OOM kill'],
    ['S,soon,2,3', 'unixSeconds" got "soon": expected a number'],
    ['S,,2,3', 'unixSeconds" got "": expected Unix seconds'],
    ['S,1,-2,3', 'cpuMillicores" got "-2": expected a finite number ≥ 0, or nothing'],
    ['S,1,2,1e999', 'memoryBytes" got "1e999": expected a finite number ≥ 0, or nothing'],
    ['S,1,2', '"3 fields": expected S,unixSeconds,cpuMillicores,memoryBytes'],
    ['S,1,2,3,4', '"5 fields": expected S,unixSeconds,cpuMillicores,memoryBytes'],
    ['O,1', '"2 fields": expected O,unixSeconds,requestedMemoryBytes'],
    ['O,1,', 'requestedMemoryBytes" got "": expected a finite number ≥ 0'],
  ])('refuse %s', async (bad, message) => {
    const path = file('bad.csv', `S,${start},1,1\n${bad}\n`);
    await expect(replayed(path)).rejects.toThrow(InputError);
    await expect(replayed(path)).rejects.toThrow(`${path}:2: `);
    await expect(replayed(path)).rejects.toThrow(message);
  });

  it('refuse a file that does not exist and damaged gzip', async () => {
    await expect(replayed(join(folder, 'missing'))).rejects.toThrow('expected a file that exists');
    const cut = gzipSync(`S,${start},1,1\n`.repeat(1000)).subarray(0, 40);
    await expect(replayed(file('cut.gz', cut))).rejects.toThrow('gzip');
  });
});

describe('standard input', () => {
  const read = async (pieces: readonly Uint8Array[]) => {
    let text = '';
    for await (const chunk of unpacked(Readable.from(pieces), '(standard input)'))
      text += Buffer.from(chunk).toString('utf8');
    return text;
  };
  const bytes = (packed: Uint8Array) => [...packed].map((byte) => Uint8Array.of(byte));

  it('comes in pieces of any size, gzip or not', async () => {
    expect(await read([])).toBe('');
    expect(await read([Buffer.from('S')])).toBe('S');
    expect(await read(bytes(Buffer.from('S,1,2,3\n')))).toBe('S,1,2,3\n');
    expect(await read(bytes(gzipSync('S,1,2,3\n')))).toBe('S,1,2,3\n');
  });

  it('is refused when its gzip is cut off', async () => {
    await expect(read([gzipSync('S,1,2,3\n'.repeat(99)).subarray(0, 20)])).rejects.toThrow(
      '(standard input): got "unexpected end of file": expected an undamaged, complete gzip stream',
    );
  });
});

describe('the updater over a replay', () => {
  const table = async (events: string, requests = noRequests, every = 1e9) =>
    (await replayed(file('updater.csv', events), { format: 'table', requests, every })).trimEnd().split('\n');
  const steady = (minutes: number, cpu = 100, from = start) =>
    Array.from({ length: minutes }, (_, i) => `S,${from + 60 * i},${cpu},536870912\n`).join('');

  it('gives a request at once to a pod that has none', async () => {
    const [, header, row, ...rest] = await table(steady(60));
    expect(header).toMatch(/^TIME +CPU REQUEST +LOWER +TARGET +UPPER +MEMORY REQUEST/);
    expect(row).toMatch(
      /^2026-01-01T00:00:00Z +- +25m +126m +100G +- +250Mi +628694953 +97656250000Ki {2}updates: cpu has no request; memory has no request$/,
    );
    expect(rest).toEqual([]);
  });

  it('acts when a request falls out of range, and not before', async () => {
    const rows = await table(steady(60), { cpuMillicores: 110, memoryBytes: 628694953 });
    expect(rows).toHaveLength(3);
    expect(rows[2]).toContain('updates: cpu request 110m is below the lower bound');
    expect(await table(steady(2000), { cpuMillicores: 126, memoryBytes: 628694953 })).toHaveLength(2);
  });

  it('waits twelve hours with a drift of a tenth, and ignores less', async () => {
    const drifted = await table(steady(1000), { cpuMillicores: 150, memoryBytes: 628694953 });
    expect(drifted).toHaveLength(3);
    expect(drifted[2]).toMatch(
      /^2026-01-01T12:00:00Z .*updates: in range and 12 h old; target differs from request by 16 %/,
    );
    expect(await table(steady(1000), { cpuMillicores: 130, memoryBytes: 628694953 })).toHaveLength(2);
  });

  it('answers a quick OOM kill at once, and a late one not', async () => {
    const events = (minutes: number) =>
      `${steady(minutes)}O,${start + 60 * minutes},5e8\n${steady(1, 100, start + 60 * minutes + 5)}`;
    const requests = { cpuMillicores: 126, memoryBytes: 7e8 };
    const quick = await table(events(5), requests);
    expect(quick.at(-1)).toContain('OOM-killed 5 min after its start');
    expect(await table(events(15), requests)).toHaveLength(2);
  });
});

describe('a series file', () => {
  it('is played one series after the other, each sample at the end of its step', async () => {
    const series = (id: string, cpu: number): UsageSeries => ({
      id,
      startTime: start - 60,
      stepSeconds: 60,
      cpuMillicores: Float64Array.of(cpu, Number.NaN, cpu),
      memoryBytes: Float64Array.of(5e8, Number.NaN, 5e8),
      cpuRequestMillicores: Float64Array.of(100, 100, 100),
      source: { dataset: 'test', entity: id, assumptions: {} },
    });
    const path = join(folder, 'two.series');
    writeSeries(path, [series('a', 1000), series('b', 10)]);
    const rows = (await replayed(path, { format: 'lines' }))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ container, t }) => [container, t])).toEqual([
      ['a', start],
      ['a', start + 120],
      ['b', start],
      ['b', start + 120],
    ]);
    expect(rows[0]).toMatchObject({ request: [100, null], target: [1168, 587804717], update: expect.any(String) });
  });
});

describe('a saved Prometheus range query', () => {
  const samples = (value: (i: number) => number) =>
    Array.from({ length: 120 }, (_, i) => [start + 60 * i, String(value(i))] as const);
  const labels = { namespace: 'shop', pod: 'cart-5f7d-x2x2x', container: 'cart' };
  const exported = () =>
    file(
      'export.json',
      JSON.stringify({
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            { metric: labels, values: samples(() => 0.1) },
            { metric: { ...labels, __name__: 'container_memory_working_set_bytes' }, values: samples(() => 536870912) },
          ],
        },
      }),
    );

  it('gives a table a container, rows aligned under their heads', async () => {
    const [name, header, ...rows] = (await replayed(exported(), { every: 40 })).trimEnd().split('\n');
    expect(name).toContain('cart');
    expect(rows).toHaveLength(4);
    const ends = (line: string) =>
      [...line.slice(0, header!.indexOf('UPDATER')).matchAll(/\S(?= {2}|$)/g)].map((m) => m.index);
    expect(header).toContain('UPDATER');
    for (const row of rows) expect(ends(row)).toHaveLength(9);
    expect(rows[0]).toContain('updates: cpu has no request');
    expect(rows.at(-1)).toMatch(/126m .* 628694953 /);
  });

  it('gives the same as JSON lines, at the stamps of Prometheus', async () => {
    const lines = (await replayed(exported(), { every: 40, format: 'lines' })).trimEnd().split('\n');
    const rows = lines.map((line) => JSON.parse(line));
    expect(rows.map(({ t }) => t)).toEqual([start, start + 39 * 60, start + 79 * 60, start + 119 * 60]);
    expect(rows[0]).toMatchObject({ request: [null, null], target: [126, 628694953] });
    expect(rows[1]).toMatchObject({ request: [126, 628694953], update: null });
  });

  it('says which metrics it could make nothing of', async () => {
    const result = [{ metric: { ...labels, __name__: 'http_requests_total' }, values: samples((i) => i) }];
    const path = file('others.json', JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
    await expect(replayed(path, { every: 40 })).rejects.toThrow(
      /others\.json: expected at least one usage series; metric http_requests_total is neither CPU nor memory/,
    );
  });
});
