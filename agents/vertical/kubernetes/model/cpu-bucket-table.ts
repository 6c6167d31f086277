import { millicoresPerCore } from './amount.js';
import { cpuBuckets } from './bucket-scheme.js';

/** Containers rarely use more than 64 cores; up to there a bucket is looked up, beyond it is computed. */
const tableLength = 65_536;

const bucketOfMillicores = Uint8Array.from({ length: tableLength }, (_, millicores) =>
  cpuBuckets.find(millicores / millicoresPerCore),
);

/** CPU bucket of a whole amount of millicores; the same as the logarithm gives, without taking it. */
export function cpuBucket(millicores: number): number {
  return millicores < tableLength ? bucketOfMillicores[millicores]! : cpuBuckets.find(millicores / millicoresPerCore);
}
