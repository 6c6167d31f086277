import type { AggregateBank } from './aggregate-bank.js';
import { type HistogramCheckpoint, loadHistogram, saveHistogram } from './histogram-checkpoint.js';

/** An aggregate as a checkpoint keeps it. Times in Unix milliseconds. */
export interface AggregateCheckpoint {
  readonly cpu: HistogramCheckpoint;
  readonly memory: HistogramCheckpoint;
  readonly firstSample: number;
  readonly lastSample: number;
  readonly sampleCount: number;
}

/** The checkpoint of one aggregate (specification §3.1). */
export function saveAggregate(bank: AggregateBank, i: number): AggregateCheckpoint {
  return {
    cpu: saveHistogram(bank.cpu, i),
    memory: saveHistogram(bank.memory, i),
    firstSample: bank.firstSample[i]!,
    lastSample: bank.lastSample[i]!,
    sampleCount: bank.sampleCount[i]!,
  };
}

/** Loads a checkpoint into aggregate `i`, which should be fresh. */
export function loadAggregate(bank: AggregateBank, i: number, checkpoint: AggregateCheckpoint): void {
  loadHistogram(bank.cpu, i, checkpoint.cpu);
  loadHistogram(bank.memory, i, checkpoint.memory);
  bank.firstSample[i] = checkpoint.firstSample;
  bank.lastSample[i] = checkpoint.lastSample;
  bank.sampleCount[i] = checkpoint.sampleCount;
}
