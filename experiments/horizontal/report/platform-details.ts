import type { HorizontalConfig } from '../../../env/horizontal/config.js';
import { type Html, html } from '../../report/html.js';
import { jsonDetails } from '../../report/page.js';
import type { HorizontalReport } from '../report-data.js';

/** The environments of the loads, complete; loads that share one stand together. */
export function platformDetails({ workloads }: HorizontalReport): Html {
  const byConfig = new Map<string, { readonly config: unknown; readonly ids: string[] }>();
  for (const { id, config } of workloads) {
    const shown = printable(config);
    const key = JSON.stringify(shown);
    const known = byConfig.get(key);
    if (known === undefined) byConfig.set(key, { config: shown, ids: [id] });
    else known.ids.push(id);
  }
  return html`${[...byConfig.values()].map(({ config, ids }) => jsonDetails(`Environment of ${ids.join(', ')}`, config))}`;
}

/** A configuration without the rows of its recorded table, which may be thousands. */
function printable(config: HorizontalConfig): unknown {
  if (config.backend.kind !== 'table') return config;
  const { cells, ...table } = config.backend.table;
  const rows = cells.reduce((sum, cell) => sum + cell.rows.length, 0);
  return {
    ...config,
    backend: { kind: 'table', table: { ...table, cells: `${cells.length} cells with ${rows} rows` } },
  };
}
