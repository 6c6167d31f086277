import type { AnySeries } from '../../workloads/series-layout.js';
import { seriesArrays } from '../series-arrays.js';

/**
 * A copy of a series whose arrays lie in shared memory: passing it to a worker copies its description, not its values.
 * The arrays of series that are shared already are kept.
 */
export function shareSeries<Series extends AnySeries>(series: Series): Series {
  const { origin } = series;
  return {
    ...series,
    ...Object.fromEntries(seriesArrays(series).map(([channel, values]) => [channel, shareFloats(values)])),
    ...(origin === undefined ? {} : { origin: shareBytes(origin) }),
  };
}

function shareFloats(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function shareBytes(values: Uint8Array): Uint8Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Uint8Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
