import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../env/core/input-error.js';
import { fetchCommand } from '../../experiments/cli/workload/fetch.js';
import { catalogue, datasetNamed } from '../../workloads/traces/fetch/catalogue.js';
import { parseChecksums } from '../../workloads/traces/fetch/checksums.js';
import { chooseFiles, describeFiles, type PublicDataset } from '../../workloads/traces/fetch/dataset.js';
import { downloadFile } from '../../workloads/traces/fetch/download.js';
import { DownloadError } from '../../workloads/traces/fetch/download-error.js';
import { fetchDataset } from '../../workloads/traces/fetch/fetch-dataset.js';
import { globMatcher } from '../../workloads/traces/fetch/glob.js';
import { progressLine, progressText } from '../../workloads/traces/fetch/progress-line.js';
import { traceFormats } from '../../workloads/traces/formats.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** 300 kB in which every position is told apart from its neighbours. */
const content = Buffer.from(Array.from({ length: 60_000 }, (_, i) => String(i % 100_000).padStart(5, '0')).join(''));
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const noPause = { pauseSeconds: () => 0 };

let server: Server;
let base: string;
let folder: string;
let handle: Handler;
let requests: IncomingMessage[];

beforeEach(async () => {
  requests = [];
  held = undefined;
  server = createServer((request, response) => {
    requests.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  folder = mkdtempSync(join(tmpdir(), 'scalegym-fetch-'));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** Serves a body as a good server does: ranges, If-Range, 416. The first `cut` answers stop after some bytes and wait for {@link breakOff}. */
function serve(body: Buffer, { etag = '"v1"', cut = 0, cutAfter = 100_000 } = {}): Handler {
  let cuts = cut;
  return (request, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    const first = range !== null && isSame ? Number(range[1]) : 0;
    if (first >= body.length) {
      response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
      return;
    }
    response.writeHead(first > 0 ? 206 : 200, {
      etag,
      'content-length': body.length - first,
      ...(first > 0 ? { 'content-range': `bytes ${first}-${body.length - 1}/${body.length}` } : {}),
    });
    if (cuts-- <= 0) response.end(body.subarray(first));
    else holdAfter(response, body, first, first + cutAfter);
  };
}

let held: { readonly response: ServerResponse; readonly until: number } | undefined;

function holdAfter(response: ServerResponse, body: Buffer, first: number, until: number): void {
  held = { response, until };
  response.write(body.subarray(first, until));
}

/** Breaks the connection once the client has everything that was sent: a progress callback. */
function breakOff(received: number): void {
  if (held !== undefined && received >= held.until) held.response.destroy();
}

/** A download that gets a third of the file, breaks, and then finds the server busy until the attempts are used up. */
async function leaveAPart(): Promise<number> {
  const good = serve(content, { cut: 1 });
  handle = (request, response) => (requests.length === 1 ? good(request, response) : response.writeHead(503).end());
  const options = { ...noPause, attempts: 1, onProgress: breakOff };
  await expect(downloadFile(`${base}trace.csv.gz`, target(), options)).rejects.toThrow('HTTP 503');
  expect(existsSync(target())).toBe(false);
  requests = [];
  return readFileSync(`${target()}.part`).length;
}

const target = () => join(folder, 'trace.csv.gz');

describe('downloadFile', () => {
  it('fetches a file and says its checksum', async () => {
    handle = serve(content);
    const result = await downloadFile(`${base}trace.csv.gz`, target(), noPause);
    expect(result).toEqual({ bytes: content.length, sha256: sha256(content), resumedFrom: 0 });
    expect(readFileSync(target()).equals(content)).toBe(true);
    expect(readdirSync(folder)).toEqual(['trace.csv.gz']);
    expect(requests[0]!.headers['accept-encoding']).toBe('identity');
  });

  it('takes up an interrupted transfer where it stopped', async () => {
    handle = serve(content, { cut: 1 });
    const options = { ...noPause, onProgress: breakOff };
    const result = await downloadFile(`${base}trace.csv.gz`, target(), options);
    expect(result.sha256).toBe(sha256(content));
    expect(requests).toHaveLength(2);
    expect(requests[1]!.headers.range).toBe('bytes=100000-');
    expect(requests[1]!.headers['if-range']).toBe('"v1"');
  });

  it('takes up in a later call what an earlier call left', async () => {
    expect(await leaveAPart()).toBe(100_000);
    handle = serve(content);
    const result = await downloadFile(`${base}trace.csv.gz`, target(), noPause);
    expect(result).toEqual({ bytes: content.length, sha256: sha256(content), resumedFrom: 100_000 });
    expect(requests[0]!.headers.range).toBe('bytes=100000-');
    expect(readdirSync(folder)).toEqual(['trace.csv.gz']);
  });

  it('keeps going as long as every attempt brings bytes', async () => {
    handle = serve(content, { cut: 8, cutAfter: 30_000 });
    const result = await downloadFile(`${base}trace.csv.gz`, target(), {
      ...noPause,
      attempts: 1,
      onProgress: breakOff,
    });
    expect(result.sha256).toBe(sha256(content));
  });

  it('starts anew when the file has changed at the server', async () => {
    await leaveAPart();
    const changed = Buffer.from(content).reverse();
    handle = serve(changed, { etag: '"v2"' });
    const result = await downloadFile(`${base}trace.csv.gz`, target(), noPause);
    expect(result).toEqual({ bytes: content.length, sha256: sha256(changed), resumedFrom: 0 });
  });

  it('starts anew when a server ignores If-Range but its ETag shows the change', async () => {
    await leaveAPart();
    const changed = Buffer.from(content).reverse();
    const good = serve(changed, { etag: '"v2"' });
    handle = (request, response) => {
      delete request.headers['if-range'];
      good(request, response);
    };
    const result = await downloadFile(`${base}trace.csv.gz`, target(), noPause);
    expect(result.sha256).toBe(sha256(changed));
  });

  it('starts anew at a server without ranges', async () => {
    let cuts = 1;
    handle = (_, response) => {
      response.writeHead(200, { etag: '"v1"', 'content-length': content.length });
      if (cuts-- > 0) holdAfter(response, content, 0, 100_000);
      else response.end(content);
    };
    const result = await downloadFile(`${base}trace.csv.gz`, target(), { ...noPause, onProgress: breakOff });
    expect(result.sha256).toBe(sha256(content));
    expect(requests).toHaveLength(2);
  });

  it('never resumes on a weak ETag', async () => {
    handle = serve(content, { etag: 'W/"v1"', cut: 1 });
    const result = await downloadFile(`${base}trace.csv.gz`, target(), { ...noPause, onProgress: breakOff });
    expect(result.sha256).toBe(sha256(content));
    expect(requests[1]!.headers.range).toBeUndefined();
  });

  it('knows a part that was complete before it could be renamed', async () => {
    writeFileSync(`${target()}.part`, content);
    writeFileSync(
      `${target()}.part.json`,
      JSON.stringify({ url: `${base}trace.csv.gz`, header: 'etag', value: '"v1"' }),
    );
    handle = serve(content);
    const result = await downloadFile(`${base}trace.csv.gz`, target(), noPause);
    expect(result).toEqual({ bytes: content.length, sha256: sha256(content), resumedFrom: content.length });
  });

  it('gives up at once when there is no such file', async () => {
    handle = (_, response) => response.writeHead(404).end();
    const failure = await downloadFile(`${base}none`, target(), noPause).catch((error) => error);
    expect(failure).toBeInstanceOf(DownloadError);
    expect(failure.status).toBe(404);
    expect(requests).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('asks again when the server is busy, and gives up after the attempts allowed', async () => {
    const pauses: number[] = [];
    handle = (_, response) => response.writeHead(503).end();
    const options = { attempts: 3, pauseSeconds: (attempt: number) => pauses.push(attempt) * 0 };
    await expect(downloadFile(`${base}busy`, target(), options)).rejects.toThrow('HTTP 503');
    expect(pauses).toEqual([1, 2]);
    expect(requests).toHaveLength(3);
  });

  it('leaves nothing behind on a wrong checksum', async () => {
    handle = serve(content);
    const wanted = { ...noPause, sha256: '0'.repeat(64) };
    await expect(downloadFile(`${base}trace.csv.gz`, target(), wanted)).rejects.toThrow('checksum mismatch');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops at once when it is told to, and leaves the part', async () => {
    handle = serve(content, { cut: 1 });
    const controller = new AbortController();
    const onProgress = (received: number) => {
      if (received >= 100_000) controller.abort(new Error('told to'));
    };
    const options = { onProgress, signal: controller.signal };
    await expect(downloadFile(`${base}trace.csv.gz`, target(), options)).rejects.toThrow('told to');
    expect(readFileSync(`${target()}.part`)).toHaveLength(100_000);
    expect(existsSync(target())).toBe(false);
  });

  it('stops while it waits for the next attempt', async () => {
    const controller = new AbortController();
    handle = (_, response) => {
      response.writeHead(503).end();
    };
    const pauseSeconds = () => {
      controller.abort(new Error('told to'));
      return 60;
    };
    const options = { pauseSeconds, signal: controller.signal };
    await expect(downloadFile(`${base}busy`, target(), options)).rejects.toThrow('told to');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('breaks a transfer that stalls', async () => {
    handle = (_, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('12345');
    };
    const options = { ...noPause, attempts: 1, stallSeconds: 0.05 };
    await expect(downloadFile(`${base}stall`, target(), options)).rejects.toThrow('no data for 0.05 s');
  });
});

/** A dataset on the local server: one plain file, and numbered ones whose end nobody says. */
function dataset(extra: Partial<PublicDataset> = {}): PublicDataset {
  return {
    name: 'toy',
    title: 'toy',
    page: base,
    baseUrl: base,
    licence: 'none',
    cite: 'nobody',
    importAs: 'csv',
    files: [
      { path: 'meta/table.csv', remote: 'meta_table.csv' },
      { path: 'usage/part-{n}.csv', first: 0, digits: 3 },
    ],
    sample: 'meta/*',
    notes: [],
    ...extra,
  };
}

/** Serves texts by path; anything else is not found. */
function serveTexts(texts: Record<string, string>): Handler {
  return (request, response) => {
    const text = texts[request.url!.slice(1)];
    if (text === undefined) response.writeHead(404).end();
    else response.writeHead(200, { etag: `"${sha256(text)}"` }).end(text);
  };
}

describe('fetchDataset', () => {
  it('fetches the sample, records its checksum and keeps it the second time', async () => {
    handle = serveTexts({ 'meta_table.csv': 'a,b\n' });
    const expected = { path: 'meta/table.csv', bytes: 4, sha256: sha256('a,b\n') };
    expect(await fetchDataset(dataset(), { out: folder })).toEqual([
      { ...expected, how: 'fetched', verifiedBy: 'nothing' },
    ]);
    expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toBe(`${sha256('a,b\n')}  meta/table.csv\n`);
    expect(await fetchDataset(dataset(), { out: folder })).toEqual([
      { ...expected, how: 'present', verifiedBy: 'earlier fetch' },
    ]);
    expect(requests).toHaveLength(1);
  });

  it('fetches numbered files until one is not found', async () => {
    handle = serveTexts({ 'usage/part-000.csv': '0', 'usage/part-001.csv': '1' });
    const files = await fetchDataset(dataset(), { out: folder, files: 'usage/*' });
    expect(files.map(({ path }) => path)).toEqual(['usage/part-000.csv', 'usage/part-001.csv']);
    expect(requests).toHaveLength(3);
  });

  it("verifies against the publisher's checksums and refuses what differs", async () => {
    const sums = (digest: string) => `${digest}  ./meta_table.csv\n`;
    handle = serveTexts({ 'meta_table.csv': 'a,b\n', SHA256SUM: sums(sha256('a,b\n')) });
    const [file] = await fetchDataset(dataset({ sha256Sums: 'SHA256SUM' }), { out: folder });
    expect(file!.verifiedBy).toBe('publisher');
    rmSync(join(folder, 'meta'), { recursive: true });
    handle = serveTexts({ 'meta_table.csv': 'tampered\n', SHA256SUM: sums(sha256('a,b\n')) });
    const again = fetchDataset(dataset({ sha256Sums: 'SHA256SUM' }), { out: folder });
    await expect(again).rejects.toThrow('checksum mismatch');
    expect(existsSync(join(folder, 'meta/table.csv'))).toBe(false);
  });

  it('refuses a file that was changed after it was fetched', async () => {
    handle = serveTexts({ 'meta_table.csv': 'a,b\n' });
    await fetchDataset(dataset(), { out: folder });
    writeFileSync(join(folder, 'meta/table.csv'), 'edited');
    await expect(fetchDataset(dataset(), { out: folder })).rejects.toThrow(InputError);
  });

  it('goes to a mirror when one is named', async () => {
    handle = serveTexts({ 'mirror/meta_table.csv': 'a' });
    const files = await fetchDataset(dataset({ baseUrl: 'https://example.invalid/' }), {
      out: folder,
      baseUrl: `${base}mirror`,
    });
    expect(files).toHaveLength(1);
    await expect(fetchDataset(dataset(), { out: folder, baseUrl: 'ftp://x/' })).rejects.toThrow('--base-url');
  });

  it('names the glob that matches nothing', async () => {
    await expect(fetchDataset(dataset(), { out: folder, files: '*.zip' })).rejects.toThrow(/--files.*\*\.zip/);
  });
});

describe('the catalogue', () => {
  it('gives every dataset a sample, an https address and a licence', () => {
    for (const entry of catalogue) {
      expect(chooseFiles(entry, entry.sample).length, entry.name).toBeGreaterThan(0);
      expect(new URL(entry.baseUrl).protocol).toBe('https:');
      expect(entry.baseUrl.endsWith('/')).toBe(true);
      expect(entry.licence).not.toBe('');
    }
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
  });

  it('numbers files as their publishers do', () => {
    const readings = chooseFiles(datasetNamed('azure-2017'), 'vm_cpu_readings/**');
    expect(readings).toHaveLength(125);
    expect(readings[0]!.remote).toBe('trace_data_vm_cpu_readings_vm_cpu_readings-file-1-of-125.csv.gz');
    const usage = chooseFiles(datasetNamed('borg-2011'), 'task_usage/*');
    expect(usage).toHaveLength(500);
    expect(usage.at(-1)!.remote).toBe('task_usage/part-00499-of-00500.csv.gz');
    expect(chooseFiles(datasetNamed('borg-2019-a'), 'instance_usage-*')).toHaveLength(1556);
    expect(describeFiles(datasetNamed('borg-2019-b')).join()).toContain('until none is found');
  });

  it('names importers that there are', () => {
    const ids = traceFormats.map(({ id }) => id);
    for (const { name, importAs } of catalogue)
      if (importAs !== null)
        expect(
          ids.some((id) => id === importAs || id.startsWith(`${importAs}-`)),
          name,
        ).toBe(true);
  });

  it('lists the names when one is unknown', () => {
    expect(() => datasetNamed('borg')).toThrow(/borg-2011/);
  });
});

describe('globMatcher', () => {
  it.each([
    ['*.csv', 'a/b.csv', true],
    ['a/*.csv', 'a/b.csv', true],
    ['*/*.csv', 'a/b/c.csv', false],
    ['**/*.csv', 'a/b/c.csv', true],
    ['**', 'a/b/c.csv', true],
    ['part-0[0-2].csv', 'part-02.csv', true],
    ['part-0[!0-2].csv', 'part-02.csv', false],
    ['{a,b}-?.csv', 'b-1.csv', true],
    ['a.csv', 'abcsv', false],
    ['a+b', 'a+b', true],
  ])('%s against %s: %s', (pattern, path, matches) => {
    expect(globMatcher(pattern)(path)).toBe(matches);
  });
});

describe('parseChecksums', () => {
  it('reads both marks of sha256sum and names a bad line', () => {
    const digest = sha256('x');
    expect([...parseChecksums(`${digest}  a b.csv\n${digest} *c.csv\r\n`, 'S')]).toEqual([
      ['a b.csv', digest],
      ['c.csv', digest],
    ]);
    expect(() => parseChecksums(`${digest}  a\nd41d8 b\n`, 'SHA256SUM')).toThrow('SHA256SUM:2');
  });
});

describe('the progress line', () => {
  it('says share, rate and time left', () => {
    expect(progressText('a.gz', 12_000_000, 78_000_000_000, 3_200_000)).toBe(
      'a.gz  12.0 MB of 78.0 GB  0 %  3.2 MB/s  6:46:12 left',
    );
    expect(progressText('a.gz', 500, undefined, 0)).toBe('a.gz  500 B');
  });

  it('is drawn on a terminal only', () => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 80, write: (text: string) => written.push(text) };
    let clock = 0;
    const progress = progressLine('a', stream, () => clock)!;
    progress(0, 1000);
    clock = 50;
    progress(100, 1000);
    clock = 1000;
    progress(500, 1000);
    progress(1000, 1000);
    expect(written).toHaveLength(3);
    expect(written[1]).toContain('50 %  500 B/s  0:01 left');
    expect(written[2]!.endsWith('\n')).toBe(true);
    expect(progressLine('a', { isTTY: false, write: () => true })).toBeUndefined();
  });
});

describe('scalegym workload fetch', () => {
  const run = async (...words: string[]) => {
    const out: string[] = [];
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => out.push(String(text)) > 0);
    try {
      await new Command().addCommand(fetchCommand()).parseAsync(['fetch', ...words], { from: 'user' });
    } finally {
      stdout.mockRestore();
      stderr.mockRestore();
    }
    const exitCode = process.exitCode;
    process.exitCode = undefined;
    return { text: out.join(''), exitCode };
  };

  it('lists the datasets, and what one of them holds', async () => {
    expect((await run()).text).toContain('bitbrains');
    const { text } = await run('azure-llm-2023', '--list');
    expect(text).toContain('import --format azure-llm');
    expect(requests).toHaveLength(0);
  });

  it('fetches through a mirror and prints checksums', async () => {
    handle = serveTexts({ 'AzureLLMInferenceTrace_code.csv': 'TIMESTAMP' });
    const { text, exitCode } = await run(
      ...['azure-llm-2023', '--files', '*code*', '--out', folder, '--base-url', base],
    );
    expect(text).toContain(sha256('TIMESTAMP'));
    expect(exitCode).toBeUndefined();
  });

  it('ends with 1 when a file cannot be had', async () => {
    handle = (_, response) => response.writeHead(403).end();
    const { text, exitCode } = await run('azure-llm-2023', '--out', folder, '--base-url', base);
    expect(text).toContain('HTTP 403');
    expect(exitCode).toBe(1);
  });

  it('leaves no folder where nothing came, and says who speaks', async () => {
    handle = (_, response) => response.writeHead(403).end();
    const out = join(folder, 'made', 'for-this');
    const { text } = await run('azure-llm-2023', '--files', '*code*', '--out', out, '--base-url', base);
    expect(text).toMatch(/^scalegym: .*HTTP 403/m);
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });

  it('refuses a bad number of attempts', async () => {
    await expect(run('azure-llm-2023', '--attempts', '0')).rejects.toThrow(InputError);
  });
});
