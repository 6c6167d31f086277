import { bytesPerMebibyte } from '../core/mebibyte.js';
import { Box } from '../core/spaces/box.js';
import { actionLength } from './action.js';
import type { Resources } from './config.js';

/** The largest amounts Kubernetes' recommender knows: 10¹⁴ millicores, and 10¹⁴ bytes in MiB. */
export const largestCpuMillicores = 1e14;
export const largestMemoryMebibytes = 1e14 / bytesPerMebibyte;

/**
 * The space of one action: eight numbers from 0 up to `high`, without it up to Kubernetes' largest amounts, so that
 * every recommendation lies within. A learner wants a narrower box, which `RescaleAction` can map to [−1, 1].
 */
export function verticalActionSpace(high: Resources | null): Box<'float64'> {
  const cpu = high?.cpuMillicores ?? largestCpuMillicores;
  const memory = high?.memoryMebibytes ?? largestMemoryMebibytes;
  return new Box(
    0,
    Array.from({ length: actionLength }, (_, i) => (i * 2 < actionLength ? cpu : memory)),
    { shape: [actionLength], dtype: 'float64' },
  );
}
