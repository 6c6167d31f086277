import type { PublicDataset } from './dataset.js';

const machineEvents = 'machine_events-000000000000.json.gz';

/** Number of the last JSON shard of each table of cell a; for other cells the publisher's list is not at hand. */
const cellALastShard: Readonly<Record<string, number>> = {
  instance_usage: 1555,
  instance_events: 56,
  collection_events: 9,
};

/** One of the eight cells of the 2019 trace, `a` to `h`: its public bucket holds every table as JSON shards. */
export function borg2019Cell(cell: string): PublicDataset {
  return {
    name: `borg-2019-${cell}`,
    title: `Google ClusterData 2019 (v3), cell ${cell}: instance usage, May 2019, 5 min`,
    page: 'https://github.com/google/cluster-data/blob/master/ClusterData2019.md',
    baseUrl: `https://storage.googleapis.com/clusterdata_2019_${cell}/`,
    licence: 'CC-BY-4.0',
    cite: "Tirmazi et al., Borg: the Next Generation, EuroSys'20",
    importAs: 'borg-2019',
    files: [
      { path: machineEvents, remote: machineEvents },
      ...Object.entries(cellALastShard).map(([table, last]) => ({
        path: `${table}-{n}.json.gz`,
        first: 0,
        ...(cell === 'a' ? { last } : {}),
        digits: 12,
      })),
    ],
    sample: '{machine_events,instance_usage}-000000000000.json.gz',
    notes: [
      'About 300 GB a cell; shards are in no useful order, so a whole series of one task may need all of instance_usage.',
      'The same tables are in BigQuery as google.com:google-cluster-data.clusterdata_2019_' +
        `${cell} (a Google Cloud account is needed there): a query there is the quick way to a few tasks.`,
    ],
  };
}
