import { z } from 'zod';

/**
 * The absolute size of the largest machine of Google's 2019 trace, which Google does not publish (traces.md §2 "Normalisation"). The
 * same for all eight cells.
 */
export const borg2019Units = {
  coresPerNcu: z.number().positive().default(64).describe('cores of the largest machine (1 normalised compute unit)'),
  gibPerMemoryUnit: z.number().positive().default(512).describe('memory of the largest machine, GiB'),
};

/** What the trace's normalised units stand for: cores and GiB. */
export interface Borg2019Units {
  readonly coresPerNcu: number;
  readonly gibPerMemoryUnit: number;
}

/** Licence of the trace and what to cite. */
export const borg2019Licence =
  'CC-BY 4.0; cite Tirmazi et al., EuroSys 2020, and Wilkes, Google cluster-usage traces v3, 2020';

/** What goes into `series.source.assumptions`. */
export function borg2019Assumptions({ coresPerNcu, gibPerMemoryUnit }: Borg2019Units): Record<string, number> {
  return { coresPerNcu, gibPerMemoryUnit };
}
