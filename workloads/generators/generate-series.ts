import { InputError } from '../../env/core/input-error.js';
import { RandomStream, type Seed } from '../../env/core/random.js';
import { type UsageSeries, validateSeries } from '../usage-series.js';
import type { GeneratedUsage, GeneratorContext, WorkloadNode } from './generator.js';
import { generatorOf } from './registry.js';
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
  const { cpu, memory } = runTree(
    parsed,
    seed,
    { steps: timesteps, stepSeconds: time_interval, startTime: start_time },
    options.file,
  );
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

type Grid = Pick<GeneratorContext, 'steps' | 'stepSeconds' | 'startTime'>;

function runTree(root: WorkloadNode, seed: Seed, grid: Grid, file: string | undefined): GeneratedUsage {
  const names = new Set<string>();
  const run = (
    node: WorkloadNode,
    place: readonly string[],
    { steps, stepSeconds, startTime }: Grid,
  ): GeneratedUsage => {
    if (node.name !== undefined && names.has(node.name))
      throw new InputError(
        { ...(file === undefined ? {} : { file }), field: 'name', value: node.name },
        'a name that no other node has',
      );
    if (node.name !== undefined) names.add(node.name);
    const path = node.name === undefined ? place : ['named', node.name];
    return generatorOf(node.type).generate(node.config, {
      steps,
      stepSeconds,
      startTime,
      random: (purpose) => new RandomStream(seed, 'workload', ...path, purpose),
      generate: (child, childPlace, childSteps = steps, skip = 0) =>
        run(child, [...path, childPlace], {
          steps: childSteps,
          stepSeconds,
          startTime: startTime + skip * stepSeconds,
        }),
    });
  };
  return run(root, [], grid);
}
