import type { Seed } from '../../env/core/random.js';
import { type UsageSeries, validateSeries } from '../usage-series.js';
import { usageGenerators } from './registry.js';
import { runTree } from './run-tree.js';
import { parseWorkloadConfig } from './workload-config.js';

/** What decides a generated series apart from its configuration. */
export interface GenerateOptions {
  /** Instead of the configuration's seed. */
  readonly seed?: Seed;
  /** The series' id. Default: the type and the seed, such as `step-42`. */
  readonly id?: string;
  /** Where the configuration came from, named in errors. */
  readonly file?: string;
}

/**
 * Makes the series a configuration describes, with the container's requests and limits as channels. The same configuration
 * and seed give the same series everywhere.
 *
 * @param config as it stands in a file; see {@link parseWorkloadConfig}
 * @throws InputError naming the file and the dotted field
 */
export function generateSeries(config: unknown, options: GenerateOptions = {}): UsageSeries {
  const parsed = parseWorkloadConfig(config, options.file);
  const seed = options.seed ?? parsed.seed;
  const { timesteps, time_interval, start_time, container } = parsed;
  const { cpu, memory } = runTree(parsed, {
    registry: usageGenerators,
    seed,
    grid: { steps: timesteps, stepSeconds: time_interval, startTime: start_time },
    place: [],
    file: options.file,
  });
  const id = options.id ?? `${parsed.type}-${seed}`;
  const always = (amount: number) => new Float64Array(timesteps).fill(amount);
  return validateSeries({
    id,
    startTime: start_time,
    stepSeconds: time_interval,
    cpuMillicores: cpu,
    memoryBytes: memory,
    cpuRequestMillicores: always(container.requests.cpu),
    memoryRequestBytes: always(container.requests.memory),
    cpuLimitMillicores: always(container.limits.cpu),
    memoryLimitBytes: always(container.limits.memory),
    source: { dataset: `generator:${parsed.type}`, entity: container.container_name, assumptions: { seed } },
  });
}
