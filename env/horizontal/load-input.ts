import { type LoadSeries, validateLoadSeries } from '../../workloads/load-series.js';

export type LoadInput = LoadSeries;

const triangle = Float64Array.from({ length: 240 }, (_, i) => 5 + 5 * Math.round(9 * (1 - Math.abs(i / 120 - 1))));
export const defaultLoad: LoadInput = {
  id: 'triangular',
  startTime: 0,
  stepSeconds: 60,
  users: triangle,
  source: { dataset: 'generated', entity: 'triangular', assumptions: {} },
};

export function loadSeriesOf(input: LoadInput, _field = 'load'): LoadSeries {
  return validateLoadSeries(input);
}
