import { AggregateBank, type HalfLives } from '../model/aggregate-bank.js';
import type { Vpa } from '../model/cluster-objects.js';

/** Aggregates merged by container name; one index a name. */
export interface MergedAggregates {
  readonly bank: AggregateBank;
  /** Index in `bank` of each container name. */
  readonly indices: ReadonlyMap<string, number>;
}

/**
 * Merges all that a VPA knows of each container name: live aggregates, then what checkpoints brought (specification §3.3).
 * Merged into fresh aggregates; as in the original, references of older histograms may move.
 */
export function mergeByContainer(vpa: Vpa, halfLives: HalfLives): MergedAggregates {
  const indices = new Map<string, number>();
  for (const { containerName } of vpa.aggregates.values())
    if (!indices.has(containerName)) indices.set(containerName, indices.size);
  for (const name of vpa.initial.keys()) if (!indices.has(name)) indices.set(name, indices.size);

  const bank = new AggregateBank(indices.size, halfLives);
  for (const aggregate of vpa.aggregates.values()) bank.merge(indices.get(aggregate.containerName)!, aggregate.bank, 0);
  for (const [name, initial] of vpa.initial) bank.merge(indices.get(name)!, initial, 0);
  return { bank, indices };
}
