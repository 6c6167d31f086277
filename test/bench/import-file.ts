import { closeSync, openSync, writeSync } from 'node:fs';
import { RandomStream } from '../../env/core/random.js';

/** Bytes that are written at a time. */
const PIECE = 1 << 22;

/** How a file of the benchmark looks. */
export interface FileShape {
  readonly rows: number;
  readonly entities: number;
}

/**
 * Writes readings as Azure publishes them: `timestamp,vmid,min,max,avg`, ids of 64 base64 characters, all VMs of one instant after the
 * other, every 300 s, until the file has `bytes` bytes.
 */
export function writeAzureReadings(path: string, bytes: number, entities: number): FileShape {
  const random = new RandomStream(1, 'import-bench', 'azure');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const ids = Array.from({ length: entities }, () =>
    Array.from({ length: 64 }, () => alphabet[random.integer(0, 63)]).join(''),
  );
  return writeRows(path, bytes, entities, (time, entity) => {
    const low = random.next() * 20;
    const average = low + random.next() * 30;
    const high = average + random.next() * 50;
    return `${time * 300},${ids[entity]},${low.toFixed(6)},${high.toFixed(6)},${average.toFixed(6)}\n`;
  });
}

/**
 * Writes `task_usage` rows as Google published them in 2011: 20 columns of which the importer reads eleven, all tasks of one window
 * after the other.
 */
export function writeBorgUsage(path: string, bytes: number, entities: number): FileShape {
  const random = new RandomStream(1, 'import-bench', 'borg');
  const digits = (value: number) => value.toPrecision(4);
  return writeRows(path, bytes, entities, (time, entity) => {
    const start = 600_000_000 + time * 300_000_000;
    const [cpu, memory] = [random.next() * 0.1, random.next() * 0.1];
    const job = 3_418_309 + (entity >> 4) * 5;
    const head = `${start},${start + 300_000_000},${job},${entity & 15},${4_155_527_081 + entity}`;
    const usage = `${digits(cpu)},${digits(memory)},${digits(memory * 1.1)},0.001156,0.001503,${digits(memory * 1.05)}`;
    return `${head},${usage},2.861e-06,0.0001869,${digits(cpu * 2)},0.0003567,2.445,0.007243,0,1,${digits(cpu)}\n`;
  });
}

function writeRows(
  path: string,
  bytes: number,
  entities: number,
  row: (time: number, entity: number) => string,
): FileShape {
  const file = openSync(path, 'w');
  let rows = 0;
  try {
    const piece: string[] = [];
    let [pieceBytes, written] = [0, 0];
    for (let time = 0; written + pieceBytes < bytes; time++)
      for (let entity = 0; entity < entities; entity++) {
        const line = row(time, entity);
        piece.push(line);
        pieceBytes += line.length;
        rows++;
        if (pieceBytes < PIECE) continue;
        written += writeSync(file, piece.join(''));
        piece.length = 0;
        pieceBytes = 0;
      }
    writeSync(file, piece.join(''));
  } finally {
    closeSync(file);
  }
  return { rows, entities };
}
