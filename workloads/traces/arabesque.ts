import { basename } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { entitiesOfDocument } from './arabesque-document.js';
import { type ArabesqueEntity, containersInFolders } from './arabesque-folders.js';
import { headText, type TraceFile, type TraceFormat } from './format.js';
import type { Track } from './sample-tracks.js';
import { EntitySelection, selectionOptions } from './selection.js';
import { StepVote } from './step-vote.js';
import { type TrackedEntity, trackSeries } from './track-series.js';

const options = selectionOptions.extend({
  stepSeconds: z.number().positive().optional().describe('step of the series, seconds; default: that of the data (60)'),
  bytesPerMb: z.number().positive().default(1e6).describe('bytes of the MB in workload and container files'),
});

export type ArabesqueOptions = z.infer<typeof options>;

const pickleHint =
  'JSON: Python pickles hold code and are not read; convert them with Python, for example json.dump(pickle.load(f), g, default=lambda a: a.tolist())';

/**
 * Arabesque data and the folders of the smart-vpa generators (traces.md §13), as JSON or CSV: the ETL output
 * `{namespace: {pod: {main: {timestamp, workload: [bytes, bytes, cores], limit, request}}}}` (the two memory arrays are added up), the
 * single file `{namespace: {pod: {workload, time, requests, limits}}}`, and folders with `container.json`, `workload` and `time`
 * (memory in MB first, then millicores). The published pickles have to be converted first. A negative value is missing.
 */
export const arabesque: TraceFormat<ArabesqueOptions> = {
  id: 'arabesque',
  title: 'Arabesque / smart-vpa containers',
  describe:
    'ETL output or container folders (container.json, workload.json or .csv, time.json or .csv); one series a container. No pickles.',
  options,
  detect(head, path) {
    const name = basename(path).replace(/\.gz$/, '');
    if (isPickle(head) && /^(workload|time)\.(pickle|pkl)$/.test(name))
      return name.startsWith('workload') ? 'usage' : 'side';
    const text = headText(head);
    if (name === 'container.json') return /"container_name"/.test(text) ? 'side' : undefined;
    if (/^time\.(json|csv)$/.test(name)) return 'side';
    if (/^workload\.(json|csv)$/.test(name)) return 'usage';
    const isDocument = /^\s*\{\s*"[^"]*"\s*:\s*\{\s*"[^"]*"\s*:\s*\{/.test(text) && /"workload"\s*:\s*\[/.test(text);
    return isDocument && /"(timestamp|time)"\s*:\s*\[/.test(text) ? 'usage' : undefined;
  },
  async *import(files, settings, { report, scan }) {
    for (const { path, head } of files)
      if (isPickle(head)) throw new InputError({ file: path, value: 'a Python pickle' }, pickleHint);
    const isPart = ({ path, role }: TraceFile) => role === 'side' || /^workload\./.test(basename(path));
    const selection = new EntitySelection({ entities: settings.entities, maxEntities: undefined, minHours: undefined });
    const entities: ArabesqueEntity[] = await containersInFolders(files.filter(isPart), settings, scan.onRead);
    for (const file of files.filter((file) => !isPart(file)))
      entities.push(...(await entitiesOfDocument(file.path, settings, scan.onRead)));
    const spacing = new StepVote();
    const tracked: TrackedEntity[] = [];
    for (const { id, service, times, tracks, sizes } of entities) {
      report.count('rowsRead', times.length);
      if (selection.internText(id) < 0) {
        report.count('rowsNotSelected', times.length);
        continue;
      }
      for (let i = 1; i < times.length; i++) if (times[i]! > times[i - 1]!) spacing.count(times[i]! - times[i - 1]!);
      const assumptions = { bytesPerMb: settings.bytesPerMb };
      tracked.push({
        id,
        ...(sizes === undefined ? {} : { sizes }),
        tracks: tracks.map((track) => observed(track, report.counts)),
        source: { dataset: 'arabesque', entity: id, service, assumptions },
      });
    }
    const grid = { sampleSeconds: spacing.winner(60), firstTime: entities[0]?.times[0] ?? 0 };
    yield* trackSeries(tracked, { ...settings, ...grid }, report);
  },
};

/** Without samples that say nothing was measured: −1 of the ETL, and NaN. */
function observed(track: Track, counts: { negatives: number; missingFields: number }): Track {
  const { values } = track.samples;
  const kept: number[] = [];
  for (let i = 0; i < values.length; i += 2) {
    if (values[i + 1]! >= 0) kept.push(values[i]!, values[i + 1]!);
    else if (values[i + 1]! < 0) counts.negatives++;
    else counts.missingFields++;
  }
  return { ...track, samples: { kind: 'gauge', values: kept } };
}

/** Pickle protocols 2 to 5 begin with the byte 80 and the protocol's number. */
function isPickle(head: Uint8Array): boolean {
  return head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5;
}
