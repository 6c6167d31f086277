import { EventPlatform, platformPreset } from '../../env/horizontal/platform/index.js';
import { recordTable, TableService } from '../../env/horizontal/table/index.js';
import { contextLength } from '../../env/horizontal/view.js';
import type { BenchLine } from './bench-line.js';

const users = 30;
const pods = 3;
const stepSeconds = 15;

/** Seconds of `steps` calls, the best of three rounds. */
function best(steps: number, step: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const from = performance.now();
    for (let i = 0; i < steps; i++) step();
    least = Math.min(least, performance.now() - from);
  }
  return least / 1000;
}

/** A decision interval replayed from a table beside the same interval simulated request by request. */
export async function bench(): Promise<BenchLine[]> {
  const orange = platformPreset('orange', { load: { kind: 'closed', users }, initialReplicas: pods });
  const out = new Float64Array(contextLength);
  const platform = new EventPlatform(orange);
  platform.reset(1);
  const simulated = best(2000, () => {
    platform.advance(stepSeconds);
    platform.context(out);
  });
  const loads = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50];
  const from = performance.now();
  const table = recordTable(orange, { loads, pods: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], rowsPerCell: 20, seed: 1 });
  const recording = (performance.now() - from) / 1000;
  const load = {
    id: 'users',
    startTime: 0,
    stepSeconds,
    users: Float64Array.of(users),
    source: { dataset: 'bench', entity: 'users', assumptions: {} },
  };
  const service = new TableService({ table, load, initialReplicas: pods, latencyObjectiveMs: 600, percentile: 0.95 });
  service.reset(1);
  const replayed = best(200_000, () => {
    service.advance(stepSeconds);
    service.context(out);
  });
  const [fast, slow] = [200_000 / replayed, 2000 / simulated];
  return [
    {
      name: 'recorded table, 15 s interval',
      value: `${Math.round(fast / 1000)} k/s`,
      note: `${Math.round(fast / slow)} × the event simulation of 30 users on 3 pods (${(slow / 1000).toFixed(1)} k/s)`,
    },
    {
      name: 'recording a table of 100 cells × 20 rows',
      value: `${recording.toFixed(2)} s`,
      note: `${Math.round((100 * (60 + 20 * 10)) / recording / 1000)} k simulated seconds a second`,
    },
  ];
}
