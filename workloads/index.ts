export * from './dataset.js';
export * from './load-series.js';
export type { ReadOptions } from './series-file.js';
export type { AnySeries, SeriesIndexEntry, SeriesKind } from './series-layout.js';
export { seriesExtension } from './series-layout.js';
export * from './series-writer.js';
export * from './usage-series.js';
