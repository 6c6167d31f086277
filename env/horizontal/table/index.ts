/** Recorded tables: contexts by load and number of pods, their files, their recording and their replay. */
export { recordTable, type TableRecording } from './record-table.js';
export { type RecordedCell, type RecordedTable, recordedLoads, recordedPods } from './recorded-table.js';
export { readRecordedTable, writeRecordedTable } from './table-file.js';
export { type ReplayStart, TableReplay } from './table-replay.js';
export { tableFormat, validateRecordedTable } from './table-schema.js';
export { TableService, type TableServiceOptions } from './table-service.js';
