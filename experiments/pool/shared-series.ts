import { seriesChannels, type UsageSeries } from '../../workloads/usage-series.js';

/**
 * A copy of a series whose arrays lie in shared memory: passing it to a worker copies its description, not its values.
 * The arrays of series that are shared already are kept.
 */
export function shareSeries(series: UsageSeries): UsageSeries {
  const shared: Record<string, Float64Array | Uint8Array> = {};
  for (const channel of seriesChannels) {
    const values = series[channel];
    if (values === undefined || values.buffer instanceof SharedArrayBuffer) continue;
    const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
    copy.set(values);
    shared[channel] = copy;
  }
  if (series.origin !== undefined && !(series.origin.buffer instanceof SharedArrayBuffer)) {
    const copy = new Uint8Array(new SharedArrayBuffer(series.origin.byteLength));
    copy.set(series.origin);
    shared['origin'] = copy;
  }
  return { ...series, ...shared };
}
