import type { Half, HalfId, Halves, SeriesLookup } from '../half.js';
import type { SeriesReference } from '../trial.js';

/** All series of a plan by what trials call them; it goes to workers as it is. */
export type SeriesPool<E extends HalfId> = ReadonlyMap<string, Halves[E]['series']>;

/**
 * Collects the series of a plan.
 * @param workloads those the plan was made of; the ones it skipped are left out
 */
export function seriesPool<E extends HalfId>(
  half: Half<E>,
  planned: readonly Halves[E]['plannedWorkload'][],
  workloads: readonly Halves[E]['workload'][],
): SeriesPool<E> {
  const pool = new Map<string, Halves[E]['series']>();
  const byId = new Map(workloads.map((workload) => [half.idOf(workload), workload]));
  for (const workload of planned)
    for (const [reference, series] of half.seriesOf(workload, byId.get(workload.id)!))
      pool.set(keyOf(reference), series);
  return pool;
}

/** How a trial finds its series in a pool. */
export function lookUpIn<E extends HalfId>(pool: SeriesPool<E>): SeriesLookup<E> {
  return (reference) => {
    const series = pool.get(keyOf(reference));
    if (series === undefined) throw new Error(`no series ${reference.id} with hash ${reference.hash} in the pool`);
    return series;
  };
}

/** Seeds of one workload may share the id; equal series of two workloads may share the hash. */
function keyOf({ id, hash }: SeriesReference): string {
  return `${hash} ${id}`;
}
