import { clairvoyantPlan } from '../../agents/horizontal/clairvoyant/index.js';
import { horizontalConfig } from '../../env/horizontal/config-schema.js';
import { DemandLaw } from '../../env/horizontal/demand/index.js';
import { SteadyService } from '../../env/horizontal/demand/steady-service.js';
import { type PlatformPreset, platformConfig, platformPreset } from '../../env/horizontal/platform/index.js';
import { loadOf, plannerContext } from '../agents/horizontal/rehearsals.js';
import type { BenchLine } from './bench-line.js';

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Every level by itself, bisected between nothing and what its cores can serve. */
function plainLevels(service: SteadyService, levels: number): void {
  for (let pods = 1; pods <= levels; pods++) {
    let low = 0;
    let high = 1.5 * service.roughLoad(pods);
    while (high - low > (service.countsUsers ? 1 : 0.02 * high)) {
      const middle = service.countsUsers ? Math.ceil((low + high) / 2) : (low + high) / 2;
      if (service.meetsObjective(pods, middle)) low = middle;
      else high = middle - (service.countsUsers ? 1 : 0);
    }
  }
}

function demandLine(preset: PlatformPreset, latencyMs: number, levels: number): BenchLine {
  const platform = platformConfig(platformPreset(preset));
  const objective = { latencyMs, percentile: 0.95 };
  const law = milliseconds(() => new DemandLaw(platform, objective, 15).highestLoad(levels));
  const plain = milliseconds(() => plainLevels(new SteadyService(platform, objective, 15, 'events'), levels));
  return {
    name: `demand of ${preset}, 1 to ${levels} pods`,
    value: `${law.toFixed(0)} ms`,
    note: `${(plain / law).toFixed(1)} times as fast as bisecting every level by itself`,
  };
}

function planLine(preset: PlatformPreset, unit: 'users' | 'requestsPerSecond', peak: number): BenchLine {
  const config = horizontalConfig({ platform: preset });
  const values = Array.from({ length: 120 }, (_, t) => peak * (0.5 - 0.4 * Math.cos(t / 10)));
  const { context, played } = plannerContext(config, loadOf(unit, 15, values), 1);
  const time = milliseconds(() => clairvoyantPlan({ rehearsals: 60 }, context));
  const least = Math.min(...played.map(({ cost }) => cost));
  const saved = (100 * (1 - least / played[0]!.cost)).toFixed(1);
  return {
    name: `plan of ${preset}, 120 decisions`,
    value: `${time.toFixed(0)} ms`,
    note: `${played.length} rehearsals; ${saved} % cheaper than least pods asked for in time`,
  };
}

/** Demand against plain bisection, and what rehearsing saves over the first schedule. */
export async function bench(): Promise<BenchLine[]> {
  return [
    demandLine('orange', 600, 10),
    demandLine('web', 250, 8),
    demandLine('cpu-heavy', 2000, 15),
    planLine('orange', 'users', 70),
    planLine('web', 'requestsPerSecond', 200),
  ];
}
