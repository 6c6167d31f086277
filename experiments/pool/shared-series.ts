import { seriesChannels, type UsageSeries } from '../../workloads/usage-series.js';

/**
 * A copy of a series whose arrays lie in shared memory: passing it to a worker copies its description, not its values.
 * The arrays of series that are shared already are kept.
 */
export function shareSeries(series: UsageSeries): UsageSeries {
  const { origin } = series;
  const channels = seriesChannels.flatMap((channel) => {
    const values = series[channel];
    return values === undefined ? [] : [[channel, isShared(values) ? values : shareFloats(values)] as const];
  });
  return {
    ...series,
    ...Object.fromEntries(channels),
    ...(origin === undefined ? {} : { origin: isShared(origin) ? origin : shareBytes(origin) }),
  };
}

function isShared({ buffer }: Float64Array | Uint8Array): boolean {
  return buffer instanceof SharedArrayBuffer;
}

function shareFloats(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function shareBytes(values: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
